import type { ByteSource } from './byte-source.ts';
import type { ZipEntry } from './zip-directory.ts';

const SIGNATURE = Buffer.from('PK\u0003\u0004', 'latin1');
const HEADER_SIZE = 30;
/** General purpose bits 0 and 3 (APPNOTE 4.4.4): sizes stand after the data, so that a header does not know them. */
const ENCRYPTED = 0x1;
const SIZES_FOLLOW = 0x8;
/** The size that says that the true one is in ZIP64's extra field. */
const ELSEWHERE = 0xffffffff;
const WINDOW = 1 << 20;
const MOST_ENTRIES = 100_000;
/** APPNOTE 4.4.5, of what can still be unpacked where the end is not known. */
const DEFLATED = 8;

/**
 * The entries of a ZIP file by the headers that stand before them (APPNOTE 4.3.7), for one whose list is cut off or
 * damaged. Where a header does not tell how long its entry is, it lasts until the next header, or the end.
 */
export async function readLocalEntries(source: ByteSource): Promise<ZipEntry[]> {
  const found: ZipEntry[] = [];
  let at = await nextHeader(source, 0);
  while (at !== undefined && found.length < MOST_ENTRIES) {
    const header = await source.read(at, HEADER_SIZE);
    if (header.length < HEADER_SIZE) break;
    const nameLength = header.readUInt16LE(26);
    const dataAt = at + HEADER_SIZE + nameLength + header.readUInt16LE(28);
    const method = header.readUInt16LE(8);
    const stated = header.readUInt32LE(18);
    const flags = header.readUInt16LE(6);
    const isStated = (flags & SIZES_FOLLOW) === 0 && stated !== ELSEWHERE;
    const next: number | undefined = await nextHeader(source, isStated ? dataAt + stated : dataAt);
    const packedSize = isStated ? stated : (next ?? source.size) - dataAt;
    const name = (await source.read(at + HEADER_SIZE, nameLength)).toString('utf8');
    // What is merely stored has no end of its own.
    const isReadable = (flags & ENCRYPTED) === 0 && (isStated || method === DEFLATED);
    if (isReadable && packedSize >= 0) found.push({ name, offset: at, packedSize, method });
    at = next;
  }
  return found;
}

/** Where the next header begins; undefined where there is none. */
async function nextHeader(source: ByteSource, from: number): Promise<number | undefined> {
  for (let at = from; at < source.size; at += WINDOW - SIGNATURE.length) {
    const place = (await source.read(at, WINDOW)).indexOf(SIGNATURE);
    if (place >= 0) return at + place;
  }
  return undefined;
}
