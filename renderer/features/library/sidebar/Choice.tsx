import type { ReactNode } from 'react';
import type { dropTarget } from '../dragging.ts';
import styles from './Sidebar.module.css';

interface ChoiceProps {
  icon?: ReactNode;
  name: string;
  count: string;
  /** What is to be known of it, before its count. */
  note?: ReactNode;
  pressed: boolean;
  onClick: () => void;
  /** What makes it take dragged assets. */
  drop?: ReturnType<typeof dropTarget>;
}

/** Something that the listing can be narrowed to. */
export function Choice({ icon, name, count, note, pressed, onClick, drop }: ChoiceProps) {
  return (
    <button type="button" className={styles.choice} aria-pressed={pressed} onClick={onClick} {...drop}>
      {icon}
      <span className={styles.name}>
        <bdi>{name}</bdi>
      </span>
      {note}
      <span className={styles.count}>{count}</span>
    </button>
  );
}
