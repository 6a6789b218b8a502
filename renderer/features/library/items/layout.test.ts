import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GridMeasures, type GridRow, justify, rowHolding, verticalNeighbour } from './layout.ts';

const measures: GridMeasures = { width: 1000, rowHeight: 180, gap: 4, headerHeight: 40 };
const anyShape = fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 300 }).chain((ratios) =>
  fc.record({
    ratios: fc.constant(ratios),
    months: fc
      .array(fc.integer({ min: 1, max: 40 }), { maxLength: 12 })
      .map((counts) => counts.map((count, index) => ({ month: `2024-${String(12 - index).padStart(2, '0')}`, count }))),
  }),
);

const assetsOf = (rows: readonly GridRow[]) =>
  rows.flatMap((row) => (row.type === 'assets' ? row.widths.map((_, index) => row.first + index) : []));

describe('justify', () => {
  it('shows every asset once, in order, whatever the months say', () => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        expect(assetsOf(justify(shape, measures))).toEqual(shape.ratios.map((_, index) => index));
      }),
    );
  });

  it('lets no row overflow and keeps rows near the wished height', () => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        for (const row of justify(shape, measures)) {
          if (row.type !== 'assets') continue;
          const width = row.widths.reduce((sum, each) => sum + each, 0) + measures.gap * (row.widths.length - 1);
          expect(width).toBeLessThanOrEqual(measures.width + 0.5);
          expect(row.height - measures.gap).toBeGreaterThan(60);
          expect(row.height - measures.gap).toBeLessThan(360);
        }
      }),
    );
  });

  it('begins a month on a row of its own and fills the rows before its last', () => {
    const rows = justify(
      {
        ratios: Array(20).fill(150),
        months: [
          { month: '2024-05', count: 11 },
          { month: '2024-04', count: 9 },
        ],
      },
      measures,
    );
    expect(rows.filter((row) => row.type === 'month').map((row) => row.month)).toEqual(['2024-05', '2024-04']);
    const full = rows[1];
    if (full?.type !== 'assets') throw new Error('a header is followed by a row');
    expect(full.widths.reduce((sum, each) => sum + each, 0) + 4 * (full.widths.length - 1)).toBeCloseTo(1000);
  });
});

describe('moving about', () => {
  const rows = justify(
    {
      ratios: Array(20).fill(100),
      months: [
        { month: '2024-05', count: 8 },
        { month: '2024-04', count: 12 },
      ],
    },
    measures,
  );

  it('finds the row of every asset', () => {
    for (let asset = 0; asset < 20; asset++) {
      const row = rows[rowHolding(rows, asset)];
      if (row?.type !== 'assets') throw new Error(`no row holds ${asset}`);
      expect(asset).toBeGreaterThanOrEqual(row.first);
      expect(asset).toBeLessThan(row.first + row.widths.length);
    }
    expect(rowHolding(rows, 20)).toBe(-1);
  });

  it('goes up and down over headers and stops at the ends', () => {
    const below = verticalNeighbour(rows, 7, 1, 4);
    expect(below).toBeGreaterThanOrEqual(8);
    expect(verticalNeighbour(rows, below, -1, 4)).toBeLessThan(8);
    expect(verticalNeighbour(rows, 0, -1, 4)).toBe(0);
    expect(verticalNeighbour(rows, 19, 1, 4)).toBe(19);
  });
});
