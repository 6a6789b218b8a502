import type { UnpackLimits } from '../workers/media-protocol.ts';

/** Archives in archives in archives that are unpacked: so many levels below the file on the disk. */
export const DEEPEST_LEVEL = 10;
/** Files in one file on the disk, at all levels together. */
export const MOST_ENTRIES = 100_000;
/** What a file on the disk may unpack to, by its own size: even logs and dumps hardly pack this well. */
const HIGHEST_RATIO = 100;
/** What is unpacked of any, however small it is. */
const FREE_BYTES = 256 * 2 ** 20;
const MOST_BYTES = 2 ** 40;

/** For unpacking once more what was within its limits before. */
export const LARGEST_CONTAINER: UnpackLimits = { bytes: MOST_BYTES, entries: MOST_ENTRIES };

/**
 * What a container may unpack to.
 * @param rootSize bytes of the file on the disk that it lies in, or is
 * @param inside what lies in that file already
 */
export function unpackLimits(rootSize: number, inside: { bytes: number; entries: number }): UnpackLimits {
  const bytes = Math.min(MOST_BYTES, FREE_BYTES + rootSize * HIGHEST_RATIO);
  return { bytes: Math.max(0, bytes - inside.bytes), entries: Math.max(0, MOST_ENTRIES - inside.entries) };
}
