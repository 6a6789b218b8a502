import { type FormEvent, useState } from 'react';
import type { Provider } from '../../../../shared/contract/providers.ts';
import { refreshModels } from '../../../app/session.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { TextField } from '../../../components/TextField.tsx';
import { tell, tellError } from '../../../components/toasts.ts';
import { host, useQuery } from '../../../rpc.ts';
import styles from './OfferedModelsDialog.module.css';
import { useProvidersText } from './text.ts';

/** Above so many models a field to find one by its name helps. */
const MANY = 8;

/** What a server offers, to be added; each is tried first. */
export function OfferedModelsDialog({ provider, onClose }: { provider: Provider; onClose: () => void }) {
  const t = useProvidersText();
  const { data, error, reload } = useQuery(['offered', provider.id], () => host.providers.models({ id: provider.id }));
  const [wanted, setWanted] = useState('');
  const [trying, setTrying] = useState<string | null>(null);

  const add = async (model: string) => {
    setTrying(model);
    try {
      const { name, capabilities } = await host.providers.addModel({ id: provider.id, model });
      tell(t.canDo(name, capabilities));
      await refreshModels();
      reload();
    } catch (thrown) {
      tellError(thrown);
    }
    setTrying(null);
  };

  const shown = (data ?? []).filter(({ name }) => name.toLowerCase().includes(wanted.toLowerCase().trim()));
  return (
    <Dialog open wide title={t.modelsOf(provider.name)} onClose={onClose}>
      {!data && !error && <Skeleton height={160} />}
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {/* A service that lists nothing still serves what its owner names. */}
      {error && <NamedModel trying={trying !== null} onAdd={add} />}
      {data && data.length > MANY && (
        <TextField
          label={t.filterModels}
          placeholder={t.filterModels}
          type="search"
          value={wanted}
          onChange={({ currentTarget }) => setWanted(currentTarget.value)}
        />
      )}
      {data?.length === 0 && <p>{t.noModels}</p>}
      <ul className={styles.models} aria-label={t.modelsOf(provider.name)}>
        {shown.map(({ name, contextSize, added }) => (
          <li key={name} className={styles.model}>
            <span className={styles.name}>{name}</span>
            {contextSize > 0 && <span className={styles.context}>{t.context(contextSize)}</span>}
            {added ? (
              <span className={styles.added}>{t.modelIsAdded}</span>
            ) : (
              <Button aria-label={t.addModelLabel(name)} disabled={trying !== null} onClick={() => void add(name)}>
                {trying === name ? t.trying : t.addModel}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function NamedModel({ trying, onAdd }: { trying: boolean; onAdd: (name: string) => Promise<void> }) {
  const t = useProvidersText();
  const [name, setName] = useState('');
  const add = (event: FormEvent) => {
    event.preventDefault();
    void onAdd(name.trim());
  };
  return (
    <form className={styles.named} onSubmit={add}>
      <TextField
        label={t.typeModel}
        labelShown
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <Button type="submit" disabled={trying || name.trim() === ''}>
        {trying ? t.trying : t.addModel}
      </Button>
    </form>
  );
}
