import type { Anchor } from '../../../../shared/anchors.ts';
import type { TimedLine } from '../../../../shared/contract/library.ts';
import { matchesIn, type Needle } from '../find/needle.ts';

/** Milliseconds before what was found at which a recording is opened, so that it is understood. */
const BEFORE = 2000;

/** The line that is said at a moment, or was said last; −1 before the first. Lines are in the order of their beginnings. */
export function lineAt(lines: readonly TimedLine[], time: number): number {
  let from = 0;
  let to = lines.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((lines[middle]?.start ?? 0) <= time) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}

/**
 * The moment at which a recording is opened for a place in it: shortly before the first line in it that has what was looked
 * for, as a place may be more than a minute long; null for the recording as a whole.
 */
export function openingMoment(anchor: Anchor, lines: readonly TimedLine[], needle: Needle | null): number | null {
  if (anchor.type !== 'lines' || !anchor.time) return null;
  const { start, end } = anchor.time;
  const found = needle
    ? lines.find((line) => line.start >= start && line.start <= end && matchesIn(line.text, needle).length > 0)
    : undefined;
  return Math.max(0, (found?.start ?? start) - BEFORE);
}

/** Which of a recording's texts is shown for a place in it: the first that has what was looked for there. */
export function openingText(
  anchor: Anchor,
  texts: readonly { lines: readonly TimedLine[] }[],
  needle: Needle | null,
): number {
  const time = anchor.type === 'lines' ? anchor.time : undefined;
  if (!time || !needle) return 0;
  const has = ({ lines }: { lines: readonly TimedLine[] }) =>
    lines.some(({ start, text }) => start >= time.start && start <= time.end && matchesIn(text, needle).length > 0);
  return Math.max(0, texts.findIndex(has));
}

/** The frame of a strip that is nearest to a share of the length, 0 to 1, as its column and row. */
export function frameAt(share: number, frames: number, columns: number): { column: number; row: number } {
  const frame = Math.min(frames - 1, Math.max(0, Math.floor(share * frames)));
  return { column: frame % columns, row: Math.floor(frame / columns) };
}
