import { Boxes, PackagePlus, Scale } from 'lucide-react';
import { useLocation } from 'wouter';
import { useSession } from '../../app/session.ts';
import { useTitle } from '../../app/use-title.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { Page, PageHead } from '../../components/Page.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { EngineLine } from './EngineLine.tsx';
import { ModelsTable } from './list/ModelsTable.tsx';
import styles from './ModelsScreen.module.css';
import { RolesTable } from './roles/RolesTable.tsx';
import { ServersPanel } from './servers/ServersPanel.tsx';
import { useModelsText } from './text.ts';
import { useLiveModels } from './use-live-models.ts';

/** Who does what Holdfast asks models for, and every model there is. */
export function ModelsScreen() {
  const t = useModelsText();
  useTitle(t.models);
  const [, navigate] = useLocation();
  const models = useSession((session) => session.models);
  const { services, engine, error, reload } = useLiveModels();
  const add = (
    <Button variant="primary" icon={PackagePlus} onClick={() => navigate('/models/add')}>
      {t.addModel}
    </Button>
  );
  return (
    <Page label={t.models} width={1288}>
      <PageHead title={t.models}>
        {models && models.length > 0 && (
          <>
            <Button icon={Scale} onClick={() => navigate('/models/bench')}>
              {t.compare}
            </Button>
            {add}
          </>
        )}
      </PageHead>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {!error && !(models && services) && <Skeleton height={400} />}
      {models?.length === 0 && (
        <div className={styles.empty}>
          <EmptyState icon={Boxes} title={t.emptyTitle} text={t.emptyText}>
            {add}
          </EmptyState>
        </div>
      )}
      {models && services && (
        <>
          <section className={styles.section} aria-label={t.rolesTitle}>
            <div className={styles.title}>
              <h2>{t.rolesTitle}</h2>
              <p>{t.rolesIntro}</p>
            </div>
            <RolesTable models={models} services={services} engine={engine} />
          </section>
          {models.length > 0 && (
            <section className={styles.section} aria-label={t.modelsTitle}>
              <div className={styles.title}>
                <h2>{t.modelsTitle}</h2>
                <EngineLine engine={engine} />
              </div>
              <ModelsTable models={models} services={services} engine={engine} />
            </section>
          )}
          <section className={styles.section} aria-label={t.servers}>
            <div className={styles.title}>
              <h2>{t.servers}</h2>
              <p>{t.wayIntro.server}</p>
            </div>
            <ServersPanel />
          </section>
        </>
      )}
    </Page>
  );
}
