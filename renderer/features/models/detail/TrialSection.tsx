import { FolderOpen, Play, Square } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useSearch } from 'wouter';
import type { Model } from '../../../../shared/contract/models.ts';
import { Button } from '../../../components/Button.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { TextField } from '../../../components/TextField.tsx';
import { pickPath } from '../../picker/pick-path.ts';
import { useModelsText } from '../text.ts';
import { Section } from './Section.tsx';
import { TrialOutcome } from './TrialOutcome.tsx';
import styles from './TrialSection.module.css';
import { useTrial } from './use-trial.ts';

/** What a model is let do to show itself. */
function kindOf({ capabilities }: Model): 'chat' | 'embedding' | 'rerank' | 'transcription' | null {
  return (
    (['chat', 'embedding', 'rerank', 'transcription'] as const).find((kind) => capabilities.includes(kind)) ?? null
  );
}

/** A place to try a model, outside its roles. */
export function TrialSection({ model }: { model: Model }) {
  const t = useModelsText();
  const promptId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const asked = new URLSearchParams(useSearch()).has('try');
  const [prompt, setPrompt] = useState('');
  const [path, setPath] = useState('');
  const { trial, run, stop } = useTrial(model.id);
  const kind = kindOf(model);
  const isRunning = trial?.state === 'running';
  const cannot = model.state === 'missing' || model.state === 'barred';

  useEffect(() => {
    if (asked) field.current?.focus();
  }, [asked]);

  const start = () => {
    if (!isRunning && !cannot) void run({ prompt, path });
  };
  const choose = async () => {
    const picked = await pickPath('recording');
    if (picked !== null) setPath(picked);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    start();
  };

  if (kind === null)
    return (
      <Section title={t.trial}>
        <p className={styles.note}>{t.trialNothing}</p>
      </Section>
    );
  return (
    <Section title={t.trial}>
      <form className={styles.form} onSubmit={submit}>
        {kind === 'chat' && (
          <>
            <label htmlFor={promptId} className={styles.hidden}>
              {t.trialPrompt}
            </label>
            <textarea
              ref={field}
              id={promptId}
              className={styles.prompt}
              rows={3}
              maxLength={8000}
              placeholder={t.trialUsual}
              value={prompt}
              onChange={({ currentTarget }) => setPrompt(currentTarget.value)}
              onKeyDown={onKeyDown}
            />
          </>
        )}
        {kind === 'embedding' && <p className={styles.note}>{t.trialEmbedding}</p>}
        {kind === 'rerank' && <p className={styles.note}>{t.trialRerank}</p>}
        {kind === 'transcription' && (
          <div className={styles.recording}>
            <TextField
              label={t.trialSound}
              labelShown
              required
              dir="ltr"
              value={path}
              onChange={({ currentTarget }) => setPath(currentTarget.value)}
            />
            <Button icon={FolderOpen} onClick={() => void choose()}>
              {t.trialChoose}
            </Button>
          </div>
        )}
        <div className={styles.actions}>
          {/* Keys, because one element for both would submit the form when Stop turns it into Run. */}
          {isRunning ? (
            <Button key="stop" icon={Square} onClick={stop}>
              {t.stop}
            </Button>
          ) : (
            <Button key="run" type="submit" variant="primary" icon={Play} disabled={cannot}>
              {t.run}
            </Button>
          )}
          {model.provider && <span className={styles.note}>{t.trialGoes(model.provider.host)}</span>}
        </div>
      </form>
      {trial?.state === 'failed' ? (
        <ErrorNotice error={trial.error} onRetry={start} />
      ) : (
        <div className={styles.result} aria-live="polite" aria-busy={isRunning}>
          {trial && <TrialOutcome trial={trial} isLoaded={model.state === 'loaded' || model.provider !== null} />}
        </div>
      )}
    </Section>
  );
}
