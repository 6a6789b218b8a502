import type { Job } from '../../../shared/contract/jobs.ts';
import { shortPath } from '../../paths/short-path.ts';
import { splitPath } from '../../paths/split-path.ts';
import styles from './JobTitle.module.css';
import { useActivityText } from './text.ts';

/** What a job does and to what; a subject that says both by itself stands alone. `length` in characters. */
export function JobTitle({ job: { kind, subject }, length }: { job: Pick<Job, 'kind' | 'subject'>; length: number }) {
  const t = useActivityText();
  const saysAll = kind === 'reread' || (kind === 'ingest' && splitPath(subject) === null);
  return (
    <span className={styles.title} title={subject}>
      {!saysAll && <span className={styles.kind}>{t.jobKinds[kind]} </span>}
      {shortPath(subject, length)}
    </span>
  );
}
