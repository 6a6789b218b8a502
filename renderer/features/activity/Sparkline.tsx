import { sparkline } from './rate-history.ts';
import styles from './Sparkline.module.css';

const WIDTH = 88;
const HEIGHT = 18;
/** Room for the line's own thickness. */
const INSET = 1;

/** The course of a rate over the last two minutes; the number stands beside it. */
export function Sparkline({ rates }: { rates: readonly number[] }) {
  const points = rates.some((rate) => rate > 0) ? sparkline(rates, WIDTH, HEIGHT - 2 * INSET) : '';
  const [first] = points.split(',');
  const last = `${WIDTH.toFixed(1)}`;
  return (
    <svg
      className={styles.sparkline}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 ${-INSET} ${WIDTH} ${HEIGHT}`}
      aria-hidden
    >
      {points !== '' && (
        <>
          <polygon points={`${first},${HEIGHT} ${points} ${last},${HEIGHT}`} />
          <polyline points={points} />
        </>
      )}
    </svg>
  );
}
