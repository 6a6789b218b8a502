import { Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { BenchRun } from '../../../shared/contract/bench.ts';
import { useFormat } from '../../app/format.ts';
import { useSession } from '../../app/session.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { PagePart } from '../../components/Page.tsx';
import { host, useQuery } from '../../rpc.ts';
import styles from './BenchPane.module.css';
import { NewRun } from './NewRun.tsx';
import { RunView } from './RunView.tsx';
import { useBenchText } from './text.ts';

/** What is shown: a new comparison, perhaps after the pattern of an earlier one, or one of those there are. */
type Shown = { run: number } | { after: BenchRun | null };

/** Finds out which model is best at something on the library's own files. */
export function BenchPane() {
  const t = useBenchText();
  const jobs = useSession((session) => session.jobs);
  const states = jobs?.filter(({ kind }) => kind === 'bench').map(({ id, state }) => [id, state]);
  const { data: runs, error, reload } = useQuery(['bench runs', states], () => host.bench.runs());
  const [shown, setShown] = useState<Shown>({ after: null });
  const known = useLastKnown(runs);
  const run = 'run' in shown ? known?.find(({ id }) => id === shown.run) : undefined;

  return (
    <section className={styles.pane} aria-label={t.title}>
      <RunList
        runs={known ?? []}
        active={run?.id ?? null}
        onShow={(id) => setShown({ run: id })}
        onNew={() => setShown({ after: null })}
      />
      <PagePart width={1080}>
        {error && <ErrorNotice error={error} onRetry={reload} />}
        {run ? (
          <RunView
            key={run.id}
            run={run}
            others={(known ?? []).filter(({ id, task }) => id !== run.id && task === run.task)}
            onAgain={() => setShown({ after: run })}
            onRemoved={() => {
              setShown({ after: null });
              reload();
            }}
          />
        ) : (
          <NewRun
            key={'after' in shown ? shown.after?.id : 0}
            after={'after' in shown ? shown.after : null}
            onStarted={({ id }) => {
              reload();
              setShown({ run: id });
            }}
          />
        )}
      </PagePart>
    </section>
  );
}

/** While a list is asked for again, the one before. */
function useLastKnown<T>(value: T | undefined): T | undefined {
  const [last, setLast] = useState(value);
  useEffect(() => {
    if (value !== undefined) setLast(value);
  }, [value]);
  return value ?? last;
}

interface RunListProps {
  runs: readonly BenchRun[];
  active: number | null;
  onShow: (id: number) => void;
  onNew: () => void;
}

/** The comparisons that were made, newest first. */
function RunList({ runs, active, onShow, onNew }: RunListProps) {
  const t = useBenchText();
  const format = useFormat();
  return (
    <nav className={styles.list} aria-label={t.runs}>
      <header>
        <Button icon={Plus} variant={active === null ? 'default' : 'primary'} onClick={onNew}>
          {t.newRun}
        </Button>
      </header>
      {runs.length === 0 ? (
        <p className={styles.none}>{t.noRuns}</p>
      ) : (
        <ul>
          {runs.map((run) => (
            <li key={run.id}>
              <button type="button" aria-current={run.id === active || undefined} onClick={() => onShow(run.id)}>
                <span className={styles.task}>{t.tasks[run.task]}</span>
                <span className={styles.models}>{run.models.join(' · ')}</span>
                <span className={styles.when}>
                  {run.state === 'done' ? format.relative(run.created) : t.states[run.state]}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </nav>
  );
}
