import { Pause, Play, X } from 'lucide-react';
import { useState } from 'react';
import type { Job } from '../../../shared/contract/jobs.ts';
import { useFormat } from '../../app/format.ts';
import { text as words } from '../../app/text.ts';
import { Button } from '../../components/Button.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { tellError } from '../../components/toasts.ts';
import { nameOf } from '../../paths/split-path.ts';
import { host } from '../../rpc.ts';
import styles from './JobCard.module.css';
import { JobTitle } from './JobTitle.tsx';
import { timeLeftOf, totalsOf } from './job-progress.ts';
import { StageTable } from './StageTable.tsx';
import { useActivityText } from './text.ts';

/** A job that is not finished: its stages, what is in work now, and how to hold it. */
export function JobCard({ job }: { job: Job }) {
  const t = useActivityText();
  const [asking, setAsking] = useState(false);
  const paused = job.state === 'paused';
  const inWork = job.current.filter((name) => name !== job.subject).map(nameOf);
  const cancel = () => {
    host.jobs.cancel({ id: job.id }).catch(tellError);
  };
  const toggle = () => {
    const change = paused ? host.jobs.resume({ id: job.id }) : host.jobs.pause({ id: job.id });
    change.catch(tellError);
  };
  return (
    <li className={styles.job}>
      <div className={styles.head}>
        <h3>
          <JobTitle job={job} length={72} />
        </h3>
        <TimeLeft job={job} />
        <span className={styles.state} data-state={job.state}>
          {words.jobStates[job.state]}
        </span>
        <Button icon={paused ? Play : Pause} onClick={toggle}>
          {paused ? t.resume : t.pause}
        </Button>
        <Button variant="quiet" icon={X} onClick={() => setAsking(true)}>
          {t.cancel}
        </Button>
      </div>
      {job.stages.length > 0 && <StageTable job={job} />}
      <p className={styles.current} title={job.current.join('\n')}>
        {job.reason !== '' ? job.reason : inWork.length > 0 && t.current(inWork)}
      </p>
      <ConfirmDialog
        open={asking}
        title={t.cancelTitle[job.kind](job.subject)}
        text={t.cancelText[job.kind](totalsOf(job).left)}
        action={t.cancelAction}
        danger
        onConfirm={cancel}
        onClose={() => setAsking(false)}
      />
    </li>
  );
}

/** When the whole job will be done, as far as that can be told. */
function TimeLeft({ job }: { job: Job }) {
  const t = useActivityText();
  const format = useFormat();
  if (job.state !== 'running') return null;
  const left = timeLeftOf(job);
  const duration = left && format.duration(left.seconds);
  return (
    <span className={styles.left}>
      {!left || !duration ? t.jobLeft.unknown : left.atLeast ? t.jobLeft.atLeast(duration) : t.jobLeft.exact(duration)}
    </span>
  );
}
