import { SquarePen, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Conversation } from '../../../shared/contract/chat.ts';
import { useFormat } from '../../app/format.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import styles from './ConversationList.module.css';
import { useChatText } from './text.ts';

interface ConversationListProps {
  conversations: readonly Conversation[];
  active: number | null;
  onNew: () => void;
  /** @throws the host's error; the dialog shows it. */
  onRemove: (conversation: Conversation) => Promise<void>;
}

/** The conversations, newest first. */
export function ConversationList({ conversations, active, onNew, onRemove }: ConversationListProps) {
  const t = useChatText();
  const format = useFormat();
  const [removing, setRemoving] = useState<Conversation | null>(null);
  return (
    <nav className={styles.list} aria-label={t.conversations}>
      <header className={styles.header}>
        <h2>{t.conversations}</h2>
        <IconButton icon={SquarePen} label={t.newChat} onClick={onNew} />
      </header>
      {conversations.length === 0 ? (
        <p className={styles.none}>{t.noConversations}</p>
      ) : (
        <ul>
          {conversations.map((conversation) => (
            <li key={conversation.id} data-active={conversation.id === active || undefined}>
              <Link
                href={`/chat/${conversation.id}`}
                aria-current={conversation.id === active ? 'page' : undefined}
                title={conversation.title}
              >
                <span dir="auto">{conversation.title}</span>
                <time
                  dateTime={new Date(conversation.updated).toISOString()}
                  title={format.dateTime(conversation.updated)}
                >
                  {format.relative(conversation.updated)}
                </time>
              </Link>
              <span className={styles.remove}>
                <IconButton
                  icon={Trash2}
                  label={t.remove(conversation.title)}
                  size="small"
                  onClick={() => setRemoving(conversation)}
                />
              </span>
            </li>
          ))}
        </ul>
      )}
      <ConfirmDialog
        open={removing !== null}
        title={t.removeTitle}
        text={removing ? t.removeText(removing.title) : ''}
        action={t.removeAction}
        danger
        onConfirm={async () => {
          if (removing) await onRemove(removing);
        }}
        onClose={() => setRemoving(null)}
      />
    </nav>
  );
}
