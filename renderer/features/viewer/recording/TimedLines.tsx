import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { type Anchor, describeTime } from '../../../../shared/anchors.ts';
import type { TimedLine } from '../../../../shared/contract/library.ts';
import { useFind } from '../find/find-store.ts';
import { useMarkedText } from '../find/use-marked-text.ts';
import styles from './TimedLines.module.css';

interface TimedLinesProps {
  lines: readonly TimedLine[];
  /** The line that is being said; −1 before the first. */
  current: number;
  anchor: Anchor;
  seek: (milliseconds: number) => void;
}

/** Milliseconds after a reader's own scrolling in which the list does not follow what is said. */
const LEFT_ALONE_MS = 4000;

/** Lines by their time; the one that is being said is marked and kept in sight, and each leads to its moment. */
export function TimedLines({ lines, current, anchor, seek }: TimedLinesProps) {
  const view = useRef<HTMLDivElement>(null);
  const scrolledAt = useRef(0);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => view.current,
    estimateSize: () => 44,
    overscan: 12,
    paddingStart: 8,
    paddingEnd: 24,
  });

  useEffect(() => {
    if (current < 0 || performance.now() - scrolledAt.current < LEFT_ALONE_MS) return;
    virtualizer.scrollToIndex(current, { align: 'center' });
  }, [current, virtualizer]);

  const setSource = useFind((state) => state.setSource);
  useEffect(() => {
    setSource({
      units: lines.length,
      startUnit: () => virtualizer.range?.startIndex ?? 0,
      textOf: (unit) => lines[unit]?.text ?? '',
      reveal: (unit) => {
        scrolledAt.current = performance.now();
        virtualizer.scrollToIndex(unit, { align: 'center' });
      },
    });
    return () => setSource(null);
  }, [lines, virtualizer, setSource]);

  const leaveAlone = () => {
    scrolledAt.current = performance.now();
  };
  const time = anchor.type === 'lines' ? anchor.time : undefined;
  return (
    <div ref={view} className={styles.view} onWheel={leaveAlone} onTouchMove={leaveAlone}>
      <ol className={styles.lines} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start, key }) => {
          const line = lines[index];
          if (!line) return null;
          const anchored = time && line.start >= time.start && line.start <= time.end;
          return (
            <li
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              aria-current={index === current || undefined}
              data-anchored={anchored || undefined}
              style={{ top: start }}
            >
              <button type="button" onClick={() => seek(line.start)}>
                <span className={styles.time}>{describeTime(line.start)}</span>
                <Words text={line.text} unit={index} />
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function Words({ text, unit }: { text: string; unit: number }) {
  const ref = useRef<HTMLSpanElement>(null);
  useMarkedText(ref, unit, text);
  return (
    <span ref={ref} className={styles.text} dir="auto">
      {text}
    </span>
  );
}
