import type { Examination, Fault, Identity, SourcePath } from '../../workers/media-protocol.ts';
import { identify } from './identify/identify.ts';
import { asFault, readFile } from './read-files.ts';
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
  const reading = isSmallText(identity) && !sidecar ? await readFile({ path, identity, draw: [] }) : null;
  return { identity, reading, sidecar: sidecar ?? null };
}

function isSmallText({ size, mime, kind }: Identity): boolean {
  return size > 0 && size <= SMALL && (kind === 'text' || mime.startsWith('text/') || mime === 'message/rfc822');
}
