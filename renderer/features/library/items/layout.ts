import type { ListingShape } from '../../../../shared/contract/library.ts';

/** A row of the grid. Lengths in pixels; `first` is the index of its first asset in the listing. */
export type GridRow =
  | { type: 'month'; month: string; count: number; height: number }
  | { type: 'assets'; first: number; widths: number[]; height: number };

export interface GridMeasures {
  /** Room for a row. */
  width: number;
  /** The height that rows come near to. */
  rowHeight: number;
  gap: number;
  headerHeight: number;
}

/** What has no shape of its own is shown as an upright sheet. */
const SHEET_RATIO = 0.75;
const NARROWEST = 0.5;
const WIDEST = 3;

/**
 * Lays a listing out in justified rows: every asset keeps its proportions (up to very narrow and very wide ones),
 * every full row fills the width, and a month begins a new row under its header.
 */
export function justify(shape: ListingShape, measures: GridMeasures): GridRow[] {
  const rows: GridRow[] = [];
  const groups = shape.months.length > 0 ? shape.months : [{ month: '', count: shape.ratios.length }];
  let first = 0;
  for (const { month, count } of groups) {
    // The two parts of a shape are read one after the other: between them the library may have changed.
    const end = Math.min(shape.ratios.length, first + count);
    if (end === first) continue;
    if (month !== '') rows.push({ type: 'month', month, count, height: measures.headerHeight });
    justifyGroup(rows, shape.ratios, first, end, measures);
    first = end;
  }
  if (first < shape.ratios.length) justifyGroup(rows, shape.ratios, first, shape.ratios.length, measures);
  return rows;
}

function justifyGroup(
  rows: GridRow[],
  ratios: readonly number[],
  start: number,
  end: number,
  measures: GridMeasures,
): void {
  const { width, rowHeight, gap } = measures;
  let first = start;
  let sum = 0;
  for (let index = start; index < end; index++) {
    const ratio = displayRatio(ratios[index] ?? 0);
    const room = width - gap * (index - first);
    // The row is closed before this asset when that comes nearer to the wished height than with it.
    if (index > first && room / (sum + ratio) < rowHeight) {
      const without = (room + gap) / sum;
      const withIt = room / (sum + ratio);
      if (Math.abs(Math.log(without / rowHeight)) <= Math.abs(Math.log(withIt / rowHeight))) {
        rows.push(rowOf(ratios, first, index, without, gap));
        first = index;
        sum = 0;
      }
    }
    sum += ratio;
    const full = (width - gap * (index - first)) / sum;
    if (full <= rowHeight) {
      rows.push(rowOf(ratios, first, index + 1, full, gap));
      first = index + 1;
      sum = 0;
    }
  }
  if (first < end) rows.push(rowOf(ratios, first, end, rowHeight, gap));
}

function rowOf(ratios: readonly number[], first: number, end: number, height: number, gap: number): GridRow {
  const widths: number[] = [];
  for (let index = first; index < end; index++) widths.push(displayRatio(ratios[index] ?? 0) * height);
  return { type: 'assets', first, widths, height: height + gap };
}

/** Width by height from hundredths, within what can be looked at. */
function displayRatio(hundredths: number): number {
  return hundredths === 0 ? SHEET_RATIO : Math.min(WIDEST, Math.max(NARROWEST, hundredths / 100));
}

/** The index of the row that holds an asset; -1 where none does. */
export function rowHolding(rows: readonly GridRow[], asset: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    // A header stands for the row below it.
    const at = rows[middle]?.type === 'month' ? middle + 1 : middle;
    const row = rows[at];
    if (row?.type !== 'assets') return -1;
    if (asset < row.first) high = middle - 1;
    else if (asset >= row.first + row.widths.length) low = at + 1;
    else return at;
  }
  return -1;
}

/** The asset above (-1) or below (1) another one: the one in the next row whose middle is nearest; itself at the ends. */
export function verticalNeighbour(rows: readonly GridRow[], asset: number, step: -1 | 1, gap: number): number {
  const at = rowHolding(rows, asset);
  const row = rows[at];
  if (row?.type !== 'assets') return asset;
  let next = at + step;
  while (rows[next]?.type === 'month') next += step;
  const target = rows[next];
  if (target?.type !== 'assets') return asset;
  const middle = middleOf(row.widths, asset - row.first, gap);
  let best = 0;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (let index = 0; index < target.widths.length; index++) {
    const distance = Math.abs(middleOf(target.widths, index, gap) - middle);
    if (distance < bestDistance) {
      best = index;
      bestDistance = distance;
    }
  }
  return target.first + best;
}

function middleOf(widths: readonly number[], index: number, gap: number): number {
  let left = 0;
  for (let before = 0; before < index; before++) left += (widths[before] ?? 0) + gap;
  return left + (widths[index] ?? 0) / 2;
}
