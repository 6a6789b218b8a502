import type { ReactNode } from 'react';
import styles from './Facts.module.css';

/** What is known of something, one `Fact` a row, in the width of an inspector. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={styles.facts}>{children}</dl>;
}

interface FactProps {
  label: string;
  /** Whether it is something to look after. */
  warning?: boolean;
  children: ReactNode;
}

/** A label and what is known; nothing where that is empty. */
export function Fact({ label, warning, children }: FactProps) {
  if (children === '') return null;
  return (
    <div data-warning={warning || undefined}>
      <dt>{label}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  );
}
