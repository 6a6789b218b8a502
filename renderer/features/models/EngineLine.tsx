import type { ModelEngineState } from '../../../shared/contract/models.ts';
import { useFormat } from '../../app/format.ts';
import styles from './EngineLine.module.css';
import { useModelsText } from './text.ts';

/** What runs this machine's own models, and how much memory there is for them. */
export function EngineLine({ engine }: { engine: ModelEngineState | undefined }) {
  const t = useModelsText();
  const format = useFormat();
  if (!engine) return <p className={styles.line} />;
  const { engine: runs, used, free } = engine;
  const facts = [
    ...(runs ? [t.backend(runs.backend, runs.devices), t.threads(runs.threads)] : []),
    ...(runs || used > 0 ? [t.memoryUsed(format.bytes(used))] : [t.engineIdle]),
  ];
  return (
    <>
      <ul className={styles.line} aria-label={t.engine}>
        {[...facts, t.memoryFree(format.bytes(free))].map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      {runs && runs.fallback !== '' && <p className={styles.fallback}>{runs.fallback}</p>}
    </>
  );
}
