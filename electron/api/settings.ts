import type { Services } from './context.ts';
import type { Implementer } from './router.ts';

export function settingsRoutes(api: Implementer, { settings }: Services) {
  return {
    get: api.settings.get.handler(() => settings.get()),
    update: api.settings.update.handler(({ input }) => settings.update(input)),
  };
}
