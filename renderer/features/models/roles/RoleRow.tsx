import { ListOrdered, X } from 'lucide-react';
import { type Model, type RoleService, roleFollows } from '../../../../shared/contract/models.ts';
import { useFormat } from '../../../app/format.ts';
import { IconButton } from '../../../components/IconButton.tsx';
import { host } from '../../../rpc.ts';
import { changeModels } from '../change-models.ts';
import { speedOf } from '../loaded.ts';
import { ModelPlace } from '../ModelPlace.tsx';
import { ModelState } from '../ModelState.tsx';
import { type ModelsText, useModelsText } from '../text.ts';
import type { ShownModels } from '../use-live-models.ts';
import { RoleMenu } from './RoleMenu.tsx';
import styles from './RolesTable.module.css';
import { lacking, withFirst } from './role-choices.ts';

interface RoleRowProps extends Pick<ShownModels, 'models' | 'engine'> {
  service: RoleService;
  /** Opens fallbacks and tags. */
  onArrange: () => void;
}

/** One role, everywhere or for the files with a tag: who would serve it now. */
export function RoleRow({ service, models, engine, onArrange }: RoleRowProps) {
  const t = useModelsText();
  const format = useFormat();
  const { role, tag, follows, order } = service;
  const { name, does, without } = t.roles[role];
  const ordered = order.flatMap((id) => models.find((model) => model.id === id) ?? []);
  // Where nobody can, the first choice is shown with what keeps it from it.
  const shown = models.find(({ id }) => id === service.serving) ?? ordered[0];
  const others = ordered.filter((model) => model !== shown);
  const chosen = follows === null ? order : [];
  const leader = roleFollows[role];

  const choose = (id: string) =>
    void changeModels(() =>
      id === '' ? host.models.release({ role, tag }) : host.models.order({ role, tag, ids: withFirst(chosen, id) }),
    );

  return (
    <tr data-tag={tag === '' ? undefined : ''}>
      <th scope="row" title={tag === '' ? does : undefined}>
        {tag === '' ? name : t.forTag(tag)}
      </th>
      <td>
        <div className={styles.model}>
          <RoleMenu
            role={role}
            label={
              tag === '' ? t.modelFor(name, shown?.name ?? t.nobody) : t.modelForTag(name, tag, shown?.name ?? t.nobody)
            }
            models={models}
            value={chosen[0] ?? ''}
            none={leader ? t.followed(t.roles[leader].name) : t.nobody}
            onChoose={choose}
          >
            {shown ? shown.name : <span className={styles.quiet}>{t.nobody}</span>}
          </RoleMenu>
          {follows && <span className={styles.quiet}>{t.follows(t.roles[follows].name)}</span>}
          {follows === null && others.length > 0 && (
            <span className={styles.quiet}>{t.thenThese(others.map((other) => other.name))}</span>
          )}
        </div>
        {service.reason !== '' && <p className={styles.reason}>{whyOther(service, shown, t)}</p>}
      </td>
      {shown ? (
        <>
          <td>
            <ModelPlace model={shown} />
          </td>
          <td>
            <ModelState model={shown} />
          </td>
          <td className={styles.number}>{speedOf(engine, shown, format, t) || '–'}</td>
        </>
      ) : (
        <td colSpan={3} className={styles.without}>
          <Unserved service={service} models={models} without={without} />
        </td>
      )}
      <td>
        {tag !== '' ? (
          <IconButton
            icon={X}
            size="small"
            label={t.removeTag(tag)}
            onClick={() => void changeModels(() => host.models.release({ role, tag }))}
          />
        ) : (
          role !== 'embedding' && (
            <IconButton icon={ListOrdered} size="small" label={t.arrange(name)} onClick={onArrange} />
          )
        )}
      </td>
    </tr>
  );
}

/** Why it is not the first choice that serves, and who does instead. */
function whyOther({ serving, reason }: RoleService, shown: Model | undefined, t: ModelsText): string {
  return serving !== null && shown ? `${reason} ${t.standsIn(shown.name)}` : reason;
}

/** What happens without a model; for a role that follows another one, why that one's model does not do it. */
function Unserved({
  service: { role },
  models,
  without,
}: {
  service: RoleService;
  models: readonly Model[];
  without: string;
}) {
  const t = useModelsText();
  const leader = roleFollows[role];
  const leading = leader && models.find(({ serves }) => serves.includes(leader));
  // The session's models may be a moment older than the roles.
  const lacks = leading ? lacking(leading, role) : [];
  return (
    <>
      {leading && lacks.length > 0 && `${t.cannotFollow(leading.name, lacks)} `}
      {without}
    </>
  );
}
