import { assetFinder } from './asset-finder.ts';
import type { Services } from './context.ts';
import type { Implementer } from './router.ts';

export function derivationsRoutes(api: Implementer, { assets, lookup, provenance }: Services) {
  const routes = api.derivations;
  const idOf = assetFinder(assets);
  return {
    asset: routes.asset.handler(({ input }) => {
      const id = idOf(input.id);
      return { ...provenance.of(id), read: lookup.readings(id) };
    }),
    writers: routes.writers.handler(() => provenance.writers()),
    list: routes.list.handler(({ input }) => provenance.list(input)),
    undo: routes.undo.handler(({ input }) => provenance.undo(input)),
    redo: routes.redo.handler(({ input }) => provenance.redo(input)),
  };
}
