import type { Size } from '../image/zoom.ts';

/** CSS pixels in a PDF point at life size. */
export const PIXELS_PER_POINT = 96 / 72;
/** Room around and between pages, CSS pixels. */
export const PAGE_GAP = 16;
const SMALLEST_SCALE = 0.1;
const LARGEST_SCALE = 8;
/** A page is not blown up beyond this to fill the width, as a factor of life size. */
const WIDEST_FITTED = 1.25;

/** How large pages are shown: filling the width, one page filling the view, or by a factor of life size. */
export type PdfZoom = 'width' | 'page' | number;

/** The scale (CSS pixels a point) at which pages are shown in a view. */
export function scaleFor(zoom: PdfZoom, pages: readonly Size[], view: Size): number {
  if (typeof zoom === 'number') return clampScale(zoom * PIXELS_PER_POINT);
  // One odd fold-out does not make every other page small: the first page speaks for the rest.
  const [first] = pages;
  if (!first) return PIXELS_PER_POINT;
  const wide = (view.width - 2 * PAGE_GAP) / first.width;
  const scale = zoom === 'width' ? wide : Math.min(wide, (view.height - 2 * PAGE_GAP) / first.height);
  // On a wide screen a full-width page is a wall of letters.
  return clampScale(Math.min(scale, zoom === 'width' ? WIDEST_FITTED * PIXELS_PER_POINT : scale));
}

export function clampScale(scale: number): number {
  return Math.min(LARGEST_SCALE, Math.max(SMALLEST_SCALE, scale));
}

/** A place in the scrolled pages that survives their changing size: a page (from 0) and how far down it. */
export interface Place {
  page: number;
  fraction: number;
}

/** Tops of the pages in the scrolled column, and its whole height last. */
export function pageTops(pages: readonly Size[], scale: number): number[] {
  const tops: number[] = [];
  let top = PAGE_GAP;
  for (const { height } of pages) {
    tops.push(top);
    top += height * scale + PAGE_GAP;
  }
  return [...tops, top];
}

/** The place at an offset of the column. */
export function placeAt(offset: number, tops: readonly number[]): Place {
  const page = Math.max(
    0,
    tops.findLastIndex((top) => top <= offset),
  );
  const last = Math.max(0, tops.length - 2);
  if (page > last) return { page: last, fraction: 1 };
  const top = tops[page] ?? 0;
  const height = (tops[page + 1] ?? top) - top;
  return { page, fraction: height > 0 ? Math.max(0, (offset - top) / height) : 0 };
}

/** The offset of a place in the column; the other way round. */
export function offsetOf({ page, fraction }: Place, tops: readonly number[]): number {
  const top = tops[page] ?? 0;
  return top + fraction * ((tops[page + 1] ?? top) - top);
}
