import { Trash2 } from 'lucide-react';
import type { Model, ModelRole } from '../../../shared/contract/models.ts';
import { useFormat } from '../../app/format.ts';
import { Button } from '../../components/Button.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { shortPath } from '../../paths/short-path.ts';
import styles from './ModelRows.module.css';
import { modelFacts } from './model-facts.ts';
import { PanelRow } from './Panel.tsx';
import { useProvidersText } from './providers/text.ts';
import { useSettingsText } from './text.ts';

interface RoleRowProps {
  role: ModelRole;
  /** Who serves it. */
  model: Model | undefined;
  onRelease: () => void;
}

/** A role: what it does, and who serves it or what happens without. */
export function RoleRow({ role, model, onRelease }: RoleRowProps) {
  const t = useSettingsText();
  const { name, does, without } = t.roles[role];
  return (
    <PanelRow
      title={
        <div className={styles.role}>
          <span>{name}</span>
          {model ? (
            <span className={styles.serving}>
              {model.name} <Where model={model} /> <StateBadge model={model} />
            </span>
          ) : (
            <span className={styles.place}>{t.nobody}</span>
          )}
        </div>
      }
      text={<div className={styles.does}>{model ? does : `${does} ${without}`}</div>}
    >
      {model && (
        <Button variant="quiet" aria-label={t.releaseLabel(name)} onClick={onRelease}>
          {t.release}
        </Button>
      )}
    </PanelRow>
  );
}

interface ModelRowProps {
  model: Model;
  /** Whether it could serve after another one, for when that one cannot. */
  canFollow: boolean;
  onUse: (asFallback: boolean) => void;
  onRemove: () => void;
}

/** A model: what its file says, how it does, and what can be done with it. */
export function ModelRow({ model, canFollow, onUse, onRemove }: ModelRowProps) {
  const t = useSettingsText();
  const format = useFormat();
  const role = model.role === null ? t.noRole : t.roles[model.role].name;
  const serves = model.serves.map((served) => t.roles[served].name).join(', ');
  return (
    <PanelRow
      tone={model.reason === '' ? 'plain' : 'warning'}
      title={
        <span className={styles.name}>
          {model.name} {serves === '' && <StateBadge model={model} />}
        </span>
      }
      text={
        <>
          <ul className={styles.facts}>
            {[role, ...modelFacts(model, format, t)].map((fact) => (
              <li key={fact}>{fact}</li>
            ))}
          </ul>
          {model.path === '' ? (
            <Where model={model} />
          ) : (
            <div className={styles.path} title={model.path}>
              {shortPath(model.path, 80)}
            </div>
          )}
          {model.reason !== '' && <div>{model.reason}</div>}
        </>
      }
    >
      {serves !== '' ? (
        <span className={styles.inUse}>{t.serves(serves)}</span>
      ) : (
        <>
          {canFollow && (
            <Button variant="quiet" aria-label={t.followInRole(model.name, role)} onClick={() => onUse(true)}>
              {t.useAsFallback}
            </Button>
          )}
          <Button
            aria-label={t.takeRole(model.name, role)}
            disabled={model.state === 'missing'}
            onClick={() => onUse(false)}
          >
            {t.use}
          </Button>
        </>
      )}
      <IconButton icon={Trash2} label={t.removeModel(model.name)} onClick={onRemove} />
    </PanelRow>
  );
}

/** Where a model runs. */
function Where({ model: { location, provider } }: { model: Model }) {
  const t = useProvidersText();
  const place = t.locations[location];
  return <span className={styles.place}>{provider ? t.at(place, provider.host) : place}</span>;
}

function StateBadge({ model: { state, provider } }: { model: Model }) {
  const t = useSettingsText();
  // What a server has loaded is not known here.
  if (provider && state === 'unloaded') return null;
  return (
    <span className={styles.state} data-state={state}>
      {t.modelStates[state]}
    </span>
  );
}
