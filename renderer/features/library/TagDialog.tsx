import { type FormEvent, useState } from 'react';
import type { AssetSummary } from '../../../shared/contract/library.ts';
import { text } from '../../app/text.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TagField } from '../../components/TagField.tsx';
import { host, useQuery } from '../../rpc.ts';
import { addTag } from './asset-actions.ts';
import styles from './TagDialog.module.css';
import { useLibraryText } from './text.ts';

interface TagDialogProps {
  open: boolean;
  assets: readonly AssetSummary[];
  onClose: () => void;
}

/** Puts a tag on the selection. */
export function TagDialog({ open, assets, onClose }: TagDialogProps) {
  const t = useLibraryText();
  return (
    <Dialog open={open} title={t.tagTitle(assets.length)} onClose={onClose}>
      <TagForm assets={assets} onClose={onClose} />
    </Dialog>
  );
}

function TagForm({ assets, onClose }: Omit<TagDialogProps, 'open'>) {
  const t = useLibraryText();
  const [tag, setTag] = useState('');
  const { data: facets } = useQuery(['tags'], () => host.library.facets({ filter: {} }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (tag.trim() === '') return;
    void addTag(assets, tag.trim(), t);
    onClose();
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <TagField label={t.tagName} value={tag} tags={facets?.tags.map(({ value }) => value) ?? []} onChange={setTag} />
      <div className={styles.actions}>
        <Button onClick={onClose}>{text.cancel}</Button>
        <Button variant="primary" type="submit" disabled={tag.trim() === ''}>
          {t.tagAdd}
        </Button>
      </div>
    </form>
  );
}
