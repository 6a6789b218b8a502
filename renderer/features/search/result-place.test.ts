import { expect, test } from 'vitest';
import type { SearchGroup, SearchHit } from '../../../shared/contract/search.ts';
import { placeAfterKey, type ResultPlace } from './result-place.ts';

const hit = {} as SearchHit;
const groups = [2, 1, 3].map((count) => ({ hits: new Array<SearchHit>(count).fill(hit) }) as unknown as SearchGroup);

function walk(key: string, from: ResultPlace): string[] {
  const seen: string[] = [];
  for (
    let place: ResultPlace | undefined = from;
    place && !seen.includes(`${place.group}.${place.hit}`);
    place = placeAfterKey(key, place, groups)
  ) {
    seen.push(`${place.group}.${place.hit}`);
  }
  return seen;
}

test('down and up go through every hit of every asset, and stop at the ends', () => {
  const down = walk('ArrowDown', { group: 0, hit: 0 });
  expect(down).toEqual(['0.0', '0.1', '1.0', '2.0', '2.1', '2.2']);
  expect(walk('ArrowUp', { group: 2, hit: 2 })).toEqual(down.toReversed());
});

test('Home and End go to the first and the last hit', () => {
  expect(placeAfterKey('End', { group: 0, hit: 0 }, groups)).toEqual({ group: 2, hit: 2 });
  expect(placeAfterKey('Home', { group: 2, hit: 1 }, groups)).toEqual({ group: 0, hit: 0 });
  expect(placeAfterKey('x', { group: 0, hit: 0 }, groups)).toBeUndefined();
});
