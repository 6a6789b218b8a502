import { Ban, Check } from 'lucide-react';
import type { Job } from '../../../shared/contract/jobs.ts';
import { useFormat } from '../../app/format.ts';
import { text as words } from '../../app/text.ts';
import styles from './FinishedJobs.module.css';
import { JobTitle } from './JobTitle.tsx';
import { totalsOf } from './job-progress.ts';
import { useActivityText } from './text.ts';

/** What was done lately, a line each. */
export function FinishedJobs({ jobs }: { jobs: readonly Job[] }) {
  const t = useActivityText();
  const format = useFormat();
  return (
    <ul className={styles.jobs}>
      {jobs.map((job) => {
        const { items, failed } = totalsOf(job);
        const Icon = job.state === 'done' ? Check : Ban;
        const ended = job.finished ?? job.created;
        return (
          <li key={job.id}>
            <Icon size={16} strokeWidth={1.5} aria-label={words.jobStates[job.state]} role="img" />
            <JobTitle job={job} length={64} />
            <span className={styles.count}>{items > 0 ? t.items(items) : t.nothingToDo}</span>
            <span className={styles.failed}>{failed > 0 && t.failed(failed)}</span>
            <span className={styles.took}>{t.took(format.duration((ended - job.created) / 1000))}</span>
            <time dateTime={new Date(ended).toISOString()} title={format.dateTime(ended)}>
              {format.relative(ended)}
            </time>
          </li>
        );
      })}
    </ul>
  );
}
