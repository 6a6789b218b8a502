import styles from './Skeleton.module.css';

/** A quiet shape in place of what is loading; it shows only when that takes a moment. */
export function Skeleton({ height = 16, width }: { height?: number; width?: number | string }) {
  return <div className={styles.skeleton} style={{ height, width }} aria-hidden />;
}
