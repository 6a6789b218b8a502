import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Serves on all of this machine's addresses: as 127.0.0.1 it is this machine, as 0.0.0.0 it counts as another host. */
export async function startServer(
  answer: (request: IncomingMessage, response: ServerResponse, body: string) => void,
  wantedPort = 0,
) {
  const seen: { url: string; method: string; authorization: string | undefined; body: string }[] = [];
  const server: Server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    seen.push({ url: request.url!, method: request.method!, authorization: request.headers.authorization, body });
    answer(request, response, body);
  }).listen(wantedPort, '0.0.0.0');
  await once(server, 'listening');
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  const { port } = server.address() as AddressInfo;
  return { seen, here: `http://127.0.0.1:${port}`, elsewhere: `http://0.0.0.0:${port}`, port, close };
}
