import { Skeleton } from '../../components/Skeleton.tsx';
import styles from './ContentPending.module.css';

/** Stands where content is being fetched. */
export function ContentPending() {
  return (
    <div className={styles.pending} aria-busy>
      <Skeleton />
    </div>
  );
}
