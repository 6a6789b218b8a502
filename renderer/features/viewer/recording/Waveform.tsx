import { useEffect, useState } from 'react';
import styles from './Waveform.module.css';

/** How loud a recording is from its start to its end; what was played is in another colour. `played` from 0 to 1. */
export function Waveform({ id, played }: { id: string; played: number }) {
  const [path, setPath] = useState('');
  useEffect(() => {
    const stop = new AbortController();
    fetch(`content/${id}/waveform`, { signal: stop.signal })
      .then((response) => (response.ok ? response.arrayBuffer() : Promise.reject(new Error(response.statusText))))
      .then((bytes) => setPath(outline(new Uint8Array(bytes))))
      // Without it there is the bare line.
      .catch(() => undefined);
    return () => stop.abort();
  }, [id]);
  return (
    <div className={styles.waveform} aria-hidden>
      <svg viewBox="0 0 1000 200" preserveAspectRatio="none" className={styles.all} aria-hidden>
        <path d={path} />
      </svg>
      <div className={styles.played} style={{ clipPath: `inset(0 ${(1 - played) * 100}% 0 0)` }}>
        <svg viewBox="0 0 1000 200" preserveAspectRatio="none" aria-hidden>
          <path d={path} />
        </svg>
      </div>
    </div>
  );
}

/** A waveform's outline in a field of 1000 by 200, from its peaks of 0 to 255. */
function outline(peaks: Uint8Array): string {
  // Half a unit, so that silence is a line.
  const height = (peak: number) => Math.max(0.5, (peak / 255) * 100);
  const x = (index: number) => ((index / Math.max(1, peaks.length - 1)) * 1000).toFixed(1);
  const points = Array.from(peaks, (peak, index) => ({ x: x(index), y: height(peak) }));
  const upper = points.map(({ x, y }) => `${x},${(100 - y).toFixed(1)}`);
  const lower = points.toReversed().map(({ x, y }) => `${x},${(100 + y).toFixed(1)}`);
  return points.length === 0 ? '' : `M${[...upper, ...lower].join('L')}Z`;
}
