import { PackagePlus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { type Model, type ModelRole, modelRoles } from '../../../shared/contract/models.ts';
import { addModel } from '../../app/actions.ts';
import { refreshModels, useSession } from '../../app/session.ts';
import { text as words } from '../../app/text.ts';
import { Button } from '../../components/Button.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { tellError } from '../../components/toasts.ts';
import { host, useQuery } from '../../rpc.ts';
import { ModelRow, RoleRow } from './ModelRows.tsx';
import styles from './ModelsSection.module.css';
import { Panel } from './Panel.tsx';
import { ServersPanel } from './providers/ServersPanel.tsx';
import { useSettingsText } from './text.ts';

/** How often a model that is being loaded is looked at. */
const LOADING_MS = 1000;

/** Which models there are, and who serves what. */
export function ModelsSection() {
  const t = useSettingsText();
  const models = useSession((session) => session.models);
  const policy = useSession((session) => session.policy);
  // Who serves changes with the models, and with the policy.
  const { data: services } = useQuery(['roles', models, policy], () => host.models.roles());
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Model | null>(null);
  useFreshModels(models);

  /** Changes something about models and shows how it came out. */
  const change = async (action: () => Promise<unknown>) => {
    try {
      await action();
    } catch (error) {
      tellError(error);
    }
    await refreshModels().catch(tellError);
  };
  /** Who serves a role; where nobody can, who was chosen to, with what keeps it from it. */
  const serving = (role: ModelRole) => {
    const id = services?.find((service) => service.role === role && service.tag === '')?.serving;
    return models?.find((model) => model.id === id) ?? models?.find(({ serves }) => serves.includes(role));
  };
  const add = async () => {
    setAdding(true);
    await addModel();
    setAdding(false);
  };

  if (!models) return <Skeleton height={160} />;
  return (
    <>
      <Panel label={t.whatRuns}>
        {modelRoles.map((role) => (
          <RoleRow
            key={role}
            role={role}
            model={serving(role)}
            onRelease={() => void change(() => host.models.release({ role }))}
          />
        ))}
      </Panel>
      <h3 className={styles.list}>{t.modelsAdded}</h3>
      {models.length === 0 ? (
        <p>{t.noModels}</p>
      ) : (
        <Panel label={t.modelsAdded}>
          {models.map((model) => (
            <ModelRow
              key={model.id}
              model={model}
              onUse={(asFallback) => void change(() => host.models.use({ id: model.id, asFallback }))}
              canFollow={model.role === 'chat' && models.some(({ serves }) => serves.includes('chat'))}
              onRemove={() => setRemoving(model)}
            />
          ))}
        </Panel>
      )}
      <div>
        <Button icon={PackagePlus} disabled={adding} onClick={() => void add()}>
          {adding ? t.addingModel : words.addModel}
        </Button>
      </div>
      <p className={styles.note}>{t.bringModels}</p>
      <ServersPanel />
      <ConfirmDialog
        open={removing !== null}
        title={t.removeModelTitle}
        text={removing ? t.removeModelText(removing.name, removing.serves) : ''}
        action={t.removeModelAction}
        danger
        onConfirm={() => (removing ? change(() => host.models.remove({ id: removing.id })) : undefined)}
        onClose={() => setRemoving(null)}
      />
    </>
  );
}

/** Looks at the models when the section is opened, since files come and go, and while one is being loaded. */
function useFreshModels(models: readonly Model[] | null): void {
  const loading = models?.some(({ state }) => state === 'loading') ?? false;
  useEffect(() => {
    const look = () => refreshModels().catch(() => undefined);
    void look();
    if (!loading) return;
    const timer = setInterval(look, LOADING_MS);
    return () => clearInterval(timer);
  }, [loading]);
}
