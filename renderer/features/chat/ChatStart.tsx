import { FolderPlus, MessageSquareText } from 'lucide-react';
import { addFolder } from '../../app/actions.ts';
import { text as words } from '../../app/text.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { host, useQuery } from '../../rpc.ts';
import styles from './ChatStart.module.css';
import { useChatText } from './text.ts';

/** Documents that example questions are made of. */
const EXAMPLES = 4;

/** A new conversation: what can be asked, by questions about files that are really there. */
export function ChatStart({ onAsk }: { onAsk: (question: string) => void }) {
  const t = useChatText();
  const { data } = useQuery(['chat-examples'], () =>
    host.library.list({
      filter: { kinds: ['pdf', 'document', 'text', 'slides', 'mail'], states: ['ready'] },
      sort: 'date',
      descending: true,
      offset: 0,
      limit: EXAMPLES,
    }),
  );
  const names = [...new Set(data?.assets.map(({ title, name }) => title || name.replace(/\.\w+$/, '')))];
  return (
    <EmptyState icon={MessageSquareText} title={t.startTitle} text={data?.total === 0 ? t.startEmpty : t.startText}>
      {data?.total === 0 && (
        <Button variant="primary" icon={FolderPlus} onClick={() => void addFolder()}>
          {words.addFolder}
        </Button>
      )}
      <ul className={styles.examples}>
        {names.map((name, index) => {
          const question = t.exampleQuestion(name, index);
          return (
            <li key={name}>
              <button type="button" onClick={() => onAsk(question)} dir="auto">
                {question}
              </button>
            </li>
          );
        })}
      </ul>
    </EmptyState>
  );
}
