import { describe, expect, it } from 'vitest';
import { type Anchor, anchorSchema, describeAnchor, describeTime } from './anchors.ts';

describe('describeAnchor', () => {
  it.each<[Anchor, string]>([
    [{ type: 'asset' }, ''],
    [{ type: 'page', page: 3, boxes: [] }, 'page 3'],
    [{ type: 'page', page: 3, boxes: [], section: 'The lamp' }, 'The lamp, page 3'],
    [{ type: 'lines', start: 4, end: 4 }, 'line 4'],
    [{ type: 'lines', start: 4, end: 9 }, 'lines 4–9'],
    [{ type: 'lines', start: 4, end: 9, section: 'The lamp' }, 'The lamp'],
    [{ type: 'lines', start: 4, end: 9, time: { start: 249_900, end: 3_661_000 } }, '0:04:09–1:01:01'],
    [{ type: 'cells', sheet: 'Dues', startRow: 2, endRow: 5, columns: 27 }, 'Dues!A2:AA5'],
  ])('%o is “%s”', (anchor, words) => {
    expect(anchorSchema.parse(anchor)).toEqual(anchor);
    expect(describeAnchor(anchor)).toBe(words);
  });
});

it('a moment is written in hours, minutes and seconds', () => {
  expect([0, 999, 59_999, 36_000_000].map(describeTime)).toEqual(['0:00:00', '0:00:00', '0:00:59', '10:00:00']);
});
