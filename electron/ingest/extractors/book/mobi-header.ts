/** How the text of a book is packed (PalmDOC’s header, the first of its fields). */
export const packing = { none: 1, palmDoc: 2 } as const;

const UTF8 = 65001;
const EXTENDED = 0x40;
/** Bytes of the header of which those are told that stand behind every record of text. */
const WITH_TRAILERS = 228;
const KINDLE_8 = 8;
/** Numbers of pictures, counted from the first, among what the book says of itself: its cover, and a small one. */
const covers = [201, 202];
const NONE = 0xffffffff;

/** What the first record of a book says: PalmDOC's header, and Mobipocket's behind it where it has one. */
export interface MobiHeader {
  packing: number;
  isProtected: boolean;
  textRecords: number;
  /** Bytes of the whole text. */
  textLength: number;
  encoding: 'utf-8' | 'windows-1252';
  /** What stands behind every record of text, a bit each. */
  trailers: number;
  title: string;
  /** Texts by the numbers of their kinds. */
  about: ReadonlyMap<number, readonly string[]>;
  /** The record that says where the parts of a book of Kindle's format 8 begin; 0 where there is none. */
  flowsRecord: number;
  /** Records in which its cover may be, the likeliest first: where none is named, the first picture. */
  coverRecords: readonly number[];
}

/** Reads the first record of a book; undefined where it is none. */
export function readMobiHeader(record: Buffer): MobiHeader | undefined {
  if (record.length < 16) return undefined;
  const palmDoc = {
    packing: record.readUInt16BE(0),
    textLength: record.readUInt32BE(4),
    textRecords: record.readUInt16BE(8),
    isProtected: record.readUInt16BE(12) !== 0,
  };
  if (record.toString('latin1', 16, 20) !== 'MOBI')
    return {
      ...palmDoc,
      encoding: 'windows-1252',
      trailers: 0,
      title: '',
      about: new Map(),
      flowsRecord: 0,
      coverRecords: [],
    };
  const number = (at: number) => (at + 4 <= record.length ? record.readUInt32BE(at) : 0);
  const length = number(20);
  const encoding = number(28) === UTF8 ? 'utf-8' : 'windows-1252';
  const text = (bytes: Buffer) => new TextDecoder(encoding).decode(bytes);
  const entries = (number(128) & EXTENDED) !== 0 ? extended(record, 16 + length) : [];
  return {
    ...palmDoc,
    encoding,
    trailers: length >= WITH_TRAILERS ? number(240) & 0xffff : 0,
    title: text(record.subarray(number(84), number(84) + number(88))),
    about: new Map(
      [...Map.groupBy(entries, ({ kind }) => kind)].map(([kind, own]) => [kind, own.map(({ value }) => text(value))]),
    ),
    flowsRecord: number(36) === KINDLE_8 ? number(192) : 0,
    coverRecords: coversOf(number(108), entries),
  };
}

interface Entry {
  kind: number;
  value: Buffer;
}

function coversOf(firstPicture: number, entries: readonly Entry[]): number[] {
  if (firstPicture === 0 || firstPicture === NONE) return [];
  const named = covers.flatMap((cover) => {
    const value = entries.find(({ kind }) => kind === cover)?.value;
    const picture = value?.length === 4 ? value.readUInt32BE(0) : NONE;
    return picture === NONE ? [] : [firstPicture + picture];
  });
  return [...named, firstPicture];
}

/** The records of what the book says of itself (EXTH), behind the header. */
function extended(record: Buffer, start: number): Entry[] {
  const found: Entry[] = [];
  if (record.toString('latin1', start, start + 4) !== 'EXTH') return found;
  let left = record.length >= start + 12 ? record.readUInt32BE(start + 8) : 0;
  for (let at = start + 12; left > 0 && at + 8 <= record.length; left--) {
    const length = Math.max(8, record.readUInt32BE(at + 4));
    found.push({ kind: record.readUInt32BE(at), value: record.subarray(at + 8, at + length) });
    at += length;
  }
  return found;
}
