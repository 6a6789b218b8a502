import { MessageSquareText, Search } from 'lucide-react';
import { useSession } from '../../app/session.ts';
import { useChat } from '../chat/chat-store.ts';
import styles from './Examples.module.css';
import { useWelcomeText } from './text.ts';

/** Searches and a question to begin with; they can be asked once something can be found. */
export function Examples({ onLeave }: { onLeave: (path: string) => Promise<void> }) {
  const t = useWelcomeText();
  const ready = useSession((session) => (session.coverage?.searchable ?? 0) > 0);
  const search = (query: string) => onLeave(`/search?${new URLSearchParams({ q: query })}`);
  const ask = async (question: string) => {
    useChat.getState().show(null);
    useChat.getState().ask(question);
    await onLeave('/chat');
  };
  return (
    <div className={styles.examples}>
      <p>{t.tryThese}</p>
      <ul>
        {t.searches.map((query) => (
          <li key={query}>
            <button type="button" disabled={!ready} onClick={() => void search(query)}>
              <Search size={16} strokeWidth={1.5} aria-hidden />
              {query}
            </button>
          </li>
        ))}
        <li>
          <button type="button" disabled={!ready} onClick={() => void ask(t.question)}>
            <MessageSquareText size={16} strokeWidth={1.5} aria-hidden />
            {t.question}
          </button>
        </li>
      </ul>
    </div>
  );
}
