import { constants, inflateSync } from 'node:zlib';

/** Bytes after the start of an object in which its dictionary is looked for. */
const LONGEST_DICTIONARY = 256 * 1024;
const MOST_INFLATED = 64 * 1024 * 1024;

export interface PdfObject {
  number: number;
  generation: number;
  /** Where it starts in the file; undefined for one that was packed with others in a stream. */
  offset: number | undefined;
  /** What it is, up to the start of its stream. */
  text: string;
  /** Where what follows that text starts, which is its stream if it has one. */
  end: number;
}

/**
 * Every object of a PDF that can be found by going through its bytes, whatever its cross-reference table says
 * (ISO 32000-1, 7.3.10), by its number.
 */
export function findObjects(bytes: Buffer, file: string): Map<number, PdfObject> {
  const objects = new Map<number, PdfObject>();
  const packed: PdfObject[] = [];
  for (const match of file.matchAll(/(?<![\d.])(\d{1,9})\s{1,4}(\d{1,5})\s{1,4}obj\b/g)) {
    const start = match.index + match[0].length;
    const text = dictionaryAt(file, start);
    const number = Number(match[1]);
    const object = { number, generation: Number(match[2]), offset: match.index, text, end: start + text.length };
    // An object that was changed stands in the file again, later.
    objects.set(number, object);
    if (/\/Type\s*\/ObjStm\b/.test(text)) packed.push(...unpack(bytes, object));
  }
  for (const object of packed) if (!objects.has(object.number)) objects.set(object.number, object);
  return objects;
}

/** An object that is not in the file. */
export function madeObject(number: number, text: string): PdfObject {
  return { number, generation: 0, offset: undefined, text, end: 0 };
}

function dictionaryAt(file: string, start: number): string {
  const most = file.slice(start, start + LONGEST_DICTIONARY);
  const end = most.search(/\bstream\b|\bendobj\b|\b\d+\s+\d+\s+obj\b/);
  return end < 0 ? most : most.slice(0, end);
}

/** The objects in an object stream (7.5.7); none where it is encrypted or compressed in an unusual way. */
function unpack(bytes: Buffer, stream: PdfObject): PdfObject[] {
  const count = Number(/\/N\s+(\d+)/.exec(stream.text)?.[1] ?? 0);
  const first = Number(/\/First\s+(\d+)/.exec(stream.text)?.[1] ?? 0);
  // What is there of a stream that is cut off is taken.
  const content = inflate(bytes, stream, constants.Z_SYNC_FLUSH) ?? unpacked(bytes, stream);
  if (content === undefined || content === 'broken') return [];
  const text = content.toString('latin1');
  const numbers = text.slice(0, first).trim().split(/\s+/).map(Number);
  return Array.from({ length: Math.min(count, numbers.length >> 1) }, (_, index): PdfObject => {
    const [number = 0, offset = 0] = numbers.slice(index * 2, index * 2 + 2);
    const next = index + 1 < count ? numbers[index * 2 + 3] : undefined;
    return madeObject(number, text.slice(first + offset, next === undefined ? undefined : first + next));
  });
}

/** The bytes of a stream; null where they are damaged or packed in an unusual way. */
export function streamOf(bytes: Buffer, object: PdfObject): Buffer | null {
  const content = inflate(bytes, object) ?? unpacked(bytes, object);
  return content === undefined || content === 'broken' ? null : content;
}

/** A stream that is not packed at all; undefined where it is. */
function unpacked(bytes: Buffer, { text, end }: PdfObject): Buffer | undefined {
  if (/\/Filter\b/.test(text)) return undefined;
  const start = bytes.indexOf('\n', end) + 1;
  const length = Number(/\/Length\s+(\d+)(?!\s+\d+\s+R)\b/.exec(text)?.[1] ?? Number.NaN);
  if (bytes.subarray(start + length, start + length + 20).includes('endstream'))
    return bytes.subarray(start, start + length);
  const after = bytes.indexOf('endstream', start);
  return bytes.subarray(start, after < 0 ? undefined : after);
}

/** What a stream unpacks to; undefined for one that is not compressed or not in this way. */
export function inflate(
  bytes: Buffer,
  { text, end }: PdfObject,
  finishFlush = constants.Z_FINISH,
): Buffer | 'broken' | undefined {
  if (!/\/FlateDecode\b/.test(text)) return undefined;
  try {
    const start = bytes.indexOf('\n', end) + 1;
    return inflateSync(bytes.subarray(start), { finishFlush, maxOutputLength: MOST_INFLATED });
  } catch {
    return 'broken';
  }
}
