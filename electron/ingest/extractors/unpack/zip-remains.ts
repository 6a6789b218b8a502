import { createReadStream, fstatSync } from 'node:fs';
import { createInflateRaw } from 'node:zlib';
import { fileSource } from '../identify/byte-source.ts';
import type { ZipEntry } from '../identify/zip-directory.ts';
import { readLocalEntries } from '../identify/zip-locals.ts';
import { cleanPath } from './entry-path.ts';
import { DAMAGED_PART } from './part-failures.ts';
import type { PartSink } from './part-sink.ts';

const LOCAL_HEADER = 30;
const STORED = 0;
const DEFLATED = 8;

/**
 * Unpacks what is left of a ZIP file whose list is cut off or damaged. Answers how many entries were found.
 * @throws TooLargeUnpacked, NoRoom
 */
export async function unpackZipRemains(handle: number, sink: PartSink): Promise<number> {
  const source = fileSource(handle, fstatSync(handle).size);
  const entries = (await readLocalEntries(source)).filter(({ name }) => !/[\\/]$/.test(name));
  for (const entry of entries) {
    const part = { path: cleanPath(entry.name), rawPath: null, modified: null };
    const header = await source.read(entry.offset, LOCAL_HEADER);
    const start = entry.offset + LOCAL_HEADER + header.readUInt16LE(26) + header.readUInt16LE(28);
    await sink.keep(part, bytesOf(handle, entry, start), () => DAMAGED_PART);
  }
  await sink.flush();
  return entries.length;
}

/** Begins to read when it is asked for the first bytes. */
async function* bytesOf(handle: number, { packedSize, method }: ZipEntry, start: number): AsyncGenerator<Uint8Array> {
  if (method !== STORED && method !== DEFLATED) throw new Error('It is packed in a rare way.');
  if (packedSize === 0) return;
  const packed = createReadStream('', { fd: handle, autoClose: false, start, end: start + packedSize - 1 });
  if (method === STORED) return yield* packed;
  const unpacked = createInflateRaw();
  packed.on('error', (error) => unpacked.destroy(error));
  yield* packed.pipe(unpacked);
}
