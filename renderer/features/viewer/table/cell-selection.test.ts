import { describe, expect, test } from 'vitest';
import { cellAfterKey, columnWidths, copiedCells, holds } from './cell-selection.ts';

const rows = [['a', 'b', 'c'], ['1', 'two\twords', '3'], ['x']];

describe('copying cells', () => {
  test('gives tab-separated text, whichever way the range was drawn', () => {
    const range = { from: { row: 2, column: 1 }, to: { row: 1, column: 0 } };
    expect(copiedCells(rows, range)).toBe('1\t"two\twords"\nx\t');
  });

  test('keeps quotes apart from quoting', () => {
    expect(copiedCells([['say "hi"']], { from: { row: 0, column: 0 }, to: { row: 0, column: 0 } })).toBe(
      '"say ""hi"""',
    );
  });
});

test('keys move within the sheet', () => {
  const size = { rows: 3, columns: 3 };
  expect(cellAfterKey('ArrowUp', false, { row: 0, column: 1 }, size)).toEqual({ row: 0, column: 1 });
  expect(cellAfterKey('ArrowDown', true, { row: 0, column: 1 }, size)).toEqual({ row: 2, column: 1 });
  expect(cellAfterKey('End', true, { row: 0, column: 0 }, size)).toEqual({ row: 2, column: 2 });
  expect(cellAfterKey('a', false, { row: 0, column: 0 }, size)).toBeUndefined();
});

test('a range holds the cells between its corners', () => {
  const range = { from: { row: 2, column: 2 }, to: { row: 1, column: 1 } };
  expect(holds(range, { row: 1, column: 2 })).toBe(true);
  expect(holds(range, { row: 0, column: 2 })).toBe(false);
});

test('columns are as wide as their content, within bounds', () => {
  expect(columnWidths([['', 'x'.repeat(1000)]], 2)).toEqual([56, 320]);
});
