import type { Services } from './context.ts';
import { typedStream } from './errors.ts';
import type { Implementer } from './router.ts';

export function endpointRoutes(api: Implementer, { endpoint }: Services) {
  const routes = api.endpoint;
  return {
    state: routes.state.handler(() => endpoint.state()),
    watch: routes.watch.handler(({ signal }) => typedStream(endpoint.watch(signal))),
    update: routes.update.handler(({ input }) => endpoint.update(input)),
    models: routes.models.handler(() => endpoint.models()),
    token: routes.token.handler(async () => ({ token: await endpoint.token() })),
    renewToken: routes.renewToken.handler(async () => ({ token: await endpoint.renewToken() })),
  };
}
