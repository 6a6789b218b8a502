import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { SourcePath } from '../../workers/media-protocol.ts';

/** A file's bytes; undefined where it is larger than `most` bytes, of which then none is read. */
export function readWhole(path: SourcePath, most: number): Buffer | undefined {
  return read(path, (size) => (size > most ? undefined : size)).bytes;
}

/** At most the first `most` bytes of a file, and how many it has. */
export function readBeginning(path: SourcePath, most: number): { bytes: Buffer; size: number } {
  const { bytes = Buffer.alloc(0), size } = read(path, (whole) => Math.min(whole, most));
  return { bytes, size };
}

/** Blocks, as a reader has one file at a time and rounds through the thread pool cost more than reading a small one. */
function read(
  path: SourcePath,
  lengthOf: (size: number) => number | undefined,
): { bytes: Buffer | undefined; size: number } {
  const file = openSync(typeof path === 'string' ? path : Buffer.from(path), 'r');
  try {
    const { size } = fstatSync(file);
    const length = lengthOf(size);
    return { bytes: length === undefined ? undefined : readUpTo(file, length), size };
  } finally {
    closeSync(file);
  }
}

/** Fewer bytes where the file was cut short meanwhile. */
function readUpTo(file: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const bytesRead = readSync(file, bytes, filled, length - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
