import { ChevronDown, Ellipsis, FlaskConical, LogIn, LogOut, Trash2 } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import type { Model } from '../../../../shared/contract/models.ts';
import { useFormat } from '../../../app/format.ts';
import { IconButton } from '../../../components/IconButton.tsx';
import { Menu, MenuItem } from '../../../components/Menu.tsx';
import { host } from '../../../rpc.ts';
import { changeModels } from '../change-models.ts';
import { loadedOf, speedOf } from '../loaded.ts';
import { ModelPlace } from '../ModelPlace.tsx';
import { ModelState } from '../ModelState.tsx';
import { modelFacts } from '../model-facts.ts';
import { useModelsText } from '../text.ts';
import { UsesMenu } from '../UsesMenu.tsx';
import type { ShownModels } from '../use-live-models.ts';
import { FitBadge } from './FitBadge.tsx';
import styles from './ModelsTable.module.css';

interface ModelRowProps extends Pick<ShownModels, 'services' | 'engine'> {
  model: Model;
  onRemove: () => void;
}

/** A model: what it is, whether this machine can run it, how it does and what it is used for. */
export function ModelRow({ model, services, engine, onRemove }: ModelRowProps) {
  const t = useModelsText();
  const format = useFormat();
  const [, navigate] = useLocation();
  const { id, name, provider, capabilities, serves, state, reason } = model;
  const loaded = loadedOf(engine, model);
  const speed = speedOf(engine, model, format, t);
  const facts = modelFacts(model, format, t);
  const [firstUse, ...otherUses] = serves.map((role) => t.roles[role].name);
  const uses = firstUse === undefined ? t.notUsed : t.usesMore(firstUse, otherUses.length);
  return (
    <tr>
      <th scope="row">
        <Link href={`/models/${id}`} className={styles.name ?? ''} data-model>
          {name}
        </Link>
        <div className={styles.facts}>{provider ? <ModelPlace model={model} /> : facts.join(' · ')}</div>
        {reason !== '' && <div className={styles.reason}>{reason}</div>}
      </th>
      <td className={styles.can}>
        <ul className={styles.chips}>
          {capabilities.map((capability) => (
            <li key={capability}>{t.abilities[capability]}</li>
          ))}
        </ul>
      </td>
      <td className={styles.number}>{model.size > 0 ? format.bytes(model.size) : '–'}</td>
      <td className={styles.licence} title={model.licence}>
        {provider ? '–' : model.licence || t.licenceUnknown}
      </td>
      <td>
        <FitBadge model={model} />
      </td>
      <td>
        <ModelState model={model} />
        {loaded && <span className={styles.memory}> · {format.bytes(loaded.ram + loaded.vram)}</span>}
        {speed !== '' && <div className={styles.facts}>{speed}</div>}
      </td>
      <td>
        <UsesMenu
          model={model}
          services={services}
          trigger={
            <button
              type="button"
              className={styles.uses}
              aria-label={t.useFor(uses, name)}
              title={[firstUse, ...otherUses].join(', ')}
            >
              <span data-none={firstUse === undefined || undefined}>{uses}</span>
              <ChevronDown size={14} strokeWidth={1.5} aria-hidden />
            </button>
          }
        />
      </td>
      <td>
        <Menu align="end" trigger={<IconButton icon={Ellipsis} label={t.more(name)} />}>
          <MenuItem icon={FlaskConical} onClick={() => navigate(`/models/${id}?try`)}>
            {t.tryOut}
          </MenuItem>
          {!provider && state !== 'loaded' && (
            <MenuItem
              icon={LogIn}
              disabled={state === 'missing' || state === 'loading'}
              onClick={() => void changeModels(() => host.models.load({ id }))}
            >
              {t.load}
            </MenuItem>
          )}
          {!provider && state === 'loaded' && (
            <MenuItem icon={LogOut} onClick={() => void changeModels(() => host.models.unload({ id }))}>
              {t.unload}
            </MenuItem>
          )}
          <MenuItem icon={Trash2} danger onClick={onRemove}>
            {t.remove}
          </MenuItem>
        </Menu>
      </td>
    </tr>
  );
}
