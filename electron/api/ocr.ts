import { HoldfastError } from '../../shared/errors.ts';
import type { Services } from './context.ts';
import type { Implementer } from './router.ts';

export function ocrRoutes(api: Implementer, { assets, libraryChanges, ocr }: Services) {
  const routes = api.ocr;
  return {
    choices: routes.choices.handler(() => ocr.choices()),
    file: routes.file.handler(({ input }) => {
      const asset = assets.byHash(input.id);
      if (!asset)
        throw new HoldfastError('NOT_FOUND', 'That item is no longer in the library.', 'Search for it again.');
      return ocr.file(asset);
    }),
    choose: routes.choose.handler(async ({ input }) => {
      const outdated = await ocr.choose(input.scope, input.languages);
      libraryChanges.notify();
      return outdated;
    }),
    addLanguage: routes.addLanguage.handler(({ input }) => ocr.addLanguage(input.path)),
    removeLanguage: routes.removeLanguage.handler(({ input }) => ocr.removeLanguage(input.code)),
    outdated: routes.outdated.handler(({ input }) => ocr.outdated(input.scope)),
    readAgain: routes.readAgain.handler(({ input }) => ocr.readAgain(input.scope)),
  };
}
