import { useFormat } from '../../../app/format.ts';
import { ProgressBar } from '../../../components/ProgressBar.tsx';
import { useModelsText } from '../text.ts';
import styles from './TransferProgress.module.css';

interface TransferProgressProps {
  /** What is being done. */
  doing: string;
  bytes: number;
  /** Null while it is not known. */
  total: number | null;
  /** Bytes in a second, lately; 0 while it is not known. */
  rate: number;
}

/** How far a model on its way into the library is. */
export function TransferProgress({ doing, bytes, total, rate }: TransferProgressProps) {
  const t = useModelsText();
  const format = useFormat();
  const amount = total === null ? format.bytes(bytes) : `${format.bytes(bytes)} / ${format.bytes(total)}`;
  const left = rate > 0 && total !== null ? format.duration((total - bytes) / rate) : '';
  return (
    <div className={styles.progress}>
      <ProgressBar value={total ? bytes / total : null} label={doing} />
      <p>{[doing, amount, ...(rate > 0 ? [t.perSecond(format.bytes(rate))] : []), left].filter(Boolean).join(' · ')}</p>
    </div>
  );
}
