import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { type Model, type ModelRole, type RoleService, roleFollows } from '../../../../shared/contract/models.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { Menu, MenuItem } from '../../../components/Menu.tsx';
import { host } from '../../../rpc.ts';
import { changeModels } from '../change-models.ts';
import { ModelPlace } from '../ModelPlace.tsx';
import { useModelsText } from '../text.ts';
import styles from './RoleDialog.module.css';
import { moved } from './role-choices.ts';
import { TagChoices } from './TagChoices.tsx';

interface RoleDialogProps {
  role: ModelRole;
  models: readonly Model[];
  services: readonly RoleService[];
  onClose: () => void;
}

/** Who serves a role after whom, and who does for the files with a tag. */
export function RoleDialog({ role, models, services, onClose }: RoleDialogProps) {
  const t = useModelsText();
  const own = services.filter((service) => service.role === role);
  const everywhere = own.find(({ tag }) => tag === '');
  const order = everywhere?.follows === null ? everywhere.order : [];
  const able = models.filter(({ roles }) => roles.includes(role));
  const chosen = order.flatMap((id) => able.find((model) => model.id === id) ?? []);
  const left = able.filter(({ id }) => !order.includes(id));
  const leader = roleFollows[role];
  const set = (ids: string[]) => void changeModels(() => host.models.order({ role, ids }));

  return (
    <Dialog open wide title={t.roles[role].name} onClose={onClose}>
      <p className={styles.effect}>{t.roles[role].does}</p>
      <section className={styles.part} aria-label={t.orderTitle}>
        <h3>{t.orderTitle}</h3>
        {chosen.length === 0 ? (
          <p className={styles.effect}>{leader ? t.orderFollows(t.roles[leader].name) : t.roles[role].without}</p>
        ) : (
          <>
            <p className={styles.effect}>{t.orderEffect}</p>
            <ol className={styles.order}>
              {chosen.map((model, index) => (
                <li key={model.id} className={styles.model}>
                  <span className={styles.number}>{index + 1}</span>
                  <span className={styles.name}>{model.name}</span>
                  <ModelPlace model={model} />
                  <IconButton
                    icon={ArrowUp}
                    size="small"
                    label={t.moveUp(model.name)}
                    disabled={index === 0}
                    onClick={() => set(moved(order, model.id, -1))}
                  />
                  <IconButton
                    icon={ArrowDown}
                    size="small"
                    label={t.moveDown(model.name)}
                    disabled={index === chosen.length - 1}
                    onClick={() => set(moved(order, model.id, 1))}
                  />
                  <IconButton
                    icon={X}
                    size="small"
                    label={t.takeOut(model.name)}
                    onClick={() => set(order.filter((id) => id !== model.id))}
                  />
                </li>
              ))}
            </ol>
          </>
        )}
        {left.length === 0 ? (
          <p className={styles.effect}>{t.noneLeft}</p>
        ) : (
          <div>
            <Menu trigger={<Button icon={Plus}>{chosen.length === 0 ? t.chooseModel : t.addFallback}</Button>}>
              {left.map((model) => (
                <MenuItem
                  key={model.id}
                  note={model.provider?.host ?? t.locations[model.location]}
                  onClick={() => set([...order, model.id])}
                >
                  {model.name}
                </MenuItem>
              ))}
            </Menu>
          </div>
        )}
      </section>
      <TagChoices role={role} able={able} choices={own.filter(({ tag }) => tag !== '')} />
    </Dialog>
  );
}
