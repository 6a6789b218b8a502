import type { AssetKind } from '../../../shared/contract/library.ts';
import { messageOf } from '../../../shared/errors.ts';
import { printedText } from '../../duplicates/prints.ts';
import type { Extraction, Fault, FileRead, FileToRead, Identity, MediaRequests } from '../../workers/media-protocol.ts';
import { extract } from './extract.ts';
import { textPrint } from './fingerprint/text-print.ts';

/** Milliseconds after which no other file is begun, so that whoever waits for the reader has it soon. */
const TIME_AT_ONCE = 1000;

/** What these hold is more than their text. */
const seenOrHeard: ReadonlySet<AssetKind> = new Set(['image', 'video', 'audio']);

type Context = { signal: AbortSignal };
type Readings = MediaRequests['extract']['response'];

/** Reads files one after the other; null for those that there is no time for any more. */
export async function readFiles({ files }: MediaRequests['extract']['request'], context: Context): Promise<Readings> {
  const until = performance.now() + TIME_AT_ONCE;
  const readings: Readings = [];
  for (const file of files) {
    const hasTime = readings.length === 0 || (performance.now() < until && !context.signal.aborted);
    readings.push(hasTime ? await readFile(file, context).catch(asFault) : null);
  }
  return readings;
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

/** A broken engine is no matter of one file. */
export function asFault(thrown: unknown): Fault {
  if (thrown instanceof WebAssembly.RuntimeError) throw thrown;
  return { fault: messageOf(thrown) };
}
