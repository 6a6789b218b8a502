import type { Services } from './context.ts';
import type { Implementer } from './router.ts';

export function modelsRoutes(api: Implementer, { models }: Services) {
  const routes = api.models;
  return {
    list: routes.list.handler(() => models.list()),
    add: routes.add.handler(({ input, signal }) => models.add(input.path, { copy: input.copy, signal })),
    roles: routes.roles.handler(() => models.roles()),
    use: routes.use.handler(({ input }) => models.use(input.id, input)),
    release: routes.release.handler(({ input }) => models.release(input.role, input.tag)),
    remove: routes.remove.handler(({ input }) => models.remove(input.id)),
  };
}
