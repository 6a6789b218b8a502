import type { OcrLanguages, OcrScope } from '../../shared/contract/ocr.ts';
import type { AssetRow } from '../catalog/assets.ts';
import type { FileRepository } from '../catalog/files.ts';
import type { OcrChoiceRepository } from '../catalog/ocr-choices.ts';
import type { SettingsRepository } from '../catalog/settings.ts';

interface Stores {
  readonly ocrChoices: OcrChoiceRepository;
  readonly settings: SettingsRepository;
  readonly files: FileRepository;
}

/** What is chosen for all of the library. */
export function languagesOfLibrary({ settings }: Pick<Stores, 'settings'>): OcrLanguages {
  const { ocrAutomatic, ocrLanguages } = settings.get();
  return ocrAutomatic ? 'automatic' : ocrLanguages;
}

/**
 * In what an asset is read: by the choice for it, else those for its tags, else that for the innermost folder that its
 * file lies in, else that for the library.
 */
export function languagesFor(
  stores: Stores,
  { id, hash }: Pick<AssetRow, 'id' | 'hash'>,
): { languages: OcrLanguages; from: OcrScope } {
  const own = stores.ocrChoices.forFile(hash);
  if (own) return { languages: own.languages, from: own.scope };
  const [tag, ...others] = stores.ocrChoices.forTagsOf(id);
  if (tag) return { languages: together([tag, ...others].map(({ languages }) => languages)), from: tag.scope };
  const path = stores.files.presentFileOf(id)?.path;
  const folder = path === undefined ? undefined : stores.ocrChoices.forPath(path);
  if (folder) return { languages: folder.languages, from: folder.scope };
  return { languages: languagesOfLibrary(stores), from: { scope: 'library' } };
}

/** All languages of several choices; those that are named rather than those that would be found. */
function together(choices: readonly OcrLanguages[]): OcrLanguages {
  const named = choices.flatMap((choice) => (choice === 'automatic' ? [] : choice));
  return named.length === 0 ? 'automatic' : [...new Set(named)];
}
