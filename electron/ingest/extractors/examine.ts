import { messageOf } from '../../../shared/errors.ts';
import { printedText } from '../../duplicates/prints.ts';
import type { Examination, Fault, Identity, SourcePath } from '../../workers/media-protocol.ts';
import { extract } from './extract.ts';
import { textPrint } from './fingerprint/text-print.ts';
import { identify } from './identify/identify.ts';
import { readSidecar } from './xmp/sidecar.ts';

/** Bytes of a text up to which it is read as soon as it is identified. */
const SMALL = 256 * 1024;

/** What files are, and what is in those that are small texts: most files of most people are. */
export async function examine({ paths }: { paths: readonly SourcePath[] }): Promise<(Examination | Fault)[]> {
  const examined: (Examination | Fault)[] = [];
  for (const path of paths) examined.push(await examineOne(path).catch(asFault));
  return examined;
}

async function examineOne(path: SourcePath): Promise<Examination> {
  const identity = await identify({ path });
  const sidecar = await readSidecar(path, identity.size);
  const extraction = isSmallText(identity) && !sidecar ? await extract({ path, identity }) : null;
  const isRead = extraction !== null && !('refused' in extraction);
  const print = isRead ? textPrint(printedText(extraction.passages)) : null;
  return { identity, extraction, print, sidecar: sidecar ?? null };
}

/** A broken engine is no matter of one file. */
function asFault(thrown: unknown): Fault {
  if (thrown instanceof WebAssembly.RuntimeError) throw thrown;
  return { fault: messageOf(thrown) };
}

function isSmallText({ size, mime, kind }: Identity): boolean {
  return size > 0 && size <= SMALL && (kind === 'text' || mime.startsWith('text/') || mime === 'message/rfc822');
}
