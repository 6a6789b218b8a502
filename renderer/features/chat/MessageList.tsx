import { Check, Copy, RotateCcw } from 'lucide-react';
import { memo, useDeferredValue, useState } from 'react';
import { useLocation } from 'wouter';
import type { Citation, Message } from '../../../shared/contract/chat.ts';
import { isNotFound } from '../../app/errors.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { useConnection } from '../../rpc.ts';
import { Answer, AnswerText } from './answer/Answer.tsx';
import { copiedAnswer } from './answer/copied-answer.ts';
import type { Exchange } from './chat-store.ts';
import styles from './MessageList.module.css';
import { useChatText } from './text.ts';

interface MessageListProps {
  messages: readonly Message[];
  /** The question being answered in this conversation. */
  exchange: Exchange | null;
  failure: { error: unknown; question: string | null } | null;
  onOpen: (citation: Citation) => void;
  onAsk: (question: string) => void;
}

/** A conversation: questions and answers in one column to read. */
export function MessageList({ messages, exchange, failure, onOpen, onAsk }: MessageListProps) {
  const t = useChatText();
  const [, navigate] = useLocation();
  return (
    <>
      {messages.map((message, index) =>
        message.role === 'user' ? (
          <Question key={message.id} text={message.text} />
        ) : (
          <AnswerMessage
            key={message.id}
            message={message}
            question={messages[index - 1]?.text ?? null}
            onOpen={onOpen}
            onAsk={onAsk}
          />
        ),
      )}
      {exchange && <OpenExchange exchange={exchange} onOpen={onOpen} />}
      {failure && (
        <ErrorNotice
          error={failure.error}
          {...(failure.question === null ? {} : { onRetry: () => onAsk(failure.question ?? '') })}
        >
          {isNotFound(failure.error) && <Button onClick={() => navigate('/chat')}>{t.newChat}</Button>}
        </ErrorNotice>
      )}
      <p className={styles.announcement} role="status">
        {exchange ? t.answering : ''}
      </p>
    </>
  );
}

function Question({ text }: { text: string }) {
  return (
    <h2 className={styles.question} dir="auto" data-question>
      {text}
    </h2>
  );
}

interface AnswerMessageProps {
  message: Message;
  question: string | null;
  onOpen: (citation: Citation) => void;
  onAsk: (question: string) => void;
}

const AnswerMessage = memo(function AnswerMessage({ message, question, onOpen, onAsk }: AnswerMessageProps) {
  const t = useChatText();
  const { text, model, citations, complete } = message;
  return (
    <article className={styles.answer}>
      <Answer text={text} model={model} citations={citations} onOpen={onOpen} />
      <footer className={styles.actions}>
        {!complete && <span className={styles.stopped}>{t.stopped}</span>}
        {!complete && question !== null && (
          <Button variant="quiet" onClick={() => onAsk(question)}>
            <RotateCcw size={16} strokeWidth={1.5} aria-hidden />
            {t.askAgain}
          </Button>
        )}
        {text !== '' && <CopyAnswer text={copiedAnswer(text, citations)} />}
      </footer>
    </article>
  );
});

function CopyAnswer({ text }: { text: string }) {
  const t = useChatText();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <IconButton icon={copied ? Check : Copy} label={copied ? t.copied : t.copyAnswer} onClick={() => void copy()} />
  );
}

/** The question on its way: searching, reading, writing. */
function OpenExchange({ exchange, onOpen }: { exchange: Exchange; onOpen: (citation: Citation) => void }) {
  const t = useChatText();
  // A fast model writes more often than the text can be laid out.
  const text = useDeferredValue(exchange.text);
  const lost = useConnection(({ state }) => state === 'lost');
  return (
    <>
      <Question text={exchange.question} />
      <article className={styles.answer} aria-busy>
        {text === '' ? (
          <p className={styles.progress}>
            {lost ? t.waiting : exchange.model === undefined ? t.searching : t.reading(exchange.sources.length)}
            {exchange.model !== undefined && (
              <progress max={1} value={exchange.reading ?? undefined} aria-label={t.reading(exchange.sources.length)} />
            )}
          </p>
        ) : (
          <div className={styles.writing}>
            <p className={styles.label}>{exchange.model}</p>
            <AnswerText text={text} citations={exchange.sources} onOpen={onOpen} />
          </div>
        )}
      </article>
    </>
  );
}
