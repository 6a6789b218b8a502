import type { Examination, Identity, MediaRequests, SourcePath } from '../../workers/media-protocol.ts';
import { asTimeAllows } from './as-time-allows.ts';
import { identify } from './identify/identify.ts';
import { readFile } from './read-files.ts';
import { readSidecar } from './xmp/sidecar.ts';

/** Bytes of a text up to which it is read as soon as it is identified. */
const SMALL = 256 * 1024;

/**
 * What files are, and what is in those that are small texts: most files of most people are. Null for those that there is
 * no time for.
 */
export function examine(
  { paths }: MediaRequests['examine']['request'],
  { signal }: { signal: AbortSignal },
): Promise<MediaRequests['examine']['response']> {
  return asTimeAllows(paths, signal, examineOne);
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
