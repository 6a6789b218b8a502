import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { BenchQuestion } from '../../../shared/contract/bench.ts';
import { useSession } from '../../app/session.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { TextField } from '../../components/TextField.tsx';
import { tell, tellError } from '../../components/toasts.ts';
import { host, useQuery } from '../../rpc.ts';
import { AssetSearch, type Found } from './AssetSearch.tsx';
import styles from './Dialogs.module.css';
import { useBenchText } from './text.ts';

const MADE_AT_ONCE = 10;

/** The questions that models are tried on, to be made, corrected, added and removed. */
export function QuestionsDialog({ onClose }: { onClose: () => void }) {
  const t = useBenchText();
  const { data: questions, error, reload } = useQuery(['bench questions'], () => host.bench.questions());
  const hasChat = useSession((session) => session.models?.some(({ serves }) => serves.includes('chat')) ?? false);
  const [busy, setBusy] = useState(false);

  const change = async (action: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await action();
    } catch (thrown) {
      tellError(thrown);
    }
    setBusy(false);
    reload();
  };
  const derive = (byModel: boolean) =>
    change(async () => {
      const { added, failed, reason } = await host.bench.deriveQuestions({ count: MADE_AT_ONCE, byModel });
      tell(t.derived(added, failed, reason));
    });

  return (
    <Dialog open wide title={t.questionsTitle} onClose={onClose}>
      <p className={styles.note}>{t.questionsText}</p>
      <div className={styles.actions}>
        <Button disabled={busy} onClick={() => void derive(false)}>
          {busy ? t.deriving : t.derive}
        </Button>
        {hasChat && (
          <Button disabled={busy} onClick={() => void derive(true)}>
            {t.deriveByModel}
          </Button>
        )}
      </div>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {!questions && !error && <Skeleton height={160} />}
      {questions?.length === 0 && <p>{t.noQuestions}</p>}
      {questions && questions.length > 0 && (
        <ul className={styles.list} aria-label={t.questionsTitle}>
          {questions.map((question) => (
            <QuestionRow
              key={question.id}
              question={question}
              onEdit={(text) => change(() => host.bench.editQuestion({ id: question.id, text }))}
              onRemove={() => change(() => host.bench.removeQuestions({ ids: [question.id] }))}
            />
          ))}
        </ul>
      )}
      <OwnQuestion onAdd={(text, found) => change(() => host.bench.addQuestion(questionOf(text, found)))} />
    </Dialog>
  );
}

/** A place by name, which has no passage of content, stands for the whole asset. */
function questionOf(text: string, { assetId, passageId }: Found) {
  return { text, assetId, ...(passageId > 0 ? { passageId } : {}) };
}

interface QuestionRowProps {
  question: BenchQuestion;
  onEdit: (text: string) => Promise<void>;
  onRemove: () => Promise<void>;
}

function QuestionRow({ question, onEdit, onRemove }: QuestionRowProps) {
  const t = useBenchText();
  const { text, origin, writtenBy, passage, name } = question;
  const [typed, setTyped] = useState(text);
  const keep = () => {
    const changed = typed.trim();
    if (changed === '') setTyped(text);
    else if (changed !== text) void onEdit(changed);
  };
  return (
    <li className={styles.question}>
      <div className={styles.words}>
        <TextField
          label={t.questionField(name)}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          onBlur={keep}
          onKeyDown={({ key, currentTarget }) => key === 'Enter' && currentTarget.blur()}
        />
        <span className={styles.note} title={passage}>
          {name} · {writtenBy ? t.writtenBy(writtenBy) : t.origins[origin]}
        </span>
      </div>
      <IconButton icon={Trash2} label={t.removeQuestion(text)} onClick={() => void onRemove()} />
    </li>
  );
}

function OwnQuestion({ onAdd }: { onAdd: (text: string, found: Found) => Promise<void> }) {
  const t = useBenchText();
  const [text, setText] = useState('');
  const [found, setFound] = useState<Found | null>(null);
  const add = async () => {
    if (!found) return;
    await onAdd(text.trim(), found);
    setText('');
    setFound(null);
  };
  return (
    <section className={styles.own} aria-label={t.addQuestion}>
      <h3>{t.addQuestion}</h3>
      <div className={styles.row}>
        <TextField
          label={t.ownQuestion}
          labelShown
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <Button disabled={!found || text.trim() === ''} onClick={() => void add()}>
          {t.add}
        </Button>
      </div>
      {found ? (
        <p className={styles.note}>{t.about(found.name)}</p>
      ) : (
        <AssetSearch label={t.findAsset} onChoose={setFound} />
      )}
    </section>
  );
}
