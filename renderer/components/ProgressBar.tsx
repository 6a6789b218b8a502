import styles from './ProgressBar.module.css';

/** How far something is, 0–1; null while that is not known. */
export function ProgressBar({ value, label }: { value: number | null; label: string }) {
  const percent = value === null ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div
      className={styles.track}
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <div
        className={styles.bar}
        data-unknown={percent === undefined || undefined}
        style={{ width: `${percent ?? 30}%` }}
      />
    </div>
  );
}
