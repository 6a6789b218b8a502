import type { ReactNode } from 'react';
import styles from './Section.module.css';

/** One thing about a model, under its heading. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
