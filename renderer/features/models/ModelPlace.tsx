import type { Model, ModelLocation } from '../../../shared/contract/models.ts';
import type { NetworkMode } from '../../../shared/contract/policy.ts';
import styles from './ModelPlace.module.css';
import { useModelsText } from './text.ts';

/** The least open mode in which a model there can be asked: its colour says where content goes. */
const modeOf: Record<ModelLocation, NetworkMode> = { process: 'air-gapped', boundary: 'boundary', cloud: 'connected' };

/** Where a model runs. */
export function ModelPlace({ model: { location, provider } }: { model: Model }) {
  const t = useModelsText();
  return (
    <span className={styles.place} data-mode={modeOf[location]} title={t.locationMeaning[location]}>
      <span className={styles.words}>
        {t.locations[location]}
        {provider && <span className={styles.host}> · {provider.host}</span>}
      </span>
    </span>
  );
}
