import { ArrowUp, Square } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { IconButton } from '../../components/IconButton.tsx';
import styles from './Composer.module.css';
import { useChatText } from './text.ts';
import { useAnsweringModel } from './use-answering-model.ts';

/** Longest question the host takes, characters. */
const LONGEST = 8000;

interface ComposerProps {
  answering: boolean;
  onAsk: (question: string) => void;
  onStop: () => void;
}

/** Where questions are written; below it stands what will answer, and where, before anything is sent. */
export function Composer({ answering, onAsk, onStop }: ComposerProps) {
  const t = useChatText();
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);

  const send = () => {
    if (answering || text.trim() === '') return;
    onAsk(text);
    setText('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter that ends the composition of a character does not send.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className={styles.box}>
        <textarea
          ref={field}
          rows={1}
          value={text}
          maxLength={LONGEST}
          placeholder={t.askPlaceholder}
          aria-label={t.question}
          aria-describedby="answering-model"
          dir="auto"
          onChange={({ currentTarget }) => setText(currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {answering ? (
          <IconButton icon={Square} label={t.stop} variant="primary" onClick={onStop} />
        ) : (
          <IconButton
            icon={ArrowUp}
            label={t.send}
            shortcut="Enter"
            variant="primary"
            disabled={text.trim() === ''}
            onClick={send}
          />
        )}
      </div>
      <AnsweringModel />
    </form>
  );
}

function AnsweringModel() {
  const t = useChatText();
  const model = useAnsweringModel();
  return (
    <p id="answering-model" className={styles.model}>
      {model === undefined
        ? '\u00a0'
        : model === null
          ? t.noModel
          : model.state === 'failed' || model.state === 'missing' || model.state === 'barred'
            ? t.modelBroken(model.name, model.reason)
            : t.willAnswer(model)}
    </p>
  );
}
