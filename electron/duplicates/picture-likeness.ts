import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Pair } from './pairs.ts';

/** Coefficients a side of the hash that others are looked for by, and of the one that is compared. */
export const COARSE_SIDE = 8;
export const FINE_SIDE = 16;
/** A hash of 64 bits, one of 256, and the ratio of width to height as a float. */
const PRINT_BYTES = (COARSE_SIDE ** 2 + FINE_SIDE ** 2) / 8 + 4;
const FINE_WORDS = FINE_SIDE ** 2 / 32;

/**
 * Bits in which the hashes of near-duplicates differ at most. Measured on photographs, drawings and scans: nine of ten
 * copies in other sizes, formats and brightness differ by up to 6 of 64 and 30 of 256 bits, with 3 % cut off by 10 and
 * 48; pictures that have nothing to do with each other by 18 and 98 and more.
 */
const MOST_COARSE = 11;
const MOST_FINE = 72;
/** The same within this is the same for every purpose: others are looked for by one of them alone. */
const SAME = 12;
const MOST_SHAPE_CHANGE = 1.15;

/** Where the four parts of the coarse hash begin. Of 11 bits that differ, at most 2 do so in one of them. */
const PARTS = [0, 16, 32, 48] as const;
const PART_BITS = 16;
/** What a part is to be changed by to differ in no, one or two bits. */
const changes = Uint16Array.from([
  0,
  ...Array.from({ length: PART_BITS }, (_, first) =>
    Array.from({ length: first + 1 }, (_, second) => (1 << first) | (1 << second)),
  ).flat(),
]);
/** Pictures compared before others have their turn. */
const AT_A_TIME = 200;

/** A picture's fingerprint as bytes. */
export function packPicturePrint(print: {
  coarse: readonly boolean[];
  fine: readonly boolean[];
  ratio: number;
}): Uint8Array {
  const bytes = new Uint8Array(PRINT_BYTES);
  [...print.coarse, ...print.fine].forEach((bit, index) => {
    if (bit) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (1 << (index & 7));
  });
  new DataView(bytes.buffer).setFloat32(PRINT_BYTES - 4, print.ratio, true);
  return bytes;
}

/** Fingerprints of many pictures, side by side. */
interface Prints {
  /** Of each picture the coarse hash in two words, then its follower in each table's chain: what is read together. */
  records: Int32Array;
  fine: Uint32Array;
  ratios: Float32Array;
}

const RECORD = 2 + PARTS.length;

function unpack(prints: readonly Uint8Array[]): Prints {
  const records = new Int32Array(prints.length * RECORD);
  const fine = new Uint32Array(prints.length * FINE_WORDS);
  const ratios = new Float32Array(prints.length);
  prints.forEach((print, index) => {
    const view = new DataView(print.buffer, print.byteOffset, print.byteLength);
    records[index * RECORD] = view.getInt32(0, true);
    records[index * RECORD + 1] = view.getInt32(4, true);
    for (let word = 0; word < FINE_WORDS; word++) fine[index * FINE_WORDS + word] = view.getUint32(8 + word * 4, true);
    ratios[index] = view.getFloat32(PRINT_BYTES - 4, true);
  });
  return { records, fine, ratios };
}

/** Whether bytes are a picture's fingerprint. */
export function isPicturePrint(print: Uint8Array): boolean {
  return print.length === PRINT_BYTES;
}

/**
 * The pairs of pictures that look nearly the same, by their places in the list. Looks for them in the parts of the
 * hashes (multi-index hashing: M. Norouzi et al., Fast Search in Hamming Space, 2012), and among what is as good as one
 * picture by one of them alone, so that a hundred thousand take seconds. Others have their turns meanwhile.
 * @param confirms asked last, of pairs that look alike
 */
export async function alikePictures(
  fingerprints: readonly Uint8Array[],
  confirms: (one: number, other: number) => boolean,
): Promise<Pair[]> {
  const prints = unpack(fingerprints);
  const tables = PARTS.map((_, number) => new PartTable(number, prints));
  const pairs: Pair[] = [];
  for (let index = 0; index < fingerprints.length; index++) {
    if (index % AT_A_TIME === AT_A_TIME - 1) await nextTurn();
    const others = new Set<number>();
    for (const table of tables) table.collect(index, others);
    let hasTwin = false;
    for (const other of others) {
      const distance = distanceOf(prints, index, other);
      if (distance === undefined || !confirms(other, index)) continue;
      pairs.push({ one: other, other: index, likeness: 1 - distance / FINE_SIDE ** 2 });
      hasTwin = distance <= SAME;
      if (hasTwin) break;
    }
    // What is as good as one that is in the tables is found by that one.
    if (!hasTwin) for (const table of tables) table.add(index);
  }
  return pairs;
}

/** Pictures by one part of their coarse hash, those of the same part in a chain. */
class PartTable {
  readonly #number: number;
  readonly #records: Int32Array;
  readonly #heads = new Int32Array(1 << PART_BITS).fill(-1);

  constructor(number: number, { records }: Prints) {
    this.#number = number;
    this.#records = records;
  }

  add(index: number): void {
    const key = this.#keyOf(index);
    this.#records[index * RECORD + 2 + this.#number] = this.#heads[key] ?? -1;
    this.#heads[key] = index;
  }

  /** Adds those whose coarse hash is near enough, and whose part differs in two bits at most. */
  collect(index: number, found: Set<number>): void {
    const [records, heads] = [this.#records, this.#heads];
    const follower = 2 + this.#number;
    const key = this.#keyOf(index);
    const low = records[index * RECORD] ?? 0;
    const high = records[index * RECORD + 1] ?? 0;
    for (const change of changes) {
      for (let other = heads[key ^ change] ?? -1; other >= 0; ) {
        const record = other * RECORD;
        const distance = ones(low ^ (records[record] ?? 0)) + ones(high ^ (records[record + 1] ?? 0));
        if (distance <= MOST_COARSE) found.add(other);
        other = records[record + follower] ?? -1;
      }
    }
  }

  #keyOf(index: number): number {
    const shift = PARTS[this.#number] ?? 0;
    return ((this.#records[index * RECORD + (shift >> 5)] ?? 0) >>> (shift & 31)) & 0xffff;
  }
}

/** In how many bits of the fine hash two pictures differ; undefined where they are not alike. */
function distanceOf({ fine, ratios }: Prints, one: number, other: number): number | undefined {
  const [first, second] = [ratios[one] ?? 1, ratios[other] ?? 1];
  if (Math.max(first / second, second / first) > MOST_SHAPE_CHANGE) return undefined;
  let distance = 0;
  for (let word = 0; word < FINE_WORDS; word++)
    distance += ones((fine[one * FINE_WORDS + word] ?? 0) ^ (fine[other * FINE_WORDS + word] ?? 0));
  return distance <= MOST_FINE ? distance : undefined;
}

/** How many bits of a word are set. */
function ones(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
