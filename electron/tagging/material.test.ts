import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sample } from './material.ts';

it('takes all of a text that fits, else its beginning and passages from all over the rest', () => {
  expect(sample([10, 10, 10], 30)).toEqual([0, 1, 2]);
  const chosen = sample(new Array<number>(100).fill(10), 200);
  expect(chosen.slice(0, 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(chosen.slice(10)).toEqual([14, 23, 32, 41, 50, 59, 68, 77, 86, 95]);
});

it('never takes more than fits, except where the first passage alone is longer, and keeps the order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2000)), fc.integer({ min: 1, max: 20_000 }), (lengths, room) => {
      const chosen = sample(lengths, room);
      const used = chosen.reduce((sum, index) => sum + (lengths[index] ?? 0), 0);
      expect(used <= room || chosen.length === 1).toBe(true);
      expect(chosen).toEqual([...new Set(chosen)].toSorted((one, other) => one - other));
      if (lengths.length > 0) expect(chosen[0]).toBe(0);
    }),
  );
});
