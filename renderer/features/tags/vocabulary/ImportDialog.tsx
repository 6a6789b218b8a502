import { FileText } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { vocabularyFormats } from '../../../../shared/contract/tagging.ts';
import { text as words } from '../../../app/text.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { SegmentedControl } from '../../../components/SegmentedControl.tsx';
import { tell, tellError } from '../../../components/toasts.ts';
import { host } from '../../../rpc.ts';
import styles from '../Dialogs.module.css';
import { useTagsText } from '../text.ts';

/** Adds terms of a file, or of what is pasted. */
export function ImportDialog({
  vocabularyId,
  onChange,
  onClose,
}: {
  vocabularyId: number;
  onChange: () => void;
  onClose: () => void;
}) {
  const t = useTagsText();
  const file = useRef<HTMLInputElement>(null);
  const [format, setFormat] = useState<(typeof vocabularyFormats)[number]>('text');
  const [content, setContent] = useState('');
  const [problems, setProblems] = useState<readonly string[]>([]);

  const read = async (chosen: File | undefined) => {
    if (!chosen) return;
    setFormat(/\.csv$/i.test(chosen.name) ? 'csv' : 'text');
    setContent(await chosen.text());
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const taken = await host.tagging.importTerms({ vocabularyId, format, text: content });
      tell(t.imported(taken.added, taken.known));
      onChange();
      setProblems(taken.problems);
      if (taken.problems.length === 0) onClose();
    } catch (error) {
      tellError(error);
    }
  };
  return (
    <Dialog open wide title={t.importTitle} onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <p className={styles.note}>{t.importText}</p>
        <input
          ref={file}
          type="file"
          hidden
          accept=".txt,.csv,text/plain,text/csv"
          onChange={(event) => void read(event.target.files?.[0]).catch(tellError)}
        />
        <div>
          <Button icon={FileText} onClick={() => file.current?.click()}>
            {t.importFile}
          </Button>
        </div>
        <SegmentedControl
          label={t.importFormat}
          value={format}
          options={vocabularyFormats.map((value) => ({ value, text: t.formats[value] }))}
          onChange={setFormat}
        />
        <textarea
          className={styles.text}
          aria-label={t.importField}
          spellCheck={false}
          value={content}
          onChange={(event) => setContent(event.target.value)}
        />
        {problems.length > 0 && (
          <ul className={styles.problems} role="alert">
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        )}
        <div className={styles.actions}>
          <Button onClick={onClose}>{words.close}</Button>
          <Button variant="primary" type="submit" disabled={content.trim() === ''}>
            {t.importAction}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
