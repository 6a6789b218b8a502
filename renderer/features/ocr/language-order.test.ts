import { describe, expect, it } from 'vitest';
import { moved } from './language-order.ts';

describe('moved', () => {
  it.each([
    [1, -1, ['b', 'a', 'c']],
    [1, 1, ['a', 'c', 'b']],
    [0, -1, ['a', 'b', 'c']],
    [2, 1, ['a', 'b', 'c']],
    [3, -1, ['a', 'b', 'c']],
  ] as const)('item %d by %d', (from, step, order) => {
    expect(moved(['a', 'b', 'c'], from, step)).toEqual(order);
  });
});
