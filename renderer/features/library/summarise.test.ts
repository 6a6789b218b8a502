import { expect, test } from 'vitest';
import { summarise } from './summarise.ts';

test('assets are summed up by kind, date, size and what is not ready', () => {
  const asset = (kind: 'pdf' | 'image', state: 'ready' | 'failed', size: number, date: number) => ({
    kind,
    state,
    size,
    date,
  });
  const assets = [asset('pdf', 'ready', 5, 30), asset('image', 'failed', 7, 10), asset('image', 'ready', 1, 20)];
  expect(summarise(assets)).toEqual({
    size: 13,
    first: 10,
    last: 30,
    kinds: [
      { value: 'image', count: 2 },
      { value: 'pdf', count: 1 },
    ],
    states: [{ value: 'failed', count: 1 }],
  });
});
