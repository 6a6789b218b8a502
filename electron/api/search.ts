import type { Services } from './context.ts';
import type { Implementer } from './router.ts';

export function searchRoutes(api: Implementer, { search }: Services) {
  return {
    query: api.search.query.handler(({ input, signal }) => search.search(input.query, { ...input, signal })),
  };
}
