import type { Services } from './context.ts';
import type { Implementer } from './router.ts';

export function providersRoutes(api: Implementer, { models, providers }: Services) {
  const routes = api.providers;
  return {
    list: routes.list.handler(() => providers.list()),
    add: routes.add.handler(({ input }) => providers.add(input)),
    remove: routes.remove.handler(({ input }) => models.removeProvider(input.id)),
    models: routes.models.handler(async ({ input }) => {
      const known = new Set(models.list().flatMap(({ provider, name }) => (provider?.id === input.id ? [name] : [])));
      return (await providers.offered(input.id)).map((model) => ({ ...model, added: known.has(model.name) }));
    }),
    addModel: routes.addModel.handler(({ input }) => models.addRemote(input.id, input.model, input.contextSize)),
    test: routes.test.handler(async ({ input }) => {
      const started = performance.now();
      const result = await providers.probe(input.id, input.model);
      return { ...result, milliseconds: Math.round(performance.now() - started) };
    }),
  };
}

export function secretsRoutes(api: Implementer, { secrets }: Services) {
  const routes = api.secrets;
  const state = () => ({ place: secrets.place, locked: secrets.isLocked() });
  return {
    state: routes.state.handler(state),
    unlock: routes.unlock.handler(async ({ input }) => {
      await secrets.unlock(input.passphrase);
      return state();
    }),
  };
}
