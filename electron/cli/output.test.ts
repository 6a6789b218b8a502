import { expect, it } from 'vitest';
import { fileSize, table } from './output.ts';

it('says sizes in binary units', () => {
  expect([0, 1, 1023, 1536, 2 ** 20, 5.5 * 2 ** 30].map(fileSize)).toEqual([
    '0 B',
    '1 B',
    '1023 B',
    '1.5 KiB',
    '1 MiB',
    '5.5 GiB',
  ]);
});

it('lines columns up', () => {
  expect(
    table([
      ['a', 'long', 'x'],
      ['bbb', 'c', ''],
    ]),
  ).toBe('a    long  x\nbbb  c     ');
});

it('does not set all rows apart for one long cell', () => {
  expect(
    table([
      ['p'.repeat(4000), 'x'],
      ['bbb', 'c'],
    ]),
  ).toBe(`${'p'.repeat(4000)}  x\nbbb  c`);
});
