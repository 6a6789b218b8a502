import type { ReactNode } from 'react';
import styles from './Sidebar.module.css';

/** Choices of one sort under their title. */
export function Section({ title, empty, children }: { title: string; empty: boolean; children: ReactNode }) {
  if (empty) return null;
  return (
    <section className={styles.section}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
