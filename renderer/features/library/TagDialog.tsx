import { type FormEvent, useState } from 'react';
import type { AssetSummary } from '../../../shared/contract/library.ts';
import { text } from '../../app/text.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/TextField.tsx';
import { addTag } from './asset-actions.ts';
import styles from './TagDialog.module.css';
import { useLibraryText } from './text.ts';

/** Puts a tag on the selection. */
export function TagDialog({
  open,
  assets,
  onClose,
}: {
  open: boolean;
  assets: readonly AssetSummary[];
  onClose: () => void;
}) {
  const t = useLibraryText();
  const [tag, setTag] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (tag.trim() === '') return;
    void addTag(assets, tag.trim(), t);
    setTag('');
    onClose();
  };
  return (
    <Dialog open={open} title={t.tagTitle(assets.length)} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <TextField
          label={t.tagName}
          labelShown
          value={tag}
          maxLength={100}
          onChange={(event) => setTag(event.target.value)}
        />
        <div className={styles.actions}>
          <Button onClick={onClose}>{text.cancel}</Button>
          <Button variant="primary" type="submit" disabled={tag.trim() === ''}>
            {t.tagAdd}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
