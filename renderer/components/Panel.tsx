import type { ReactNode } from 'react';
import styles from './Panel.module.css';

/** Rows of settings in one frame. */
export function Panel({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={styles.panel} aria-label={label}>
      {children}
    </ul>
  );
}

interface PanelRowProps {
  title: ReactNode;
  /** What the row says or does, in a sentence. */
  text?: ReactNode;
  /** Marks a row about which something must be done. */
  tone?: 'plain' | 'warning';
  /** The controls at its end. */
  children?: ReactNode;
}

/** One setting: what it is, its effect, and its control. */
export function PanelRow({ title, text, tone = 'plain', children }: PanelRowProps) {
  return (
    <li className={styles.row} data-tone={tone}>
      <div className={styles.words}>
        <div className={styles.title}>{title}</div>
        {text && <div className={styles.text}>{text}</div>}
      </div>
      {children && <div className={styles.controls}>{children}</div>}
    </li>
  );
}
