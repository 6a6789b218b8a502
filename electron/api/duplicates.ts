import type { Services } from './context.ts';
import type { Implementer } from './router.ts';

export function duplicatesRoutes(api: Implementer, { duplicates }: Services) {
  const routes = api.duplicates;
  return {
    exact: routes.exact.handler(({ input }) => duplicates.exact(input)),
    near: routes.near.handler(({ input }) => duplicates.near(input)),
    settle: routes.settle.handler(async () => {
      await duplicates.settle();
      return {};
    }),
    setDistinct: routes.setDistinct.handler(({ input }) => ({ decisionId: duplicates.setDistinct(input.ids) })),
    takeBack: routes.takeBack.handler(({ input }) => {
      duplicates.takeBackDistinct(input.decisionId);
      return {};
    }),
  };
}
