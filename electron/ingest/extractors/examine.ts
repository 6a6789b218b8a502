import type { Examination, Identity, MediaRequests, SourcePath } from '../../workers/media-protocol.ts';
import { asTimeAllows } from './as-time-allows.ts';
import { identify } from './identify/identify.ts';
import { readFile } from './read-files.ts';
import { type ExtractorName, extractorFor } from './readers.ts';
import { readSidecar } from './xmp/sidecar.ts';

/** Bytes up to which a file may be read as soon as it is identified. */
const SMALL = 256 * 1024;
/** What reads a small file in no time, and wants nothing besides it: neither a password nor a program. */
const quick: ReadonlySet<ExtractorName | undefined> = new Set([
  'calendar',
  'contacts',
  'csv',
  'epub',
  'fictionBook',
  'html',
  'mail',
  'mailFolder',
  'manualPage',
  'office',
  'rtf',
  'subtitles',
  'text',
  'webArchive',
  'workbook',
]);

/**
 * What files are, and what is in those that are small and quickly read: most files of most people are. Null for those that
 * there is no time for.
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
  const reading = isQuicklyRead(identity) && !sidecar ? await readFile({ path, identity, draw: [] }) : null;
  // What is refused is looked at again by itself: the drive that it lies on may have been unplugged.
  const isRead = reading !== null && !('refused' in reading.found);
  return { identity, reading: isRead ? reading : null, sidecar: sidecar ?? null };
}

function isQuicklyRead(identity: Identity): boolean {
  return identity.size > 0 && identity.size <= SMALL && quick.has(extractorFor(identity));
}
