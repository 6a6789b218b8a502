import { useSession } from '../../app/session.ts';
import { ProgressBar } from '../../components/ProgressBar.tsx';
import { nameOf } from '../../paths/split-path.ts';
import styles from './ReadingProgress.module.css';
import { useWelcomeText } from './text.ts';

/** How much of what was added can be found already; its room is kept from the start. */
export function ReadingProgress() {
  const t = useWelcomeText();
  const coverage = useSession((session) => session.coverage);
  const job = useSession((session) =>
    session.jobs?.find(({ state, kind }) => state === 'running' && kind === 'ingest'),
  );
  const assets = coverage?.assets ?? 0;
  const settled = assets - (coverage?.byState.pending ?? 0);
  return (
    <div className={styles.progress}>
      {assets === 0 ? (
        <p className={styles.quiet}>{job ? t.looking : t.nothingYet}</p>
      ) : (
        <>
          <p className={styles.line}>
            <span role="status">{t.searchable(coverage?.searchable ?? 0, assets)}</span>
            <span className={styles.current}>{job ? nameOf(job.current[0] ?? '') : t.read}</span>
          </p>
          <ProgressBar value={settled / assets} label={t.reading} />
        </>
      )}
    </div>
  );
}
