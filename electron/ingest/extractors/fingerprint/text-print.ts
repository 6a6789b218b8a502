import { SKETCH_LENGTH } from '../../../duplicates/text-likeness.ts';

/** Words that are taken together: their order counts, single words do not. */
const SHINGLE = 4;
/** Shingles that a text needs so that likeness means something. */
const LEAST = 16;
/** Turned over, it orders signed numbers as unsigned ones are ordered. */
const SIGN = 0x80000000 | 0;
const LARGEST_SIGNED = 0x7fffffff;
/** Of `mix`. */
const FIRST = 0x85ebca6b | 0;
const SECOND = 0xc2b2ae35 | 0;
/** Of FNV-1a. */
const NO_WORD = 0x811c9dc5 | 0;
const PRIME = 0x01000193;
/** Letters and digits of ASCII in small letters, by their codes; 0 for all else. */
const loweredAlphanumeric = Uint8Array.from({ length: 128 }, (_, code) => {
  const lowered = String.fromCharCode(code).toLowerCase();
  return /[a-z0-9]/.test(lowered) ? lowered.charCodeAt(0) : 0;
});

/** Odd factors and summands of the permutations, always the same ones, as sketches are compared with older ones. */
const factors = Int32Array.from({ length: SKETCH_LENGTH }, (_, index) => mix(index * 2 + 1) | 1);
const summands = Int32Array.from({ length: SKETCH_LENGTH }, (_, index) => mix(index * 2 + 2));

/**
 * A sketch of a text by which its likeness with others is told: of every permutation of its shingles' hashes the least
 * (MinHash: A. Broder, On the resemblance and containment of documents, 1997). Null for a text too short.
 */
export function textPrint(text: string): Uint8Array | null {
  const shingles = shinglesOf(text);
  if (!areEnough(shingles)) return null;
  const sketch = new Uint32Array(SKETCH_LENGTH);
  for (let index = 0; index < SKETCH_LENGTH; index++)
    sketch[index] = leastOf(shingles, factors[index] ?? 0, summands[index] ?? 0);
  return new Uint8Array(sketch.buffer);
}

/** The hashes of a text's shingles, in its order. */
function shinglesOf(text: string): Int32Array {
  const hashes = isAscii(text) ? asciiWords(text) : (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map(hashOf);
  const shingles = new Int32Array(Math.max(0, hashes.length - SHINGLE + 1));
  for (let at = 0; at < shingles.length; at++) {
    let shingle = 0;
    for (let word = at; word < at + SHINGLE; word++) shingle = mix((Math.imul(shingle, 31) + (hashes[word] ?? 0)) | 0);
    shingles[at] = shingle;
  }
  return shingles;
}

/** Whether there are enough shingles, each counted once. */
function areEnough(shingles: Int32Array): boolean {
  const different = new Set<number>();
  for (const shingle of shingles) if (different.add(shingle).size >= LEAST) return true;
  return false;
}

/**
 * The least of hashes, as unsigned numbers, once they are permuted. It goes through all of them for every number of a
 * sketch: `mix` is written out in it, as a call of it takes several times as long until much is optimised.
 */
function leastOf(hashes: Int32Array, factor: number, summand: number): number {
  let least = LARGEST_SIGNED;
  for (let at = 0; at < hashes.length; at++) {
    let value = (Math.imul(hashes[at] ?? 0, factor) + summand) | 0;
    value = Math.imul(value ^ (value >>> 16), FIRST);
    value = Math.imul(value ^ (value >>> 13), SECOND);
    value = value ^ (value >>> 16) ^ SIGN;
    if (value < least) least = value;
  }
  return (least ^ SIGN) >>> 0;
}

/** FNV-1a of 32 bits, as a signed number. */
function hashOf(word: string): number {
  let hash = NO_WORD;
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), PRIME);
  return hash;
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}

/** The hashes of the words of a text of ASCII: as most texts are, and as costs a fraction. */
function asciiWords(text: string): number[] {
  const hashes: number[] = [];
  let hash = NO_WORD;
  let isWord = false;
  for (let at = 0; at < text.length; at++) {
    const lowered = loweredAlphanumeric[text.charCodeAt(at)] ?? 0;
    if (lowered !== 0) hash = Math.imul(hash ^ lowered, PRIME);
    else if (isWord) {
      hashes.push(hash);
      hash = NO_WORD;
    }
    isWord = lowered !== 0;
  }
  if (isWord) hashes.push(hash);
  return hashes;
}

/** The finaliser of MurmurHash3, of and to a signed number: each bit of the input changes half of the output's. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), FIRST);
  hash = Math.imul(hash ^ (hash >>> 13), SECOND);
  return hash ^ (hash >>> 16);
}
