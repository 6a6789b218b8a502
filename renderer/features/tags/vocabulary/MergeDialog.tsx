import { type FormEvent, useState } from 'react';
import type { Term } from '../../../../shared/contract/tagging.ts';
import { text } from '../../../app/text.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { Select } from '../../../components/Select.tsx';
import { tellError } from '../../../components/toasts.ts';
import { host } from '../../../rpc.ts';
import styles from '../Dialogs.module.css';
import { useTagsText } from '../text.ts';
import { withBelow } from './term-tree.ts';

interface MergeDialogProps {
  term: Term;
  terms: readonly Term[];
  onChange: () => void;
  onClose: () => void;
}

/** Makes one term of two. */
export function MergeDialog({ term, terms, onChange, onClose }: MergeDialogProps) {
  const t = useTagsText();
  const below = withBelow(terms, term.id);
  const others = terms.filter(({ id }) => !below.has(id));
  const [into, setInto] = useState(String(others[0]?.id ?? ''));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await host.tagging.mergeTerms({ from: term.id, into: Number(into) });
      onChange();
      onClose();
    } catch (error) {
      tellError(error);
    }
  };
  return (
    <Dialog open title={t.mergeTitle(term.name)} onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <p className={styles.note}>{t.mergeText(term.name, term.uses)}</p>
        <div className={styles.field}>
          <span>{t.mergeInto}</span>
          <Select
            label={t.mergeInto}
            value={into}
            options={others.map(({ id, name }) => ({ value: String(id), text: name }))}
            onChange={setInto}
          />
        </div>
        <div className={styles.actions}>
          <Button onClick={onClose}>{text.cancel}</Button>
          <Button variant="primary" type="submit" disabled={into === ''}>
            {t.mergeAction}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
