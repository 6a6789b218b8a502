import { type KeyboardEvent, useState } from 'react';
import type { Model, ModelEngineState, RoleService } from '../../../../shared/contract/models.ts';
import { RemoveDialog } from '../RemoveDialog.tsx';
import { useModelsText } from '../text.ts';
import { ModelRow } from './ModelRow.tsx';
import styles from './ModelsTable.module.css';

interface ModelsTableProps {
  models: readonly Model[];
  services: readonly RoleService[];
  engine: ModelEngineState | undefined;
}

/** Every model there is. Arrows, Home and End go through their names, Delete asks to remove one. */
export function ModelsTable({ models, services, engine }: ModelsTableProps) {
  const t = useModelsText();
  const [removing, setRemoving] = useState<Model | null>(null);
  const { model, can, size, licence, fit, state, uses, actions } = t.columns;

  const onKeyDown = (event: KeyboardEvent<HTMLTableSectionElement>) => {
    const names = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-model]')];
    const at = names.indexOf(event.target as HTMLElement);
    if (at < 0) return;
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: names.length - 1 }[event.key];
    if (next !== undefined) names[Math.max(0, Math.min(names.length - 1, next))]?.focus();
    else if (event.key === 'Delete') setRemoving(models[at] ?? null);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <table className={styles.table}>
        <caption>{t.modelsTitle}</caption>
        <colgroup>
          <col />
          <col className={styles.can} />
          <col className={styles.size} />
          <col className={styles.licence} />
          <col className={styles.fit} />
          <col className={styles.state} />
          <col className={styles.use} />
          <col className={styles.actions} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{model}</th>
            <th scope="col" className={styles.can}>
              {can}
            </th>
            <th scope="col" className={styles.number}>
              {size}
            </th>
            <th scope="col" className={styles.licence}>
              {licence}
            </th>
            {[fit, state, uses].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">
              <span className={styles.hidden}>{actions}</span>
            </th>
          </tr>
        </thead>
        <tbody onKeyDown={onKeyDown}>
          {models.map((each) => (
            <ModelRow
              key={each.id}
              model={each}
              services={services}
              engine={engine}
              onRemove={() => setRemoving(each)}
            />
          ))}
        </tbody>
      </table>
      <RemoveDialog model={removing} onClose={() => setRemoving(null)} />
    </>
  );
}
