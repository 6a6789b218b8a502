import { useState } from 'react';
import { type ModelRole, modelRoles } from '../../../../shared/contract/models.ts';
import { type Column, Table } from '../../../components/Table.tsx';
import { useModelsText } from '../text.ts';
import type { ShownModels } from '../use-live-models.ts';
import { RoleDialog } from './RoleDialog.tsx';
import { RoleRow } from './RoleRow.tsx';
import styles from './RolesTable.module.css';

/** What Holdfast asks models for: who does it, where, and how that is going. */
export function RolesTable({ models, services, engine }: ShownModels) {
  const t = useModelsText();
  const [arranging, setArranging] = useState<ModelRole | null>(null);
  const columns: readonly Column[] = [
    { key: 'role', head: t.columns.role, width: '152px' },
    { key: 'model', head: t.columns.model },
    { key: 'place', head: t.columns.place, width: '27%' },
    { key: 'state', head: t.columns.state, width: '120px' },
    { key: 'speed', head: t.columns.speed, width: '112px' },
    { key: 'actions', head: t.columns.actions, headHidden: true, width: '40px' },
  ];
  return (
    <>
      <Table label={t.rolesTitle} columns={columns} className={styles.table}>
        {modelRoles.flatMap((each) =>
          services
            .filter((service) => service.role === each)
            .map((service) => (
              <RoleRow
                key={`${each} ${service.tag}`}
                service={service}
                models={models}
                engine={engine}
                onArrange={() => setArranging(each)}
              />
            )),
        )}
      </Table>
      {arranging && (
        <RoleDialog role={arranging} models={models} services={services} onClose={() => setArranging(null)} />
      )}
    </>
  );
}
