import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { useFormat } from '../../../app/format.ts';
import styles from './MonthScrubber.module.css';
import { monthAt, type ScrubberMarks } from './scrubber-marks.ts';

/** The room at the right edge that it takes, in pixels. */
export const SCRUBBER_WIDTH = 52;

interface MonthScrubberProps {
  marks: ScrubberMarks;
  /** The view that it scrolls. */
  box: RefObject<HTMLElement | null>;
}

/**
 * The scroll bar of a listing by date: years and months along the right edge. Pointing names a month, pressing goes
 * there and dragging on. For the pointer alone: the keys and the filters do the same.
 */
export function MonthScrubber({ marks, box }: MonthScrubberProps) {
  const format = useFormat();
  const [pointed, setPointed] = useState<number | null>(null);
  const thumb = useThumb(box);

  const shareOf = (event: PointerEvent<HTMLElement>) => {
    const { top, height } = event.currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientY - top) / height));
  };
  const goTo = (share: number) => {
    if (box.current) box.current.scrollTop = share * box.current.scrollHeight;
  };
  const month = pointed === null ? undefined : monthAt(marks, pointed);

  return (
    <div
      className={styles.scrubber}
      style={{ width: SCRUBBER_WIDTH }}
      data-testid="scrubber"
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
      onWheel={({ deltaY }) => box.current?.scrollBy({ top: deltaY })}
    >
      {marks.ticks.map(({ at }) => (
        <span key={at} className={styles.tick} style={{ top: `${at * 100}%` }} />
      ))}
      {marks.years.map(({ year, at }) => (
        <span key={year} className={styles.year} style={{ top: `${at * 100}%` }}>
          {year}
        </span>
      ))}
      <span ref={thumb} className={styles.thumb} />
      {month && pointed !== null && (
        <span className={styles.label} style={{ top: `${pointed * 100}%` }}>
          {format.month(month)}
        </span>
      )}
    </div>
  );
}

/** Keeps the thumb where the view is, without drawing anything else again. */
function useThumb(box: RefObject<HTMLElement | null>): RefObject<HTMLSpanElement | null> {
  const thumb = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const view = box.current;
    if (!view) return;
    const place = () => {
      const { scrollTop, scrollHeight, clientHeight } = view;
      if (!thumb.current || scrollHeight === 0) return;
      thumb.current.style.top = `${(100 * scrollTop) / scrollHeight}%`;
      thumb.current.style.height = `${(100 * clientHeight) / scrollHeight}%`;
    };
    const observer = new ResizeObserver(place);
    observer.observe(view);
    if (view.firstElementChild) observer.observe(view.firstElementChild);
    view.addEventListener('scroll', place, { passive: true });
    return () => {
      observer.disconnect();
      view.removeEventListener('scroll', place);
    };
  }, [box]);
  return thumb;
}
