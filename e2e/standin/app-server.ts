import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { addScheme, fromBrowser, serveAddressesAt } from './addresses.ts';

type Handler = (request: Request) => Response | Promise<Response>;

const handlers = new Map<string, Handler>();

/** Electron's `protocol`. */
export const protocol = {
  registerSchemesAsPrivileged(): void {},
  handle(scheme: string, handler: Handler): void {
    handlers.set(scheme, handler);
    addScheme(scheme);
  },
};

/** Answers the browser for the handled schemes; streams and ranges go through as they are. */
export async function startAppServer(): Promise<void> {
  const server = createServer(async (request, response) => {
    const url = fromBrowser(`http://${request.headers.host}${request.url}`);
    const handler = handlers.get(url.split(':')[0] ?? '');
    if (!handler) return response.writeHead(404).end();
    const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
    try {
      const answer = await handler(new Request(url, { method: request.method ?? 'GET', headers }));
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      if (answer.body) await pipeline(Readable.fromWeb(answer.body as ReadableStream), response);
      else response.end();
    } catch (thrown) {
      if (!response.headersSent) console.error(thrown);
      response.destroy();
    }
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  serveAddressesAt((server.address() as AddressInfo).port);
}
