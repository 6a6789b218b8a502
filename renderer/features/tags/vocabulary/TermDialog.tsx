import { type FormEvent, useState } from 'react';
import type { Term } from '../../../../shared/contract/tagging.ts';
import { text } from '../../../app/text.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { Select } from '../../../components/Select.tsx';
import { TextField } from '../../../components/TextField.tsx';
import { tellError } from '../../../components/toasts.ts';
import { host } from '../../../rpc.ts';
import styles from '../Dialogs.module.css';
import { useTagsText } from '../text.ts';
import { withBelow } from './term-tree.ts';

/** A term to change, or where a new one is to stand. */
export type TermDraft = Term | { parentId: number | null };

interface TermDialogProps {
  vocabularyId: number;
  draft: TermDraft;
  /** All of the vocabulary. */
  terms: readonly Term[];
  onChange: () => void;
  onClose: () => void;
}

/** Adds a term, or changes its name, the other words for it, and its place. */
export function TermDialog({ vocabularyId, draft, terms, onChange, onClose }: TermDialogProps) {
  const t = useTagsText();
  const known = 'id' in draft ? draft : null;
  const [name, setName] = useState(known?.name ?? '');
  const [synonyms, setSynonyms] = useState(known?.synonyms.join(', ') ?? '');
  const [parentId, setParentId] = useState(draft.parentId);
  const own = known ? withBelow(terms, known.id) : new Set<number>();
  const parent = terms.find(({ id }) => id === draft.parentId);
  const title = known ? t.editTerm(known.name) : parent ? t.addTermBelow(parent.name) : t.addTerm;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const words = synonyms.split(',').flatMap((word) => word.trim() || []);
    const fields = { name: name.trim(), parentId, synonyms: words };
    try {
      if (known) await host.tagging.editTerm({ id: known.id, ...fields });
      else await host.tagging.addTerm({ vocabularyId, ...fields });
      onChange();
      onClose();
    } catch (error) {
      tellError(error);
    }
  };
  return (
    <Dialog open title={title} onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <TextField
          label={t.termName}
          labelShown
          value={name}
          maxLength={100}
          onChange={(event) => setName(event.target.value)}
        />
        {known && known.uses > 0 && name.trim() !== known.name && (
          <p className={styles.note}>{t.renames(known.uses)}</p>
        )}
        <TextField
          label={t.synonyms}
          labelShown
          value={synonyms}
          onChange={(event) => setSynonyms(event.target.value)}
        />
        <div className={styles.field}>
          <span>{t.parent}</span>
          <Select
            label={t.parent}
            value={String(parentId ?? '')}
            options={[
              { value: '', text: t.top },
              ...terms
                .filter(({ id }) => !own.has(id))
                .map(({ id, name: other }) => ({ value: String(id), text: other })),
            ]}
            onChange={(value) => setParentId(value === '' ? null : Number(value))}
          />
        </div>
        <div className={styles.actions}>
          <Button onClick={onClose}>{text.cancel}</Button>
          <Button variant="primary" type="submit" disabled={name.trim() === ''}>
            {t.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
