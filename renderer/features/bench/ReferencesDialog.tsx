import { SquarePen, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { ReferenceKind } from '../../../shared/contract/bench.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { tellError } from '../../components/toasts.ts';
import { host, useQuery } from '../../rpc.ts';
import { AssetSearch } from './AssetSearch.tsx';
import styles from './Dialogs.module.css';
import { useBenchText } from './text.ts';

interface Editing {
  assetId: string;
  name: string;
  page: number;
  text: string;
}

/** What stands or is said in files, as the owner corrects it. */
export function ReferencesDialog({ kind, onClose }: { kind: ReferenceKind; onClose: () => void }) {
  const t = useBenchText();
  const {
    data: references,
    error,
    reload,
  } = useQuery(['bench references', kind], () => host.bench.references({ kind }));
  const [editing, setEditing] = useState<Editing | null>(null);

  const change = async (action: () => Promise<unknown>) => {
    try {
      await action();
    } catch (thrown) {
      tellError(thrown);
    }
    reload();
  };
  const begin = ({ assetId, name }: { assetId: string; name: string }) =>
    change(async () => {
      const { text } = kind === 'ocr' ? await host.bench.referenceDraft({ assetId }) : { text: '' };
      setEditing({ assetId, name, page: 1, text });
    });
  const keep = (edited: Editing) =>
    change(async () => {
      await host.bench.setReference({ kind, assetId: edited.assetId, page: edited.page, text: edited.text });
      setEditing(null);
    });

  return (
    <Dialog open wide title={t.referencesTitle} onClose={onClose}>
      <p className={styles.note}>{t.referencesText[kind]}</p>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {references?.length === 0 && !editing && <p>{t.noReferences}</p>}
      {references && references.length > 0 && (
        <ul className={styles.list} aria-label={t.referencesTitle}>
          {references.map((reference) => (
            <li key={reference.id} className={styles.question}>
              <span className={styles.words}>
                <span className={styles.name}>{reference.name}</span>
                <span className={styles.note}>{t.characters(reference.text.length)}</span>
              </span>
              <IconButton icon={SquarePen} label={t.edit(reference.name)} onClick={() => setEditing(reference)} />
              <IconButton
                icon={Trash2}
                label={t.removeReference(reference.name)}
                onClick={() => void change(() => host.bench.removeReference({ id: reference.id }))}
              />
            </li>
          ))}
        </ul>
      )}
      {editing ? (
        <div className={styles.own}>
          <h3>{t.referenceOf(editing.name)}</h3>
          {kind === 'ocr' && <img className={styles.picture} src={`content/${editing.assetId}/preview`} alt="" />}
          <textarea
            className={styles.text}
            aria-label={t.referenceOf(editing.name)}
            rows={10}
            value={editing.text}
            onChange={({ currentTarget }) => setEditing({ ...editing, text: currentTarget.value })}
          />
          <div className={styles.actions}>
            <Button variant="primary" disabled={editing.text.trim() === ''} onClick={() => void keep(editing)}>
              {t.keep}
            </Button>
          </div>
        </div>
      ) : (
        <AssetSearch label={t.findReference} onChoose={(found) => void begin(found)} />
      )}
    </Dialog>
  );
}
