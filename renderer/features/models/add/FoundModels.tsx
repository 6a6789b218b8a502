import { RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { FoundModel } from '../../../../shared/contract/discovery.ts';
import { addModelAt } from '../../../app/actions.ts';
import { useFormat } from '../../../app/format.ts';
import { Button } from '../../../components/Button.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { tellError } from '../../../components/toasts.ts';
import { shortPath } from '../../../paths/short-path.ts';
import { host } from '../../../rpc.ts';
import { modelFacts } from '../model-facts.ts';
import { useModelsText } from '../text.ts';
import { CopyProgress } from './CopyProgress.tsx';
import { copyModel, stopCopying, useCopying } from './copy-store.ts';
import styles from './FoundModels.module.css';
import { useStreamRun } from './use-stream-run.ts';

interface FoundModelsProps {
  /** Where to look; where other programs keep their models if it is null. */
  folder: string | null;
  copy: boolean;
}

/** Models that lie on this machine, as they are found, to be added. */
export function FoundModels({ folder, copy }: FoundModelsProps) {
  const t = useModelsText();
  const { items, state, error, start } = useStreamRun((signal) =>
    host.discovery.find(folder === null ? {} : { folder }, { signal }),
  );
  const [adding, setAdding] = useState<string | null>(null);
  const [added, setAdded] = useState<ReadonlySet<string>>(new Set());
  // biome-ignore lint/correctness/useExhaustiveDependencies: another folder is looked through anew.
  useEffect(() => start(), [folder, start]);

  const add = async (path: string) => {
    setAdding(path);
    try {
      const model = await (copy ? copyModel(path) : addModelAt(path));
      if (model) setAdded((before) => new Set(before).add(path));
    } catch (thrown) {
      tellError(thrown);
    }
    setAdding(null);
  };

  const models = items.filter((item) => item.type === 'model');
  const skipped = items.filter((item) => item.type === 'skipped');
  const summary =
    state === 'running'
      ? t.looking
      : models.length > 0
        ? t.found(models.length)
        : folder === null
          ? t.foundNone
          : t.foundNoneIn(folder);
  return (
    <section className={styles.found} aria-label={t.foundLabel}>
      <div className={styles.head}>
        <p role="status">{state === 'failed' ? '' : summary}</p>
        <Button variant="quiet" icon={RefreshCw} disabled={state === 'running'} onClick={start}>
          {t.lookAgain}
        </Button>
      </div>
      {state === 'failed' && <ErrorNotice error={error} onRetry={start} />}
      {models.length > 0 && (
        <ul className={styles.list}>
          {models.map((model) => (
            <FoundRow
              key={model.path}
              model={model}
              added={model.added || added.has(model.path)}
              adding={adding === model.path}
              busy={adding !== null}
              onAdd={() => void add(model.path)}
            />
          ))}
        </ul>
      )}
      {skipped.length > 0 && (
        <details className={styles.skipped}>
          <summary>{t.skipped(skipped.length)}</summary>
          <ul>
            {skipped.map(({ path, reason }) => (
              <li key={path}>
                <code>{path}</code> {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

interface FoundRowProps {
  model: FoundModel;
  added: boolean;
  adding: boolean;
  busy: boolean;
  onAdd: () => void;
}

function FoundRow({ model, added, adding, busy, onAdd }: FoundRowProps) {
  const t = useModelsText();
  const format = useFormat();
  const copying = useCopying((state) => model.path in state.copying);
  const { name, path, role, sources, size, licence, parts, problem } = model;
  const facts = [
    ...(role ? [t.roles[role].name] : []),
    format.bytes(size),
    ...modelFacts(model, format, t),
    ...(parts > 1 ? [t.files(parts)] : []),
    ...(licence ? [licence] : []),
  ];
  return (
    <li>
      <div className={styles.words}>
        <p className={styles.name}>
          {name} <span className={styles.source}>{sources.map((source) => t.sources[source]).join(', ')}</span>
        </p>
        <p className={styles.facts}>{facts.join(' · ')}</p>
        <p className={styles.path} title={path}>
          {shortPath(path, 84)}
        </p>
        {problem !== '' && <p className={styles.problem}>{problem}</p>}
        <CopyProgress path={path} />
      </div>
      {copying ? (
        <Button aria-label={t.stopCopyingNamed(name)} onClick={() => stopCopying(path)}>
          {t.stopCopying}
        </Button>
      ) : added ? (
        <span className={styles.added}>{t.isAdded}</span>
      ) : (
        <Button aria-label={t.addNamed(name)} disabled={busy || problem !== ''} onClick={onAdd}>
          {adding ? t.adding : t.add}
        </Button>
      )}
    </li>
  );
}
