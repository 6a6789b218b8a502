import type { Services } from './context.ts';
import { typedStream } from './errors.ts';
import type { Implementer } from './router.ts';

export function discoveryRoutes(api: Implementer, { discovery, servers }: Services) {
  return {
    find: api.discovery.find.handler(({ input, signal }) => typedStream(discovery.find(input.folder, signal))),
    servers: api.discovery.servers.handler(({ signal }) => typedStream(servers.find(signal))),
  };
}
