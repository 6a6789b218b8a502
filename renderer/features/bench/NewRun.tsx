import { useState } from 'react';
import {
  type BenchRun,
  type BenchTask,
  baselineOf,
  benchRoles,
  benchTasks,
  questionTasks,
  referenceKindOf,
} from '../../../shared/contract/bench.ts';
import type { Model } from '../../../shared/contract/models.ts';
import { useSession } from '../../app/session.ts';
import { Button } from '../../components/Button.tsx';
import { SegmentedControl } from '../../components/SegmentedControl.tsx';
import { Select } from '../../components/Select.tsx';
import { tellError } from '../../components/toasts.ts';
import { host, useQuery } from '../../rpc.ts';
import styles from './NewRun.module.css';
import { QuestionsDialog } from './QuestionsDialog.tsx';
import { ReferencesDialog } from './ReferencesDialog.tsx';
import { useBenchText } from './text.ts';

const sizes = ['10', '20', '50', '100', '200'] as const;
type Size = (typeof sizes)[number];

interface NewRunProps {
  /** A run whose sample and models are taken. */
  after: BenchRun | null;
  onStarted: (run: BenchRun) => void;
}

/** What to compare models at, which ones, and on what. */
export function NewRun({ after, onStarted }: NewRunProps) {
  const t = useBenchText();
  const all = useSession((session) => session.models);
  const [task, setTask] = useState<BenchTask>(after?.task ?? 'embedding');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [size, setSize] = useState<Size>('20');
  const [dialog, setDialog] = useState<'questions' | 'references' | null>(null);
  const [starting, setStarting] = useState(false);
  const { data: available, reload } = useQuery(['bench available', dialog], () => host.bench.available());

  const able = (all ?? []).filter(({ roles }) => roles.includes(benchRoles[task]));
  const picked = able.filter(({ id }) => chosen.includes(id));
  const fewest = baselineOf[task] ? 1 : 2;
  const hosts = [...new Set(picked.flatMap(({ provider }) => provider?.host ?? []))];
  const count = after ? after.items : (available?.[task] ?? 0);
  const referenceKind = referenceKindOf[task];

  const start = async () => {
    setStarting(true);
    try {
      const models = picked.map(({ id }) => id);
      onStarted(
        await host.bench.start({ task, models, items: Number(size), ...(after ? { sampleOf: after.id } : {}) }),
      );
    } catch (error) {
      tellError(error);
    }
    setStarting(false);
  };
  const closeDialog = () => {
    setDialog(null);
    reload();
  };

  return (
    <>
      <header className={styles.head}>
        <h1>{t.title}</h1>
        <p>{t.lead}</p>
      </header>
      <section className={styles.section} aria-label={t.task}>
        <h2>{t.task}</h2>
        {after ? (
          <p>{t.runTitle(t.tasks[task], after.items)}</p>
        ) : (
          <div className={styles.tasks}>
            <SegmentedControl
              label={t.task}
              value={task}
              options={benchTasks.map((value) => ({ value, text: t.tasks[value] }))}
              onChange={setTask}
            />
          </div>
        )}
        <p className={styles.meaning}>{t.meanings[task]}</p>
      </section>
      <section className={styles.section} aria-label={t.models}>
        <h2>{t.models}</h2>
        {able.length === 0 ? (
          <p className={styles.meaning}>{t.noModelCan}</p>
        ) : (
          <ul className={styles.models}>
            {able.map((model) => (
              <ModelChoice
                key={model.id}
                model={model}
                checked={chosen.includes(model.id)}
                onChange={(checked) =>
                  setChosen(checked ? [...chosen, model.id] : chosen.filter((id) => id !== model.id))
                }
              />
            ))}
          </ul>
        )}
        {hosts.length > 0 && <p className={styles.leaves}>{t.leaves(hosts)}</p>}
      </section>
      {!after && (
        <section className={styles.sample}>
          <strong>
            {questionTasks.includes(task)
              ? t.questions(count)
              : referenceKind
                ? t.corrected(count)
                : t.taggedFiles(count)}
          </strong>
          {questionTasks.includes(task) && <Button onClick={() => setDialog('questions')}>{t.editQuestions}</Button>}
          {referenceKind && <Button onClick={() => setDialog('references')}>{t.editReferences}</Button>}
          {task === 'tagging' && count === 0 && <span className={styles.meaning}>{t.noTaggedFiles}</span>}
          {count > 0 && (
            <span className={styles.most}>
              {t.atMost}
              <Select
                label={t.atMost}
                value={size}
                options={sizes.map((value) => ({ value, text: value }))}
                onChange={setSize}
              />
            </span>
          )}
        </section>
      )}
      <footer className={styles.actions}>
        <Button
          variant="primary"
          disabled={starting || picked.length < fewest || count === 0}
          onClick={() => void start()}
        >
          {starting ? t.starting : t.start}
        </Button>
        {able.length > 0 && picked.length < fewest && (
          <span className={styles.meaning}>{fewest === 1 ? t.chooseOne : t.chooseTwo}</span>
        )}
      </footer>
      {dialog === 'questions' && <QuestionsDialog onClose={closeDialog} />}
      {dialog === 'references' && referenceKind && <ReferencesDialog kind={referenceKind} onClose={closeDialog} />}
    </>
  );
}

interface ModelChoiceProps {
  model: Model;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

function ModelChoice({ model, checked, onChange }: ModelChoiceProps) {
  const t = useBenchText();
  const { name, path, provider, quantisation, reason } = model;
  const file = path.split(/[\\/]/).at(-1);
  return (
    <li>
      <label className={styles.choice}>
        <input type="checkbox" checked={checked} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
        <span className={styles.name}>{name}</span>
        <span className={styles.fact} data-tone={reason ? 'warning' : undefined}>
          {reason || [provider?.host ?? t.runsHere, quantisation, file].filter(Boolean).join(' · ')}
        </span>
      </label>
    </li>
  );
}
