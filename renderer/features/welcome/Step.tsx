import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './Step.module.css';

interface StepProps {
  number: number;
  title: string;
  /** Said beside the title. */
  note?: string;
  done: boolean;
  children: ReactNode;
}

/** One step of the path, with its number, or a mark once it is done. */
export function Step({ number, title, note, done, children }: StepProps) {
  return (
    <li className={styles.step} data-done={done || undefined}>
      <span className={styles.number} aria-hidden>
        {done ? <Check size={16} strokeWidth={2} /> : number}
      </span>
      <section className={styles.body} aria-label={title}>
        <h2>
          {title} {note && <span className={styles.note}>{note}</span>}
        </h2>
        {children}
      </section>
    </li>
  );
}
