import { type FormEvent, useState } from 'react';
import type { Vocabulary } from '../../../../shared/contract/tagging.ts';
import { text } from '../../../app/text.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { TextField } from '../../../components/TextField.tsx';
import { tellError } from '../../../components/toasts.ts';
import { host } from '../../../rpc.ts';
import styles from '../Dialogs.module.css';
import { useTagsText } from '../text.ts';

/** Begins a vocabulary. */
export function NewVocabularyDialog({
  onAdded,
  onClose,
}: {
  onAdded: (added: Vocabulary) => void;
  onClose: () => void;
}) {
  const t = useTagsText();
  const [name, setName] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      onAdded(await host.tagging.addVocabulary({ name: name.trim() }));
      onClose();
    } catch (error) {
      tellError(error);
    }
  };
  return (
    <Dialog open title={t.newVocabulary} onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <TextField
          label={t.vocabularyName}
          labelShown
          value={name}
          maxLength={100}
          onChange={(event) => setName(event.target.value)}
        />
        <div className={styles.actions}>
          <Button onClick={onClose}>{text.cancel}</Button>
          <Button variant="primary" type="submit" disabled={name.trim() === ''}>
            {t.create}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
