import { type KeyboardEvent, useState } from 'react';
import type { Model } from '../../../../shared/contract/models.ts';
import { type Column, Table } from '../../../components/Table.tsx';
import { RemoveDialog } from '../RemoveDialog.tsx';
import { useModelsText } from '../text.ts';
import type { ShownModels } from '../use-live-models.ts';
import { ModelRow } from './ModelRow.tsx';
import styles from './ModelsTable.module.css';

/** Every model there is. Arrows, Home and End go through their names, Delete asks to remove one. */
export function ModelsTable({ models, services, engine }: ShownModels) {
  const t = useModelsText();
  const [removing, setRemoving] = useState<Model | null>(null);
  const columns: readonly Column[] = [
    { key: 'model', head: t.columns.model },
    { key: 'can', head: t.columns.can, width: '184px', className: styles.can },
    { key: 'size', head: t.columns.size, width: '80px', className: styles.number },
    { key: 'licence', head: t.columns.licence, width: '96px' },
    { key: 'fit', head: t.columns.fit, width: '88px' },
    { key: 'state', head: t.columns.state, width: '160px' },
    { key: 'uses', head: t.columns.uses, width: '168px' },
    { key: 'actions', head: t.columns.actions, headHidden: true, width: '44px' },
  ];

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
      <Table label={t.modelsTitle} columns={columns} className={styles.table} onKeyDown={onKeyDown}>
        {models.map((each) => (
          <ModelRow key={each.id} model={each} services={services} engine={engine} onRemove={() => setRemoving(each)} />
        ))}
      </Table>
      <RemoveDialog model={removing} onClose={() => setRemoving(null)} />
    </>
  );
}
