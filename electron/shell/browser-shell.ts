import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer } from 'ws';
import type { Host } from '../host.ts';
import { LoopbackAccess } from './access.ts';
import { securityHeaders } from './security-headers.ts';
import { windowContent } from './window-content.ts';

/** Requests are small: paths, queries, questions. */
const maxMessageBytes = 4 * 2 ** 20;

/** Stands for a moment at the link's address. It names its icon, else the browser asks for one that is not there. */
const entrance =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Holdfast</title><link rel="icon" href="data:,"></html>';

export interface BrowserShell {
  /** A link for one use, with a new secret; the link before, if unused, no longer works. */
  newLink(): string;
  /** Resolves when a window has opened with a link. */
  readonly opened: Promise<void>;
  /** Ends all connections and the server. */
  close(): Promise<void>;
}

/**
 * Serves the renderer, the library's content and the contract (WebSocket `/rpc`) on 127.0.0.1.
 * @throws the system's error when the port is taken.
 */
export async function openBrowserShell(options: {
  host: Host;
  rendererFolder: string;
  port: number;
}): Promise<BrowserShell> {
  const { host, rendererFolder } = options;
  const access = new LoopbackAccess();
  const { promise: opened, resolve: reportOpened } = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const authority = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const origin = `http://${authority}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers.host !== authority) return refuse(response, 421, 'This address is not served here.');
    const url = new URL(request.url ?? '/', origin);
    if (url.pathname === '/open') return admit(url, request, response);
    if (!access.hasSession(request.headers.cookie)) return refuse(response, 403, 'Open Holdfast with its link.');
    const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
    const answered = await windowContent(
      new Request(url, { method: request.method ?? 'GET', headers }),
      rendererFolder,
      (inner) => host.content(inner),
    );
    response.writeHead(answered.status, Object.fromEntries(answered.headers));
    if (!answered.body || request.method === 'HEAD') return void response.end();
    await pipeline(Readable.fromWeb(answered.body as ReadableStream), response);
  }

  /** Lets in whoever has the link for the first time, and again the window that used it before. */
  function admit(url: URL, request: IncomingMessage, response: ServerResponse): void {
    const cookie = access.exchange(url.searchParams.get('secret') ?? '');
    if (!cookie && !access.hasSession(request.headers.cookie)) {
      return refuse(
        response,
        403,
        'This link was used already. Start Holdfast again, or press Enter in its terminal, for a new one.',
      );
    }
    if (cookie) reportOpened();
    // Not a redirect: when the link was clicked on another site, that would not take the strict cookie along.
    response
      .writeHead(200, {
        ...securityHeaders,
        ...(cookie && { 'set-cookie': cookie }),
        'content-type': 'text/html; charset=utf-8',
        refresh: '0; url=/',
      })
      .end(entrance);
  }

  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes });
  const rpc = new RPCHandler(host.router);
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const own = request.headers.host === authority && request.headers.origin === origin;
    if (!own || request.url !== '/rpc' || !access.hasSession(request.headers.cookie)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (connection) => {
      connection.on('error', () => connection.terminate());
      void rpc.upgrade(connection, { context: {} });
    });
  });

  return {
    newLink: () => `${origin}/open?secret=${access.mintSecret()}`,
    opened,
    async close() {
      for (const connection of sockets.clients) connection.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}
