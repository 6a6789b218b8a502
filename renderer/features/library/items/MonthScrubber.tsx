import { type PointerEvent, type RefObject, useMemo, useState } from 'react';
import { useFormat } from '../../../app/format.ts';
import type { GridRow } from './layout.ts';
import styles from './MonthScrubber.module.css';

/** Room between two years that are both written, as a share of the height. */
const CLOSEST_YEARS = 0.04;
const FEWEST_MONTHS = 3;

/** The years along the right edge; pointing names a month, pressing goes there. For the pointer: keys and filters do the same. */
export function MonthScrubber({ rows, box }: { rows: readonly GridRow[]; box: RefObject<HTMLDivElement | null> }) {
  const format = useFormat();
  const [pointed, setPointed] = useState<number | null>(null);
  const { months, years } = useMemo(() => placesOf(rows), [rows]);
  if (months.length < FEWEST_MONTHS) return null;

  const monthAt = (share: number) => months.findLast(({ at }) => at <= share) ?? months[0];
  const shareOf = (event: PointerEvent<HTMLElement>) => {
    const { top, height } = event.currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientY - top) / height));
  };
  const goTo = (share: number) => {
    const element = box.current;
    const month = monthAt(share);
    if (element && month) element.scrollTop = month.at * element.scrollHeight;
  };
  const label = pointed === null ? undefined : monthAt(pointed);

  return (
    <div
      className={styles.scrubber}
      aria-hidden
      onPointerMove={(event) => {
        const share = shareOf(event);
        setPointed(share);
        if (event.buttons === 1) goTo(share);
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        goTo(shareOf(event));
      }}
      onPointerLeave={() => setPointed(null)}
    >
      {years.map(({ year, at }) => (
        <span key={year} className={styles.year} style={{ top: `${at * 100}%` }}>
          {year}
        </span>
      ))}
      {label && pointed !== null && (
        <span className={styles.label} style={{ top: `${pointed * 100}%` }}>
          {format.month(label.month)}
        </span>
      )}
    </div>
  );
}

/** Where months and years begin, as shares of the whole height. */
function placesOf(rows: readonly GridRow[]): {
  months: { month: string; at: number }[];
  years: { year: string; at: number }[];
} {
  const months: { month: string; at: number }[] = [];
  let top = 0;
  for (const row of rows) {
    if (row.type === 'month') months.push({ month: row.month, at: top });
    top += row.height;
  }
  const placed = months.map(({ month, at }) => ({ month, at: top === 0 ? 0 : at / top }));
  const years: { year: string; at: number }[] = [];
  let before: string | undefined;
  for (const { month, at } of placed) {
    const year = month.slice(0, 4);
    const lastAt = years.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
    if (year !== before && at - lastAt >= CLOSEST_YEARS) years.push({ year, at });
    before = year;
  }
  return { months: placed, years };
}
