import type { Job, StageProgress } from '../../../shared/contract/jobs.ts';
import { useFormat } from '../../app/format.ts';
import { text as words } from '../../app/text.ts';
import { ProgressBar } from '../../components/ProgressBar.tsx';
import { shareOf, waitingIn } from './job-progress.ts';
import { rateKey, useRateHistory } from './rate-history.ts';
import { Sparkline } from './Sparkline.tsx';
import styles from './StageTable.module.css';
import { useActivityText } from './text.ts';

const columns = ['stage', 'progress', 'done', 'waiting', 'running', 'failed', 'history', 'rate', 'left'] as const;

/** How far each stage of a job is; its columns keep their places while the numbers change. */
export function StageTable({ job }: { job: Job }) {
  const t = useActivityText();
  return (
    <table className={styles.stages}>
      <caption>{job.subject}</caption>
      <colgroup>
        <col className={styles.stage} />
        <col />
        <col className={styles.done} />
        <col className={styles.count} />
        <col className={styles.count} />
        <col className={styles.count} />
        <col className={styles.history} />
        <col className={styles.rate} />
        <col className={styles.left} />
      </colgroup>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col" data-column={column}>
              {t.stageHeads[column]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {job.stages.map((stage) => (
          <StageRow key={stage.stage} job={job} stage={stage} />
        ))}
      </tbody>
    </table>
  );
}

function StageRow({ job, stage }: { job: Job; stage: StageProgress }) {
  const t = useActivityText();
  const format = useFormat();
  const history = useRateHistory((state) => state.histories.get(rateKey(job.id, stage.stage)));
  const name = words.stage(stage.stage);
  const share = shareOf(stage);
  const moving = share !== 1;
  return (
    <tr data-over={!moving || undefined}>
      <th scope="row">{name}</th>
      <td className={styles.bar}>
        <ProgressBar value={share} label={t.progress(name, job.subject)} />
      </td>
      <td>{t.steps(format.number(stage.done + stage.failed), format.number(stage.total))}</td>
      <td>{moving && format.number(waitingIn(stage))}</td>
      <td>{moving && format.number(stage.running)}</td>
      <td className={styles.failures}>{stage.failed > 0 && format.number(stage.failed)}</td>
      <td data-column="history">{moving && <Sparkline rates={history?.rates ?? []} />}</td>
      <td>{moving && stage.perMinute > 0 && words.perMinute(format.number(stage.perMinute))}</td>
      <td>{stage.secondsLeft !== null && format.duration(stage.secondsLeft)}</td>
    </tr>
  );
}
