import type { AssetKind } from '../../../shared/contract/library.ts';
import { printedText } from '../../duplicates/prints.ts';
import type { Extraction, FileRead, FileToRead, Identity, MediaRequests } from '../../workers/media-protocol.ts';
import { asFault, asTimeAllows } from './as-time-allows.ts';
import { extract } from './extract.ts';
import { textPrint } from './fingerprint/text-print.ts';

/** What these hold is more than their text. */
const seenOrHeard: ReadonlySet<AssetKind> = new Set(['image', 'video', 'audio']);

type Context = { signal: AbortSignal };
type Readings = MediaRequests['extract']['response'];

/** Reads files; null for those that there is no time for. */
export function readFiles({ files }: MediaRequests['extract']['request'], context: Context): Promise<Readings> {
  return asTimeAllows(files, context.signal, (file) => readFile(file, context));
}

/** What is in a file, the fingerprint of a document that is all there, and the pictures that are wanted of it. */
export async function readFile({ draw, ...file }: FileToRead, context?: Context): Promise<FileRead> {
  const found = await extract(file, context);
  if ('refused' in found) return { found, isDrawn: false };
  return {
    found,
    ...(isWhole(file.identity, found) ? { print: textPrint(printedText(found.passages)) } : {}),
    isDrawn: draw.length > 0 && (await isDrawn({ ...file, draw })),
  };
}

/** Whether its text is all that there is to it. */
function isWhole({ kind }: Identity, found: Extraction): boolean {
  return !seenOrHeard.has(found.kind ?? kind) && !found.hasParts && found.pagesForOcr.length === 0;
}

/** What cannot be drawn is none the worse to be read. */
async function isDrawn({ draw, ...file }: FileToRead): Promise<boolean> {
  const { render } = await import('./render.ts');
  const rendition = await render({ ...file, renditions: draw }).catch(asFault);
  return rendition !== null && !('fault' in rendition);
}
