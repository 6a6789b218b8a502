import { FolderOpen, Plus, X } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { Model } from '../../../../shared/contract/models.ts';
import { refreshModels } from '../../../app/session.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { TextField } from '../../../components/TextField.tsx';
import { tell } from '../../../components/toasts.ts';
import { host } from '../../../rpc.ts';
import { pickPath } from '../../picker/pick-path.ts';
import { useModelsText } from '../text.ts';
import styles from './TuneDialog.module.css';

/** As many adapters work together at most. */
const MOST = 8;

interface Draft {
  key: number;
  path: string;
  /** As it is typed. */
  scale: string;
}

/** Asks for adapters, and tries them on a model before the two are kept as one of their own. */
export function TuneDialog({ base, onClose }: { base: Model; onClose: () => void }) {
  const t = useModelsText();
  const [, navigate] = useLocation();
  const next = useRef(1);
  const [name, setName] = useState(t.tuneNameOf(base.name));
  const [adapters, setAdapters] = useState<readonly Draft[]>([{ key: 0, path: '', scale: '1' }]);
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });
  const change = (key: number, given: Partial<Draft>) =>
    setAdapters((drafts) => drafts.map((draft) => (draft.key === key ? { ...draft, ...given } : draft)));

  const choose = async (key: number) => {
    const path = await pickPath('adapter');
    if (path !== null) change(key, { path });
  };
  const add = async (event: FormEvent) => {
    event.preventDefault();
    setState({ busy: true, error: null });
    try {
      const model = await host.models.tune({
        id: base.id,
        name,
        adapters: adapters.map(({ path, scale }) => ({ path, scale: Number(scale) })),
      });
      await refreshModels();
      tell(t.tuned(model.name));
      navigate(`/models/${model.id}`);
      onClose();
    } catch (error) {
      setState({ busy: false, error });
    }
  };

  return (
    <Dialog open wide title={t.tuneTitle(base.name)} onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void add(event)}>
        <TextField
          label={t.tuneName}
          labelShown
          required
          maxLength={100}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        {adapters.map(({ key, path, scale }) => (
          <div key={key} className={styles.adapter}>
            <TextField
              label={t.tuneAdapter}
              labelShown
              required
              dir="ltr"
              value={path}
              onChange={({ currentTarget }) => change(key, { path: currentTarget.value })}
            />
            <Button icon={FolderOpen} onClick={() => void choose(key)}>
              {t.tuneChoose}
            </Button>
            <div className={styles.scale}>
              <TextField
                label={t.tuneScale}
                labelShown
                required
                type="number"
                min={-10}
                max={10}
                step="any"
                value={scale}
                onChange={({ currentTarget }) => change(key, { scale: currentTarget.value })}
              />
            </div>
            {adapters.length > 1 && (
              <IconButton
                icon={X}
                label={t.tuneDrop}
                onClick={() => setAdapters(adapters.filter((draft) => draft.key !== key))}
              />
            )}
          </div>
        ))}
        <p className={styles.effect}>{t.tuneScaleEffect}</p>
        {state.error !== null && <ErrorNotice error={state.error} />}
        <div className={styles.actions}>
          <Button
            variant="quiet"
            icon={Plus}
            disabled={adapters.length >= MOST}
            onClick={() => setAdapters([...adapters, { key: next.current++, path: '', scale: '1' }])}
          >
            {t.tuneMore}
          </Button>
          <Button type="submit" variant="primary" disabled={state.busy}>
            {state.busy ? t.tuneTrying : t.tuneAction}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
