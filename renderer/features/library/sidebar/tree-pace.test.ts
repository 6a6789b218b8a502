import { expect, test } from 'vitest';
import { treeWait } from './tree-pace.ts';

test('the tree is asked for at once while nothing is read, else now and then, the more seldom the longer it takes', () => {
  const asked = 100_000;
  const wait = (took: number, now: number, reading = true) => treeWait({ reading, asked, took, now });
  expect(wait(500, asked + 1, false)).toBe(0);
  expect(wait(5, asked + 1000)).toBe(2000);
  expect(wait(5, asked + 4000)).toBe(0);
  expect(wait(400, asked + 1000)).toBe(7000);
  expect(wait(60_000, asked)).toBe(15_000);
});
