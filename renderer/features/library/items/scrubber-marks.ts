import type { GridRow } from './layout.ts';

/** Where something begins, as a share (0–1) of the whole height. */
interface Mark {
  at: number;
}

/** What stands along the scrubber. */
export interface ScrubberMarks {
  /** Every month, `2024-05`, in the order of the listing. */
  months: readonly (Mark & { month: string })[];
  /** The years that have room to be written, and the months that have room for a tick. */
  years: readonly (Mark & { year: string })[];
  ticks: readonly Mark[];
}

/** The least room between two written years and between two ticks, as shares of the height. */
const YEAR_ROOM = 0.04;
const TICK_ROOM = 0.012;

export function scrubberMarks(rows: readonly GridRow[]): ScrubberMarks {
  const tops: { month: string; top: number }[] = [];
  let height = 0;
  for (const row of rows) {
    if (row.type === 'month') tops.push({ month: row.month, top: height });
    height += row.height;
  }
  const months = tops.map(({ month, top }) => ({ month, at: top / height }));
  const firsts = months.filter(({ month }, index) => yearOf(month) !== yearOf(months[index - 1]?.month ?? ''));
  const years = largestFirst(firsts).map(({ month, at }) => ({ year: yearOf(month), at }));
  const beside = months.filter(({ at }) => !years.some((year) => Math.abs(year.at - at) < TICK_ROOM));
  return { months, years, ticks: spread(beside, TICK_ROOM).map(({ at }) => ({ at })) };
}

/** The month that lies at a share of the height; undefined where there are none. */
export function monthAt({ months }: ScrubberMarks, share: number): string | undefined {
  return (months.findLast(({ at }) => at <= share) ?? months[0])?.month;
}

const yearOf = (month: string): string => month.slice(0, 4);

/** The years that have room, in their order; of two that are too close, the one with more in it. */
function largestFirst<T extends Mark>(firsts: readonly T[]): T[] {
  const room = ({ at }: T, index: number) => (firsts[index + 1]?.at ?? 1) - at;
  const bySize = firsts
    .map((first, index) => ({ first, size: room(first, index) }))
    .toSorted((one, other) => other.size - one.size);
  const placed: T[] = [];
  for (const { first } of bySize) {
    if (placed.every(({ at }) => Math.abs(at - first.at) >= YEAR_ROOM)) placed.push(first);
  }
  return placed.toSorted((one, other) => one.at - other.at);
}

/** Those that are far enough from the one before. */
function spread<T extends Mark>(marks: readonly T[], room: number): T[] {
  let before = Number.NEGATIVE_INFINITY;
  return marks.filter(({ at }) => {
    if (at - before < room) return false;
    before = at;
    return true;
  });
}
