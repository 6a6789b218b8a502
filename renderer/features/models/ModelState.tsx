import type { Model } from '../../../shared/contract/models.ts';
import styles from './ModelState.module.css';
import { useModelsText } from './text.ts';

/** How a model is doing; why it is not, on hover. */
export function ModelState({ model: { state, reason, provider } }: { model: Model }) {
  const t = useModelsText();
  const words = { ...t.states, ...(provider ? t.remoteStates : {}) };
  return (
    <span className={styles.state} data-state={state} title={reason || undefined}>
      {words[state]}
    </span>
  );
}
