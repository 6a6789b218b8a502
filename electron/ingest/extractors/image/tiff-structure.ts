import { isUtf8 } from 'node:buffer';
import { guessEncoding } from '../text/guess-encoding.ts';

/** A directory of TIFF (TIFF 6.0, section 2): what EXIF and the raw formats of most cameras are made of. */
export type Ifd = ReadonlyMap<number, IfdEntry>;

export interface IfdEntry {
  type: number;
  count: number;
  /** Where its values stand in the file. */
  place: number;
  bytes: Buffer;
}

/** Bytes of one value by its type; index 0 and what is not listed are no types. */
const sizes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];
const ASCII = 2;
/** Directories of a file that are looked at: a damaged one may lead in circles, or to thousands. */
const MOST_IFDS = 64;
const MOST_ENTRIES = 4096;
const MOST_NUMBERS = 65_536;

/** What stands before the offset of the first directory: TIFF, and the own marks of Olympus and Panasonic. */
const marks = new Set([42, 0x4f52, 0x5352, 0x55]);
/** The mark of a TIFF whose places and counts have eight bytes (BigTIFF). */
const BIG = 43;

/** Reads the directories of TIFF, each at most once; nothing that they say of places is believed. */
export class TiffStructure {
  readonly #bytes: Buffer;
  readonly #little: boolean;
  readonly #big: boolean;
  readonly #seen = new Set<number>();

  readonly #first: number;

  private constructor(bytes: Buffer, little: boolean, first?: number) {
    this.#bytes = bytes;
    this.#little = little;
    this.#big = first === undefined && this.#number(bytes, 2, 2) === BIG;
    this.#first = first ?? (this.#big ? this.#number(bytes, 8, 8) : this.#number(bytes, 4, 4));
  }

  /** Undefined where the bytes are no TIFF. */
  static of(bytes: Buffer): TiffStructure | undefined {
    const order = bytes.subarray(0, 2).toString('latin1');
    if (bytes.length < 16 || (order !== 'II' && order !== 'MM')) return undefined;
    const structure = new TiffStructure(bytes, order === 'II');
    return structure.#big || marks.has(structure.#number(bytes, 2, 2)) ? structure : undefined;
  }

  /** Directories that begin at a place of their own, as in the notes of cameras. */
  static from(bytes: Buffer, order: 'II' | 'MM', first: number): TiffStructure {
    return new TiffStructure(bytes, order === 'II', first);
  }

  /** The main directories, one after the other. */
  chain(): Ifd[] {
    const chain: Ifd[] = [];
    for (let at = this.#first; at > 0; ) {
      const found = this.#directory(at);
      if (!found) break;
      chain.push(found.ifd);
      at = found.next;
    }
    return chain;
  }

  /** The directories that an entry points to. */
  below(ifd: Ifd, tag: number): Ifd[] {
    return this.numbers(ifd, tag).flatMap((at) => this.#directory(at)?.ifd ?? []);
  }

  /** The values of an entry of numbers; rational ones as their quotients. */
  numbers(ifd: Ifd, tag: number): number[] {
    const entry = ifd.get(tag);
    const size = sizes[entry?.type ?? 0] ?? 0;
    if (!entry || size === 0 || entry.type === ASCII) return [];
    return Array.from({ length: Math.min(MOST_NUMBERS, Math.floor(entry.bytes.length / size)) }, (_, index) =>
      this.#value(entry, index * size),
    );
  }

  number(ifd: Ifd, tag: number): number | undefined {
    const [first] = this.numbers(ifd, tag);
    return first !== undefined && Number.isFinite(first) ? first : undefined;
  }

  /** A text up to its end mark; UTF-8 where it is that, as newer programs write it. */
  text(ifd: Ifd, tag: number): string {
    const bytes = ifd.get(tag)?.bytes ?? Buffer.alloc(0);
    const end = bytes.indexOf(0);
    return decodeTagText(end < 0 ? bytes : bytes.subarray(0, end));
  }

  /** The bytes at a place of the file, as far as they are there. */
  at(offset: number, length: number): Buffer {
    return this.#bytes.subarray(offset, offset + length);
  }

  #directory(at: number): { ifd: Ifd; next: number } | undefined {
    const bytes = this.#bytes;
    const { counted, entrySize, word } = this.#big
      ? { counted: 8, entrySize: 20, word: 8 }
      : { counted: 2, entrySize: 12, word: 4 };
    if (this.#seen.has(at) || this.#seen.size >= MOST_IFDS || at < 8 || at + counted > bytes.length) return undefined;
    this.#seen.add(at);
    const count = this.#number(bytes, at, counted);
    if (count === 0 || count > MOST_ENTRIES) return undefined;
    const ifd = new Map<number, IfdEntry>();
    for (let index = 0; index < count; index++) {
      const entry = at + counted + index * entrySize;
      if (entry + entrySize > bytes.length) break;
      const type = this.#number(bytes, entry + 2, 2);
      const values = this.#number(bytes, entry + 4, word);
      const length = (sizes[type] ?? 0) * values;
      const inside = entry + 4 + word;
      const place = length <= word ? inside : this.#number(bytes, inside, word);
      if (length > 0) {
        const tag = this.#number(bytes, entry, 2);
        ifd.set(tag, { type, count: values, place, bytes: bytes.subarray(place, place + length) });
      }
    }
    const end = at + counted + count * entrySize;
    return { ifd, next: end + word <= bytes.length ? this.#number(bytes, end, word) : 0 };
  }

  #value({ type, bytes }: IfdEntry, at: number): number {
    const read = (offset: number, size: number) => this.#number(bytes, at + offset, size);
    const signed = (value: number, bits: number) => (value >= 2 ** (bits - 1) ? value - 2 ** bits : value);
    switch (type) {
      case 5:
        return read(0, 4) / read(4, 4);
      case 6:
        return signed(read(0, 1), 8);
      case 8:
        return signed(read(0, 2), 16);
      case 9:
        return signed(read(0, 4), 32);
      case 10:
        return signed(read(0, 4), 32) / signed(read(4, 4), 32);
      case 11:
        return this.#little ? bytes.readFloatLE(at) : bytes.readFloatBE(at);
      case 12:
        return this.#little ? bytes.readDoubleLE(at) : bytes.readDoubleBE(at);
      default:
        return read(0, sizes[type] ?? 1);
    }
  }

  #number(bytes: Buffer, at: number, size: number): number {
    if (size === 8) return Number(this.#little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
    return this.#little ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size);
  }
}

/** A tag's text: UTF-8 where it is that, else in the encoding that it reads most like, trimmed. */
export function decodeTagText(bytes: Uint8Array): string {
  const text = isUtf8(bytes)
    ? Buffer.from(bytes).toString('utf8')
    : new TextDecoder(guessEncoding(bytes)).decode(bytes);
  return text.trim();
}
