import { SKETCH_LENGTH } from '../../../duplicates/text-likeness.ts';

/** Words that are taken together: their order counts, single words do not. */
const SHINGLE = 4;
/** Shingles that a text needs so that likeness means something. */
const LEAST = 16;

/** Odd factors and summands of the permutations, always the same ones, as sketches are compared with older ones. */
const permutations = Array.from({ length: SKETCH_LENGTH }, (_, index) => ({
  factor: (mix(index * 2 + 1) | 1) >>> 0,
  summand: mix(index * 2 + 2),
}));

/**
 * A sketch of a text by which its likeness with others is told: of every permutation of its shingles' hashes the least
 * (MinHash: A. Broder, On the resemblance and containment of documents, 1997). Null for a text too short.
 */
export function textPrint(text: string): Uint8Array | null {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const shingles = new Set<number>();
  const hashes = words.map(hashOf);
  for (let at = 0; at + SHINGLE <= hashes.length; at++) {
    let shingle = 0;
    for (let word = at; word < at + SHINGLE; word++)
      shingle = mix((Math.imul(shingle, 31) + (hashes[word] ?? 0)) >>> 0);
    shingles.add(shingle);
  }
  if (shingles.size < LEAST) return null;
  const sketch = new Uint32Array(SKETCH_LENGTH).fill(0xffffffff);
  for (const shingle of shingles) {
    for (let index = 0; index < SKETCH_LENGTH; index++) {
      const { factor = 1, summand = 0 } = permutations[index] ?? {};
      const value = mix((Math.imul(shingle, factor) + summand) >>> 0);
      if (value < (sketch[index] ?? 0)) sketch[index] = value;
    }
  }
  return new Uint8Array(sketch.buffer);
}

/** FNV-1a of 32 bits. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** The finaliser of MurmurHash3: each bit of the input changes half of the output's. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
