import type { Services } from './context.ts';
import { typedStream } from './errors.ts';
import type { Implementer } from './router.ts';

export function recommendedRoutes(api: Implementer, { recommended }: Services) {
  const routes = api.recommended;
  return {
    list: routes.list.handler(({ input }) => recommended.list(input.from)),
    get: routes.get.handler(({ input, signal }) => typedStream(recommended.get(input.id, input.from, signal))),
    cancel: routes.cancel.handler(({ input }) => recommended.cancel(input.id, input.from)),
  };
}
