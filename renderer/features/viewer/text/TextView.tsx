import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { Anchor } from '../../../../shared/anchors.ts';
import { useFind } from '../find/find-store.ts';
import { useMarkedText } from '../find/use-marked-text.ts';
import { useViewerText } from '../text.ts';
import styles from './TextView.module.css';
import { HEADER, headerRows, rowOfLine, type TextRow, textRows } from './text-rows.ts';

interface TextViewProps {
  text: string;
  anchor: Anchor;
  /** Source is shown as it was typed, in lines with numbers; prose as a column to read, and mail with its headers told apart. */
  look: 'source' | 'prose' | 'mail';
}

/** Plain text of any length; only the lines near the view exist. */
export function TextView({ text, anchor, look }: TextViewProps) {
  const t = useViewerText();
  const rows = useMemo(() => textRows(text), [text]);
  const headers = useMemo(() => (look === 'mail' ? headerRows(rows) : 0), [rows, look]);
  const viewRef = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => viewRef.current,
    estimateSize: () => (look === 'source' ? 19 : 24),
    overscan: 20,
    paddingStart: 16,
    paddingEnd: 48,
  });

  const opened = useRef<Anchor | null>(null);
  useLayoutEffect(() => {
    if (opened.current === anchor || anchor.type !== 'lines') return;
    opened.current = anchor;
    virtualizer.scrollToIndex(Math.max(0, rowOfLine(rows, anchor.start) - 4), { align: 'start' });
  }, [anchor, rows, virtualizer]);

  const setSource = useFind((state) => state.setSource);
  useEffect(() => {
    setSource({
      units: rows.length,
      startUnit: () => virtualizer.range?.startIndex ?? 0,
      textOf: (unit) => rows[unit]?.text ?? '',
      reveal: (unit) => virtualizer.scrollToIndex(unit, { align: 'center' }),
    });
    return () => setSource(null);
  }, [rows, virtualizer, setSource]);

  const digits = String(rows.at(-1)?.line ?? 1).length;
  return (
    <div
      ref={viewRef}
      className={styles.view}
      data-look={look}
      tabIndex={0}
      role="region"
      aria-label={t.text}
      data-testid="text-view"
    >
      <div className={styles.lines} style={{ height: virtualizer.getTotalSize(), ['--digits' as string]: digits }}>
        {virtualizer.getVirtualItems().map(({ index, start, key }) => {
          const row = rows[index];
          if (!row) return null;
          const anchored = anchor.type === 'lines' && row.line >= anchor.start && row.line <= anchor.end;
          return (
            <div
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              className={styles.row}
              data-anchored={anchored || undefined}
              data-header={index < headers || undefined}
              data-body={(headers > 0 && index === headers) || undefined}
              style={{ top: start }}
            >
              {look === 'source' && (
                <span className={styles.number} aria-hidden>
                  {row.continued ? '' : row.line}
                </span>
              )}
              <RowText row={row} unit={index} labelled={index < headers} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function RowText({ row, unit, labelled }: { row: TextRow; unit: number; labelled: boolean }) {
  const ref = useRef<HTMLSpanElement>(null);
  useMarkedText(ref, unit, row.text);
  // With the blank behind it, so that a value begins where its next line does.
  const label = labelled && HEADER.test(row.text) ? row.text.slice(0, row.text.indexOf(' ') + 1) : '';
  return (
    <span ref={ref} className={styles.text} dir="auto">
      {label !== '' && <span className={styles.label}>{label}</span>}
      {row.text === '' ? '\u200b' : row.text.slice(label.length)}
    </span>
  );
}
