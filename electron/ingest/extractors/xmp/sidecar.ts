import type { SourcePath } from '../../../workers/media-protocol.ts';
import type { PictureFacts } from '../../picture-facts.ts';
import { readWhole } from '../read-whole.ts';
import { decodeText } from '../text/decode-text.ts';

/** Bytes of a sidecar at most; the largest that programs write hold a picture's editing history. */
const LARGEST = 16 * 1024 * 1024;

/** What a sidecar says; undefined for a file that is none, by its name or by what is in it. */
export async function readSidecar(path: SourcePath, size: number): Promise<PictureFacts | undefined> {
  if (size === 0 || size > LARGEST || !/\.xmp$/i.test(Buffer.from(path).toString('latin1'))) return undefined;
  const bytes = readWhole(path, LARGEST);
  return bytes && (await import('./xmp-facts.ts')).xmpFacts(decodeText(bytes).text);
}
