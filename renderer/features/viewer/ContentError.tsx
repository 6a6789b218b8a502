import { FileWarning } from 'lucide-react';
import { useState } from 'react';
import type { AssetDetail } from '../../../shared/contract/library.ts';
import { messageOf } from '../../../shared/errors.ts';
import { useSession } from '../../app/session.ts';
import { Button } from '../../components/Button.tsx';
import { host } from '../../rpc.ts';
import styles from './ContentError.module.css';
import { CopyButton } from './inspector/Inspector.tsx';
import { useViewerText } from './text.ts';

interface ContentErrorProps {
  title: string;
  detail: string;
  asset: AssetDetail;
  /** Tries to show it again; without it, a file that failed is read again. */
  onRetry?: (() => void) | undefined;
}

/** Stands in place of content that cannot be shown: what is the matter, with which file, and what can be done. */
export function ContentError({ title, detail, asset, onRetry }: ContentErrorProps) {
  const t = useViewerText();
  const retryable = asset.state === 'failed' || asset.state === 'quarantined';
  return (
    <div className={styles.error} role="status">
      <FileWarning size={24} strokeWidth={1.5} aria-hidden />
      <h2>{title}</h2>
      {detail !== '' && <p>{detail}</p>}
      <p className={styles.path}>
        {asset.path} <CopyButton text={asset.path} label={t.copyPath} />
      </p>
      <div className={styles.actions}>
        {onRetry && <Button onClick={onRetry}>{t.tryAgain}</Button>}
        {!onRetry && retryable && <ReadAgain asset={asset} />}
        <RevealFile asset={asset} />
      </div>
    </div>
  );
}

function ReadAgain({ asset }: { asset: AssetDetail }) {
  const t = useViewerText();
  const [problem, setProblem] = useState('');
  const [asked, setAsked] = useState(false);
  const retry = async () => {
    setAsked(true);
    setProblem('');
    try {
      await host.library.retry({ ids: [asset.id] });
    } catch (error) {
      setProblem(messageOf(error));
      setAsked(false);
    }
  };
  return (
    <>
      <Button disabled={asked} onClick={() => void retry()}>
        {asked ? t.beingRead : t.readAgain}
      </Button>
      {problem !== '' && <p>{problem}</p>}
    </>
  );
}

/** Shows the file in the system's file browser, where the shell can. */
export function RevealFile({ asset }: { asset: AssetDetail }) {
  const t = useViewerText();
  const canReveal = useSession((session) => session.info?.shell === 'electron');
  const [problem, setProblem] = useState('');
  if (!canReveal) return null;
  return (
    <>
      <Button
        variant="quiet"
        onClick={() => {
          host.system.revealAsset({ id: asset.id }).then(
            () => setProblem(''),
            (error: unknown) => setProblem(messageOf(error)),
          );
        }}
      >
        {t.revealFile}
      </Button>
      {problem !== '' && <p role="status">{problem}</p>}
    </>
  );
}
