import { open } from 'node:fs/promises';
import type { SourcePath } from '../../workers/media-protocol.ts';

/** A file's bytes; undefined where it is larger than `most` bytes, of which then none is read. */
export async function readWhole(path: SourcePath, most: number): Promise<Buffer | undefined> {
  const file = await open(typeof path === 'string' ? path : Buffer.from(path));
  try {
    const { size } = await file.stat();
    return size > most ? undefined : await file.readFile();
  } finally {
    await file.close();
  }
}
