import type { ByteSource } from './byte-source.ts';

const END_SIZE = 22;
const LONGEST_COMMENT = 0xffff;
const ENTRY_SIZE = 46;
/** A directory that is larger is that of an archive, whatever lies at its end. */
const LARGEST_DIRECTORY = 8 * 1024 * 1024;

export interface ZipEntry {
  name: string;
  /** Where its local header starts, in bytes. */
  offset: number;
  packedSize: number;
  /** APPNOTE 4.4.5: 0 stored, 8 deflated. */
  method: number;
}

export function isZip(head: Buffer): boolean {
  const signature = head.subarray(0, 4).toString('latin1');
  return ['PK\u0003\u0004', 'PK\u0005\u0006', 'PK\u0007\u0008'].includes(signature);
}

/** The entries of a ZIP file, by its central directory (APPNOTE 4.3.12); empty where that is missing or damaged. */
export async function readZipDirectory(source: ByteSource): Promise<ZipEntry[]> {
  const tailStart = Math.max(0, source.size - END_SIZE - LONGEST_COMMENT);
  const tail = await source.read(tailStart, END_SIZE + LONGEST_COMMENT);
  const end = tail.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  if (end < 0 || end + END_SIZE > tail.length) return [];
  const length = Math.min(tail.readUInt32LE(end + 12), LARGEST_DIRECTORY);
  // Counted from the end record and not by its own word, so that bytes before the archive do no harm.
  const start = tailStart + end - length;
  if (start < 0) return [];
  return entriesOf(await source.read(start, length), start - tail.readUInt32LE(end + 16));
}

/** @param shift bytes that stand before the archive */
function entriesOf(directory: Buffer, shift: number): ZipEntry[] {
  const entries: ZipEntry[] = [];
  for (let at = 0; at + ENTRY_SIZE <= directory.length; ) {
    if (directory.readUInt32LE(at) !== 0x02014b50) break;
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.subarray(at + ENTRY_SIZE, at + ENTRY_SIZE + nameLength).toString('utf8'),
      offset: Math.max(0, directory.readUInt32LE(at + 42) + shift),
      packedSize: directory.readUInt32LE(at + 20),
      method: directory.readUInt16LE(at + 10),
    });
    at += ENTRY_SIZE + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}
