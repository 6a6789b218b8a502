import type { ByteReader } from './byte-reader.ts';
import { decodedPath } from './entry-path.ts';
import { DAMAGED_PART, LINK_PART, SPARSE_PART } from './part-failures.ts';
import { type Entry, endsUnpacking, type KeptBytes, type PartSink } from './part-sink.ts';

// An own reader: the libraries decode names as UTF-8, and so lose those that are not.

const BLOCK = 512;
/** Bytes of a long name, or of the records of pax, that are read. */
const LONGEST_EXTENSION = 1 << 20;
/** The type of another name of a file that stands before. */
const HARD_LINK = '1';

/** A header of a TAR file (POSIX.1-1988 ustar, with what GNU tar made of it). */
interface Header {
  name: Buffer;
  /** What a link leads to. */
  target: Buffer;
  size: number;
  /** Milliseconds since 1970. */
  modified: number;
  type: string;
}

/** What stands before a header for it, in entries of their own. */
interface Extension {
  name?: Buffer;
  target?: Buffer;
  size?: number;
  modified?: number;
  sparse?: boolean;
}

/** Whether bytes are the first block of a TAR file: they hold their own sum. */
export function isTar(block: Uint8Array): boolean {
  return block.length >= BLOCK && sumIsRight(Buffer.from(block.buffer, block.byteOffset, BLOCK));
}

/**
 * Unpacks a TAR file as it comes. Answers false where it ends before its end; what came before is kept.
 * @throws TooLargeUnpacked, NoRoom
 */
export async function unpackTar(reader: ByteReader, sink: PartSink): Promise<boolean> {
  let whole = true;
  try {
    await unpackEntries(reader, sink);
  } catch (error) {
    if (endsUnpacking(error)) throw error;
    whole = false;
  }
  await sink.flush();
  return whole;
}

async function unpackEntries(reader: ByteReader, sink: PartSink): Promise<void> {
  const kept: KeptFiles = new Map();
  let extension: Extension = {};
  while ((await reader.peek(BLOCK)).length > 0) {
    const block = Buffer.from(await reader.read(BLOCK));
    if (block.every((byte) => byte === 0)) return;
    if (!sumIsRight(block)) throw new Error('A header does not hold its own sum.');
    const header = parseHeader(block);
    const isExtension = 'LKxXg'.includes(header.type);
    if (isExtension) extension = { ...extension, ...(await readExtension(header, reader)) };
    else {
      await unpackEntry({ ...header, ...extension }, extension.sparse === true, { reader, sink, kept });
      extension = {};
    }
  }
}

/** The files so far by the bytes of their names: a hard link is one of them under another name. */
type KeptFiles = Map<string, KeptBytes>;

interface Unpacked {
  reader: ByteReader;
  sink: PartSink;
  kept: KeptFiles;
}

async function unpackEntry(header: Header, sparse: boolean, { reader, sink, kept }: Unpacked): Promise<void> {
  const { type, size, modified } = header;
  const entry: Entry = { ...decodedPath(header.name), modified };
  const linked = type === HARD_LINK ? kept.get(keyOf(header.target)) : undefined;
  if (linked) {
    kept.set(keyOf(header.name), linked);
    sink.keepAgain(entry, linked);
    return sink.flushBatch();
  }
  const isFile = '07\0'.includes(type) && header.name.at(-1) !== 0x2f;
  if (!isFile || sparse) {
    if (type === 'S' || sparse) sink.refuse(entry, SPARSE_PART);
    else if (type !== '5' && type !== 'D' && !'07\0'.includes(type)) sink.refuse(entry, LINK_PART);
    await sink.flushBatch();
    await reader.skip(padded(size));
    return;
  }
  let ended = false;
  const bytes = async function* () {
    let some = false;
    try {
      for await (const piece of reader.take(size)) {
        yield piece;
        some = true;
      }
      ended = true;
    } catch (error) {
      // Of what is cut short, what there is of it is kept.
      if (!some) throw error;
    }
  };
  const bytesKept = await sink.keep(entry, bytes(), () => DAMAGED_PART);
  if (bytesKept) kept.set(keyOf(header.name), bytesKept);
  if (!ended) throw new Error('It is cut short.');
  await reader.skip(padded(size) - size);
}

async function readExtension({ type, size }: Header, reader: ByteReader): Promise<Extension> {
  if (size > LONGEST_EXTENSION) throw new Error('The name of an entry is too long.');
  const bytes = Buffer.from(await reader.read(padded(size))).subarray(0, size);
  if (type === 'L') return { name: untilZero(bytes) };
  if (type === 'K') return { target: untilZero(bytes) };
  return type === 'x' || type === 'X' ? parsePax(bytes) : {};
}

/** The records of an extended header (POSIX.1-2001 pax): "<length> <key>=<value>\n". */
function parsePax(bytes: Buffer): Extension {
  const extension: Extension = {};
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const length = space < 0 ? 0 : Number.parseInt(bytes.toString('latin1', at, space), 10);
    const equals = bytes.indexOf(0x3d, space);
    if (!(length > 0) || equals < 0) break;
    const key = bytes.toString('latin1', space + 1, equals);
    const value = bytes.subarray(equals + 1, at + length - 1);
    if (key === 'path' || key === 'GNU.sparse.name') extension.name = value;
    else if (key === 'linkpath') extension.target = value;
    else if (key === 'size') extension.size = Math.max(0, Number(value) || 0);
    else if (key === 'mtime') extension.modified = Math.floor(Number(value) * 1000) || 0;
    if (key.startsWith('GNU.sparse.')) extension.sparse = true;
    at += length;
  }
  return extension;
}

function parseHeader(block: Buffer): Header {
  const name = untilZero(block.subarray(0, 100));
  // GNU's own format has times where ustar has the prefix.
  const prefix =
    block.toString('latin1', 257, 263) === 'ustar\0' ? untilZero(block.subarray(345, 500)) : Buffer.alloc(0);
  const type = String.fromCharCode(block[156] ?? 0);
  const size = parseNumber(block.subarray(124, 136));
  return {
    name: prefix.length > 0 ? Buffer.concat([prefix, Buffer.from('/'), name]) : name,
    target: untilZero(block.subarray(157, 257)),
    // Links and devices say a size of what is elsewhere.
    size: '123456'.includes(type) ? 0 : size,
    modified: parseNumber(block.subarray(136, 148)) * 1000,
    type,
  };
}

/** Octal digits, or GNU's binary number for what is larger. */
function parseNumber(field: Buffer): number {
  if (((field[0] ?? 0) & 0x80) === 0)
    return (
      Number.parseInt(
        field
          .toString('latin1')
          .replace(/[\0 ]+/g, ' ')
          .trim() || '0',
        8,
      ) || 0
    );
  const value = field.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
  return Number.isSafeInteger(value) ? value : 0;
}

function sumIsRight(block: Buffer): boolean {
  const stated = parseNumber(block.subarray(148, 156));
  let sum = 0;
  for (let at = 0; at < BLOCK; at++) sum += at >= 148 && at < 156 ? 0x20 : (block[at] ?? 0);
  return stated > 0 && sum === stated;
}

/** Names are the same whether they begin with `./` or not. */
function keyOf(name: Buffer): string {
  return name.toString('latin1').replace(/^(?:\.?\/)+/, '');
}

function untilZero(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}
