import { ArrowDown } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { IconButton } from '../../components/IconButton.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { ChatStart } from './ChatStart.tsx';
import { Composer } from './Composer.tsx';
import styles from './ConversationView.module.css';
import { useChat } from './chat-store.ts';
import { MessageList } from './MessageList.tsx';
import { useChatText } from './text.ts';
import { useFollowEnd } from './use-follow-end.ts';

/** The conversation on screen, with the field for the next question below it. */
export function ConversationView() {
  const t = useChatText();
  const { conversationId, messages, exchange, failure, ask, stop, setBeside } = useChat();
  const view = useRef<HTMLDivElement>(null);
  const column = useRef<HTMLDivElement>(null);
  const { atEnd, follow } = useFollowEnd(view, column);

  const open = exchange?.conversationId === conversationId ? exchange : null;
  const empty = messages?.length === 0 && !open && !failure;
  // A conversation opens at its last question.
  useEffect(() => {
    if (messages === null) follow('question');
  }, [messages, follow]);
  const askAndFollow = (question: string) => {
    ask(question);
    follow('question');
  };
  return (
    <section className={styles.conversation} aria-label={t.conversation}>
      <div ref={view} className={styles.view} tabIndex={0} role="region" aria-label={t.messages}>
        <div ref={column} className={styles.column} data-empty={empty || undefined}>
          {messages === null ? (
            <Skeleton height={240} />
          ) : empty ? (
            <ChatStart onAsk={askAndFollow} />
          ) : (
            <MessageList
              messages={messages}
              exchange={open}
              failure={failure}
              onOpen={setBeside}
              onAsk={askAndFollow}
            />
          )}
        </div>
      </div>
      {!atEnd && !empty && (
        <div className={styles.jump}>
          <IconButton icon={ArrowDown} label={t.toEnd} variant="outlined" onClick={() => follow('end')} />
        </div>
      )}
      <div className={styles.foot}>
        <Composer answering={exchange !== null} onAsk={askAndFollow} onStop={stop} />
      </div>
    </section>
  );
}
