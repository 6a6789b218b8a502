import { type FormEvent, useState } from 'react';
import { text } from '../../../app/text.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { TextField } from '../../../components/TextField.tsx';
import { tellError } from '../../../components/toasts.ts';
import styles from '../Dialogs.module.css';
import { useTagsText } from '../text.ts';

interface VocabularyNameDialogProps {
  title: string;
  /** The verb on the button. */
  action: string;
  /** As it is called so far. */
  name: string;
  /** Keeps the name; what it throws is told, and the dialog stays. */
  onName: (name: string) => Promise<void>;
  onClose: () => void;
}

/** Asks how a vocabulary is to be called. */
export function VocabularyNameDialog({ title, action, name: before, onName, onClose }: VocabularyNameDialogProps) {
  const t = useTagsText();
  const [name, setName] = useState(before);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await onName(name.trim());
      onClose();
    } catch (error) {
      tellError(error);
    }
  };
  return (
    <Dialog open title={title} onClose={onClose}>
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
          <Button variant="primary" type="submit" disabled={name.trim() === '' || name.trim() === before}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
