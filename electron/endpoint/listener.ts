import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HoldfastError } from '../../shared/errors.ts';
import { portFailure } from '../platform/port.ts';
import type { Call, Reply } from './http.ts';

export interface Listener {
  readonly port: number;
  /** Ends what is being answered; new requests are taken. */
  endCalls(): void;
  /** Ends what is being answered and listens no more. Resolves when nothing is at work any longer. */
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1 alone.
 * @param port 0 for any that is free
 * @param answer never rejects
 * @throws HoldfastError CONFLICT when the port cannot be had
 */
export async function listen(port: number, answer: (call: Call) => Promise<Reply>): Promise<Listener> {
  const calls = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const call = serve(request, response, answer).finally(() => calls.delete(call));
    calls.add(call);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw new HoldfastError('CONFLICT', portFailure(port, error), 'Choose another port.');
  });
  return {
    port: (server.address() as AddressInfo).port,
    endCalls: () => server.closeAllConnections(),
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await Promise.all(calls);
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (call: Call) => Promise<Reply>,
): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const [path = '/'] = (request.url ?? '/').split('?');
  const reply = await answer({
    method: request.method ?? 'GET',
    path,
    headers: request.headers,
    body: request,
    signal: gone.signal,
  });
  if (gone.signal.aborted) return;
  // What was not read is let go by: a connection that ends with unread bytes takes the answer along.
  request.resume();
  const headers = { ...reply.headers, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
  response.writeHead(reply.status, headers);
  const body = typeof reply.body === 'string' ? [reply.body] : reply.body;
  // Who asked has gone: there is nobody to tell.
  await pipeline(Readable.from(body), response).catch(() => response.destroy());
}
