import { expect, test } from 'vitest';
import { oneAtATime } from './one-at-a-time.ts';

test('asked for while it runs, runs once more and never twice at a time', async () => {
  const ends: (() => void)[] = [];
  const ask = oneAtATime(() => new Promise((resolve) => ends.push(resolve)));
  const turn = () => new Promise(setImmediate);
  for (let time = 0; time < 5; time++) ask();
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await turn();
  expect(ends).toHaveLength(2);
  ends[1]?.();
  await turn();
  expect(ends).toHaveLength(2);
  ask();
  expect(ends).toHaveLength(3);
});
