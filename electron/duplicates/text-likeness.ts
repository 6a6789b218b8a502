import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Pair } from './pairs.ts';

/** Numbers in a sketch; see `textPrint`. */
export const SKETCH_LENGTH = 64;
/** Numbers that two sketches have in common where one is to be looked at for the other. */
const BAND = 4;
/** The share of their shingles that near-duplicates have in common at least. */
const ALIKE = 0.8;
/** Texts of the same band that are compared; where there are more, they are much the same one. */
const MOST_OF_A_BAND = 24;
const AT_A_TIME = 1000;

/** How much of two texts is the same, from 0 to 1, as their sketches tell (with an error of about 0.06). */
export function textLikeness(one: Uint32Array, other: Uint32Array): number {
  let same = 0;
  for (let index = 0; index < SKETCH_LENGTH; index++) if (one[index] === other[index]) same++;
  return same / SKETCH_LENGTH;
}

/** A sketch out of the bytes that it is kept as; undefined where they are none. */
export function sketchOf(print: Uint8Array): Uint32Array | undefined {
  return print.length === SKETCH_LENGTH * 4 ? new Uint32Array(Uint8Array.from(print).buffer) : undefined;
}

/**
 * The pairs of texts that are nearly the same, by their places in the list: found by bands of their sketches (A. Rajaraman
 * and J. Ullman, Mining of Massive Datasets, 3.4), so that not each is compared with each. Others have their turns
 * meanwhile.
 */
export async function alikeTexts(sketches: readonly Uint32Array[]): Promise<Pair[]> {
  const pairs: Pair[] = [];
  const compared = new Set<number>();
  for (let band = 0; band < SKETCH_LENGTH; band += BAND) {
    const buckets = new Map<string, number[]>();
    for (const [index, sketch] of sketches.entries()) {
      if (index % AT_A_TIME === AT_A_TIME - 1) await nextTurn();
      const key = sketch.subarray(band, band + BAND).join();
      const bucket = buckets.get(key);
      if (!bucket) {
        buckets.set(key, [index]);
        continue;
      }
      for (const other of bucket) {
        const pair = other * sketches.length + index;
        if (compared.has(pair)) continue;
        compared.add(pair);
        const likeness = textLikeness(sketch, sketches[other] ?? sketch);
        if (likeness >= ALIKE) pairs.push({ one: other, other: index, likeness });
      }
      if (bucket.length < MOST_OF_A_BAND) bucket.push(index);
    }
  }
  return pairs;
}
