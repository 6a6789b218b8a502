import { join } from 'node:path';

/** The folder of a library that holds the bytes of what was unpacked. */
export function partsFolder(libraryPath: string): string {
  return join(libraryPath, 'parts');
}

/** Where the bytes of an unpacked part are kept, by their SHA-256. */
export function partPath(folder: string, sha256: string): string {
  return join(folder, sha256.slice(0, 2), sha256);
}

/** How the name of a file begins that is being written; one that was left by a process that died is worth nothing. */
export const UNFINISHED = 'unpacking-';
