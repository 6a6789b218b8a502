import { useState } from 'react';
import {
  type Model,
  type ModelEngineState,
  type ModelRole,
  modelRoles,
  type RoleService,
} from '../../../../shared/contract/models.ts';
import { useModelsText } from '../text.ts';
import { RoleDialog } from './RoleDialog.tsx';
import { RoleRow } from './RoleRow.tsx';
import styles from './RolesTable.module.css';

interface RolesTableProps {
  models: readonly Model[];
  services: readonly RoleService[];
  engine: ModelEngineState | undefined;
}

/** What Holdfast asks models for: who does it, where, and how that is going. */
export function RolesTable({ models, services, engine }: RolesTableProps) {
  const t = useModelsText();
  const [arranging, setArranging] = useState<ModelRole | null>(null);
  const { role, model, place, state, speed, actions } = t.columns;
  return (
    <>
      <table className={styles.table}>
        <caption>{t.rolesTitle}</caption>
        <colgroup>
          <col className={styles.role} />
          <col />
          <col className={styles.place} />
          <col className={styles.state} />
          <col className={styles.speed} />
          <col className={styles.actions} />
        </colgroup>
        <thead>
          <tr>
            {[role, model, place, state, speed].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">
              <span className={styles.hidden}>{actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
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
        </tbody>
      </table>
      {arranging && (
        <RoleDialog role={arranging} models={models} services={services} onClose={() => setArranging(null)} />
      )}
    </>
  );
}
