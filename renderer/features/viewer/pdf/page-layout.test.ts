import fc from 'fast-check';
import { expect, test } from 'vitest';
import { offsetOf, PAGE_GAP, PIXELS_PER_POINT, pageTops, placeAt, scaleFor } from './page-layout.ts';

const letter = { width: 612, height: 792 };

test('pages fill the width, a page the view, or neither', () => {
  const view = { width: 700, height: 500 };
  expect(scaleFor('width', [letter], view) * letter.width).toBeCloseTo(700 - 2 * PAGE_GAP);
  expect(scaleFor('page', [letter], view) * letter.height).toBeCloseTo(500 - 2 * PAGE_GAP);
  expect(scaleFor(1, [letter], view)).toBe(PIXELS_PER_POINT);
});

test('a page on a wide screen is not blown up without end', () => {
  expect(scaleFor('width', [letter], { width: 4000, height: 500 })).toBeCloseTo(1.25 * PIXELS_PER_POINT);
});

test('a place in the column is found again at every scale', () => {
  const size = fc.record({ width: fc.integer({ min: 1, max: 3000 }), height: fc.integer({ min: 1, max: 3000 }) });
  const scale = fc.double({ min: 0.1, max: 8, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(size, { minLength: 1, maxLength: 50 }),
      scale,
      scale,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (pages, before, after, share) => {
        const tops = pageTops(pages, before);
        const offset = PAGE_GAP + share * ((tops.at(-1) ?? 0) - PAGE_GAP - 1);
        const place = placeAt(offset, tops);
        expect(place.page).toBeLessThan(pages.length);
        expect(offsetOf(place, tops)).toBeCloseTo(offset, 3);
        const again = placeAt(offsetOf(place, pageTops(pages, after)) + 1e-6, pageTops(pages, after));
        expect(again.page).toBe(place.page);
      },
    ),
  );
});
