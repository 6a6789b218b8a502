import { type FormEvent, useId, useState } from 'react';
import type { Model } from '../../../../shared/contract/models.ts';
import { refreshModels } from '../../../app/session.ts';
import { text as words } from '../../../app/text.ts';
import { Button } from '../../../components/Button.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { host } from '../../../rpc.ts';
import { useModelsText } from '../text.ts';
import { Section } from './Section.tsx';
import styles from './TemplateSection.module.css';

/** How questions and answers are put together for a chat model, and the owner's own way instead. */
export function TemplateSection({ model: { id, template } }: { model: Model }) {
  const t = useModelsText();
  const fieldId = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });

  const use = async (next: string) => {
    setState({ busy: true, error: null });
    try {
      await host.models.setTemplate({ id, template: next });
      await refreshModels();
      setDraft(null);
      setState({ busy: false, error: null });
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    void use(draft ?? '');
  };

  return (
    <Section title={t.template}>
      <p className={styles.text}>{template === '' ? t.templateOwn : t.templateSet}</p>
      {template !== '' && draft === null && <pre className={styles.shown}>{template}</pre>}
      {draft === null ? (
        <div className={styles.actions}>
          <Button onClick={() => setDraft(template)}>{template === '' ? t.templateEdit : t.templateChange}</Button>
          {template !== '' && (
            <Button variant="quiet" disabled={state.busy} onClick={() => void use('')}>
              {t.templateReset}
            </Button>
          )}
        </div>
      ) : (
        <form className={styles.form} onSubmit={save}>
          <label htmlFor={fieldId}>{t.templateField}</label>
          <textarea
            id={fieldId}
            className={styles.field}
            rows={6}
            spellCheck={false}
            value={draft}
            onChange={({ currentTarget }) => setDraft(currentTarget.value)}
          />
          <div className={styles.actions}>
            <Button type="submit" variant="primary" disabled={state.busy || draft.trim() === ''}>
              {state.busy ? t.templateTrying : t.templateSave}
            </Button>
            <Button
              disabled={state.busy}
              onClick={() => {
                setDraft(null);
                setState({ busy: false, error: null });
              }}
            >
              {words.cancel}
            </Button>
          </div>
        </form>
      )}
      {state.error !== null && <ErrorNotice error={state.error} />}
    </Section>
  );
}
