import { ChevronLeft, ChevronRight } from 'lucide-react';
import { text } from '../app/text.ts';
import { IconButton } from './IconButton.tsx';
import styles from './Pager.module.css';

interface PagerProps {
  /** The first of those in sight, counted from 0, and how many are in sight at a time. */
  offset: number;
  size: number;
  total: number;
  onOffset: (offset: number) => void;
}

/** The way through a list that is shown a part at a time; nothing where all of it is in sight. */
export function Pager({ offset, size, total, onOffset }: PagerProps) {
  if (total <= size) return null;
  const last = Math.min(total, offset + size);
  return (
    <div className={styles.pager}>
      <IconButton
        icon={ChevronLeft}
        label={text.previous}
        disabled={offset === 0}
        onClick={() => onOffset(Math.max(0, offset - size))}
      />
      <span>{text.placeInList(offset + 1, last, total)}</span>
      <IconButton
        icon={ChevronRight}
        label={text.next}
        disabled={last >= total}
        onClick={() => onOffset(offset + size)}
      />
    </div>
  );
}
