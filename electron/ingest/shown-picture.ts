import { existsSync } from 'node:fs';
import { HoldfastError } from '../../shared/errors.ts';
import type { AssetRow } from '../catalog/assets.ts';
import type { FileRepository } from '../catalog/files.ts';
import { renditionPath } from './rendition-files.ts';

/** Pictures in these formats are shown to models as they are; of others, their preview. */
const shownAsTheyAre = ['image/png', 'image/jpeg', 'image/webp'];
/** Bytes that every service takes for a picture; of larger ones the preview is shown. */
const LARGEST_SHOWN = 3_500_000;

/**
 * Where a picture lies that a model can be shown of an asset.
 * @throws HoldfastError NOT_FOUND when there is none
 */
export function shownPicture(
  { libraryPath, files }: { libraryPath: string; files: FileRepository },
  { id, hash, mime, size }: AssetRow,
): string {
  const preview = renditionPath(libraryPath, hash, 'preview');
  const isShownAsItIs = shownAsTheyAre.includes(mime) && (size <= LARGEST_SHOWN || !existsSync(preview));
  if (!isShownAsItIs) {
    if (existsSync(preview)) return preview;
    throw new HoldfastError('NOT_FOUND', 'There is no picture of the item.');
  }
  const path = files.presentFileOf(id)?.path;
  if (path === undefined || !existsSync(path)) throw new HoldfastError('NOT_FOUND', 'The file is no longer there.');
  return path;
}
