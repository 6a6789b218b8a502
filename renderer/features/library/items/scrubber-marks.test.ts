import { expect, test } from 'vitest';
import type { GridRow } from './layout.ts';
import { monthAt, scrubberMarks } from './scrubber-marks.ts';

/** Months with the heights of what lies under their headers. */
const rowsOf = (heights: Readonly<Record<string, number>>): GridRow[] =>
  Object.entries(heights).flatMap(([month, height]): GridRow[] => [
    { type: 'month', month, count: 1, height: 0 },
    { type: 'assets', first: 0, widths: [1], height },
  ]);

test('months lie where they begin, and each year is written at its first', () => {
  const marks = scrubberMarks(rowsOf({ '2024-05': 50, '2024-02': 30, '2023-12': 20 }));
  expect(marks.months).toEqual([
    { month: '2024-05', at: 0 },
    { month: '2024-02', at: 0.5 },
    { month: '2023-12', at: 0.8 },
  ]);
  expect(marks.years).toEqual([
    { year: '2024', at: 0 },
    { year: '2023', at: 0.8 },
  ]);
  expect(marks.ticks).toEqual([{ at: 0.5 }]);
  expect([0, 0.49, 0.5, 1].map((share) => monthAt(marks, share))).toEqual(['2024-05', '2024-05', '2024-02', '2023-12']);
});

test('what has no room beside something larger is not marked, and still found', () => {
  const marks = scrubberMarks(rowsOf({ '2024-02': 500, '2024-01': 1, '2023-12': 1, '2022-12': 498 }));
  expect(marks.years.map(({ year }) => year)).toEqual(['2024', '2022']);
  expect(marks.ticks).toEqual([]);
  expect(monthAt(marks, 0.9)).toBe('2022-12');
});

test('an empty listing has no marks', () => {
  const marks = scrubberMarks([]);
  expect(marks).toEqual({ months: [], years: [], ticks: [] });
  expect(monthAt(marks, 0.5)).toBeUndefined();
});
