import type { Services } from './context.ts';
import type { Implementer } from './router.ts';

export function settingsRoutes(api: Implementer, { settings, sidecarWriter }: Services) {
  return {
    get: api.settings.get.handler(() => settings.get()),
    update: api.settings.update.handler(({ input }) => {
      const switchedOn = input.writeSidecars === true && !settings.get().writeSidecars;
      const changed = settings.update(input);
      if (switchedOn) sidecarWriter.writeAll();
      return changed;
    }),
  };
}
