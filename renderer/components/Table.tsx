import type { KeyboardEventHandler, ReactNode } from 'react';
import styles from './Table.module.css';

/** A column, and how it is headed and laid out. */
export interface Column {
  key: string;
  head: string;
  /** Whether the heading is for screen readers alone. */
  headHidden?: boolean;
  /** What the heading means, shown on hover. */
  meaning?: string;
  /** In CSS; columns without one share what is left. */
  width?: string;
  /** On the heading and the column. */
  className?: string | undefined;
}

interface TableProps {
  /** Its name for screen readers. */
  label: string;
  columns: readonly Column[];
  /** Whether its columns are as wide as what is in them, and it scrolls where that is too much. */
  scrolls?: boolean;
  /** On the table. It sets `--row-height`, and what else its cells look like. */
  className?: string | undefined;
  onKeyDown?: KeyboardEventHandler<HTMLTableSectionElement>;
  /** Its rows: `tr` with `th` and `td`. */
  children: ReactNode;
}

/** A table in a frame. */
export function Table({ label, columns, scrolls = false, className, onKeyDown, children }: TableProps) {
  return (
    <div className={styles.frame} data-scrolls={scrolls || undefined}>
      <table className={[styles.table, className].filter(Boolean).join(' ')} aria-label={label}>
        <colgroup>
          {columns.map(({ key, width, className: own }) => (
            <col key={key} className={own} style={{ width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map(({ key, head, headHidden, meaning, className: own }) => (
              <th key={key} scope="col" className={own} title={meaning}>
                {headHidden ? <span className={styles.hidden}>{head}</span> : head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={onKeyDown}>{children}</tbody>
      </table>
    </div>
  );
}
