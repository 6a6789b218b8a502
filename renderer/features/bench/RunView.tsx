import { useState } from 'react';
import { type BenchResults, type BenchRow, type BenchRun, benchRoles } from '../../../shared/contract/bench.ts';
import { useFormat } from '../../app/format.ts';
import { refreshModels } from '../../app/session.ts';
import { Button } from '../../components/Button.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { ProgressBar } from '../../components/ProgressBar.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { saveFile } from '../../components/save-file.ts';
import { tell, tellError } from '../../components/toasts.ts';
import { host, useQuery, useStream } from '../../rpc.ts';
import { ItemTable } from './ItemTable.tsx';
import { JudgeView } from './JudgeView.tsx';
import { ResultTable } from './ResultTable.tsx';
import styles from './RunView.module.css';
import { useBenchText } from './text.ts';

interface RunViewProps {
  run: BenchRun;
  /** Other runs of the same task. */
  others: readonly BenchRun[];
  onAgain: () => void;
  onRemoved: () => void;
}

/** A comparison: how far it is, who is best and how sure that is, and what can be done with it. */
export function RunView({ run, others, onAgain, onRemoved }: RunViewProps) {
  const t = useBenchText();
  const format = useFormat();
  const [beside, setBeside] = useState<readonly number[]>([]);
  const [judging, setJudging] = useState(false);
  const [removing, setRemoving] = useState(false);
  const [live, setLive] = useState<BenchResults | null>(null);
  const running = run.state === 'running';
  useStream(running ? () => host.bench.watch({ runId: run.id }) : null, setLive);
  const runIds = [run.id, ...beside];
  const { data, error, reload } = useQuery(['bench results', runIds, run.state, judging], () =>
    host.bench.results({ runIds }),
  );
  const results = running && live ? live : data;
  const now = results?.runs[0] ?? run;
  const role = benchRoles[run.task];

  const use = async ({ runId, entrant, name }: BenchRow) => {
    try {
      await host.bench.assignRole({ runId, entrant });
      await refreshModels();
      tell(t.used(name, role));
    } catch (thrown) {
      tellError(thrown);
    }
  };

  return (
    <>
      <header className={styles.head}>
        <h1>{t.runTitle(t.tasks[run.task], run.items)}</h1>
        <span className={styles.when} title={format.dateTime(run.created)}>
          {format.relative(run.created)} · {t.states[now.state]}
        </span>
      </header>
      {(now.state === 'running' || now.state === 'paused') && <Progress run={now} />}
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {!results && !error && <Skeleton height={160} />}
      {results && judging && <JudgeView runId={run.id} onClose={() => setJudging(false)} />}
      {results && !judging && (
        <>
          <p className={styles.verdict} data-clear={results.verdict.clear || undefined} role="status">
            {t.verdict(run.task, results.verdict)}
          </p>
          <ResultTable results={results} onUse={(row) => void use(row)} />
          {run.task === 'chat' && (
            <div>
              <Button variant="primary" disabled={now.done === 0} onClick={() => setJudging(true)}>
                {t.judge}
              </Button>
            </div>
          )}
          <Beside run={run} others={others} chosen={beside} onChange={setBeside} />
          {run.task !== 'chat' && <ItemTable results={results} />}
          <footer className={styles.actions}>
            <Button onClick={onAgain}>{t.again}</Button>
            <Button onClick={() => void save(run.id, 'json')}>{t.exportJson}</Button>
            <Button onClick={() => void save(run.id, 'csv')}>{t.exportCsv}</Button>
            <Button variant="quiet" onClick={() => setRemoving(true)}>
              {t.remove}
            </Button>
          </footer>
        </>
      )}
      <ConfirmDialog
        open={removing}
        title={t.removeTitle}
        text={t.removeText(run.models)}
        action={t.remove}
        danger
        onConfirm={() => host.bench.remove({ runId: run.id }).then(onRemoved, tellError)}
        onClose={() => setRemoving(false)}
      />
    </>
  );
}

function Progress({ run }: { run: BenchRun }) {
  const t = useBenchText();
  const act = (action: 'pause' | 'resume' | 'cancel') => host.jobs[action]({ id: run.jobId }).catch(tellError);
  const ended = run.done + run.failed;
  return (
    <div className={styles.progress}>
      <div className={styles.bar}>
        <ProgressBar value={run.total > 0 ? ended / run.total : 0} label={t.progressLabel} />
        <span className={styles.when}>{run.reason || t.progress(ended, run.total)}</span>
      </div>
      {run.state === 'running' ? (
        <Button onClick={() => void act('pause')}>{t.pause}</Button>
      ) : (
        <Button onClick={() => void act('resume')}>{t.resume}</Button>
      )}
      <Button onClick={() => void act('cancel')}>{t.stop}</Button>
    </div>
  );
}

interface BesideProps {
  run: BenchRun;
  others: readonly BenchRun[];
  chosen: readonly number[];
  onChange: (ids: readonly number[]) => void;
}

/** Other runs to be put into the same table; of those on another sample it is said that they do not compare. */
function Beside({ run, others, chosen, onChange }: BesideProps) {
  const t = useBenchText();
  const format = useFormat();
  if (others.length === 0 || run.task === 'chat') return null;
  return (
    <fieldset className={styles.beside}>
      <legend>{t.withRuns}</legend>
      {others.map(({ id, models, created, sampleId }) => (
        <label key={id} className={styles.other}>
          <input
            type="checkbox"
            disabled={sampleId !== run.sampleId}
            checked={chosen.includes(id)}
            onChange={({ currentTarget }) =>
              onChange(currentTarget.checked ? [...chosen, id] : chosen.filter((other) => other !== id))
            }
          />
          <span>{models.join(' · ')}</span>
          <span className={styles.when}>
            {[format.relative(created), sampleId !== run.sampleId && t.otherSample].filter(Boolean).join(' · ')}
          </span>
        </label>
      ))}
      <p className={styles.when}>{t.sameSample}</p>
    </fieldset>
  );
}

/** Hands a run to the person as a file. */
async function save(runId: number, format: 'json' | 'csv'): Promise<void> {
  try {
    saveFile(await host.bench.export({ runId, format }));
  } catch (error) {
    tellError(error);
  }
}
