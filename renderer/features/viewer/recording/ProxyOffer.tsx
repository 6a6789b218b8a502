import { Clapperboard } from 'lucide-react';
import { useState } from 'react';
import type { AssetDetail } from '../../../../shared/contract/library.ts';
import { type HoldfastError, messageOf } from '../../../../shared/errors.ts';
import { Button } from '../../../components/Button.tsx';
import { ProgressBar } from '../../../components/ProgressBar.tsx';
import { host, useStream } from '../../../rpc.ts';
import { RevealFile } from '../ContentError.tsx';
import styles from './ProxyOffer.module.css';
import { useRecordingText } from './text.ts';

/** Stands for a recording that the window cannot play, and has a copy made that it can. */
export function ProxyOffer({ asset, onMade }: { asset: AssetDetail; onMade: () => void }) {
  const t = useRecordingText();
  const [asked, setAsked] = useState(false);
  const [progress, setProgress] = useState(0);
  const [problem, setProblem] = useState('');

  const make = async () => {
    try {
      return await host.recordings.makeProxy({ id: asset.id });
    } catch (error) {
      setProblem(explained(error));
      setAsked(false);
      throw error;
    }
  };
  useStream(asked ? async () => watched(await make()) : null, (done) => {
    setProgress(done.progress);
    if (done.progress === 1) onMade();
  });

  async function* watched<T>(stream: AsyncIterable<T>): AsyncGenerator<T> {
    try {
      yield* stream;
    } catch (error) {
      setProblem(explained(error));
      setAsked(false);
    }
  }

  return (
    <div className={styles.offer} role="status">
      {asset.hasThumbnail ? (
        <img src={`content/${asset.id}/preview`} alt="" />
      ) : (
        <Clapperboard size={32} strokeWidth={1.25} aria-hidden />
      )}
      <h2>{problem === '' ? t.unplayable : t.copyFailed}</h2>
      <p>{problem === '' ? t.unplayableText : problem}</p>
      {asked ? (
        <div className={styles.progress}>
          <ProgressBar value={progress} label={t.making} />
          <span>{`${Math.round(progress * 100)}%`}</span>
        </div>
      ) : (
        <div className={styles.actions}>
          <Button
            variant="primary"
            onClick={() => {
              setProblem('');
              setAsked(true);
            }}
          >
            {t.makeCopy}
          </Button>
          <RevealFile asset={asset} />
        </div>
      )}
    </div>
  );
}

function explained(error: unknown): string {
  const hint = (error as Partial<HoldfastError>).hint ?? (error as { data?: { hint?: string } }).data?.hint ?? '';
  return `${messageOf(error)} ${hint}`.trim();
}
