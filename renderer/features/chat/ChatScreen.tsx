import { useEffect } from 'react';
import { useLocation, useParams } from 'wouter';
import type { Citation, Conversation } from '../../../shared/contract/chat.ts';
import { useTitle } from '../../app/use-title.ts';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { Splitter } from '../../components/Splitter.tsx';
import { nameOf } from '../../paths/split-path.ts';
import { host, useQuery } from '../../rpc.ts';
import { type AssetPlace, ContentPane } from '../viewer/ContentPane.tsx';
import { assetHref, useOpenAssets } from '../viewer/open-asset.ts';
import styles from './ChatScreen.module.css';
import { ConversationList } from './ConversationList.tsx';
import { ConversationView } from './ConversationView.tsx';
import { useChat } from './chat-store.ts';
import { useChatText } from './text.ts';

/** Questions to the library, answered with citations that open beside the answer. */
export function ChatScreen() {
  const t = useChatText();
  const { id } = useParams<{ id?: string }>();
  const routed = id === undefined ? null : conversationOf(id);
  const [, navigate] = useLocation();
  useTitle(t.chat);
  const { conversationId, beside, show, setBeside } = useChat();
  const {
    data: conversations,
    error,
    reload,
  } = useQuery(['conversations', conversationId], () => host.chat.conversations());
  const openAssets = useOpenAssets((state) => state.open);

  useEffect(() => show(routed), [show, routed]);
  // A conversation that the host has begun for the question on screen gets its own address.
  useEffect(() => {
    if (routed === null && conversationId !== null && useChat.getState().exchange?.conversationId === conversationId) {
      navigate(`/chat/${conversationId}`, { replace: true });
    }
  }, [routed, conversationId, navigate]);

  const onRemove = async ({ id: removed }: Conversation) => {
    await host.chat.removeConversation({ conversationId: removed });
    if (removed === conversationId) navigate('/chat');
    reload();
  };
  const sourceLabel = ({ n, path }: Citation) => t.source(n, nameOf(path));
  const openInViewer = ({ assetId, anchor }: Citation) => {
    openAssets({ ids: [assetId], from: 'chat' });
    navigate(assetHref({ id: assetId, anchor, from: 'chat' }));
  };

  return (
    <main className={styles.screen} aria-label={t.chat} data-beside={beside !== null || undefined}>
      {error ? (
        <ErrorNotice error={error} onRetry={reload} />
      ) : (
        <ConversationList
          conversations={conversations ?? []}
          active={routed}
          onNew={() => navigate('/chat')}
          onRemove={onRemove}
        />
      )}
      <Splitter
        name="chat.beside"
        side="end"
        size={520}
        smallest={320}
        largest={960}
        label={beside ? sourceLabel(beside) : ''}
      >
        <ConversationView />
        {beside ? (
          <ContentPane
            place={placeOf(beside)}
            shown={placeOf(beside)}
            query=""
            label={sourceLabel(beside)}
            onOpen={() => openInViewer(beside)}
            onClose={() => setBeside(null)}
          />
        ) : null}
      </Splitter>
    </main>
  );
}

/** The conversation that a route names; 0, which none has, where it names none. */
function conversationOf(id: string): number {
  const number = Number(id);
  return Number.isSafeInteger(number) ? number : 0;
}

function placeOf({ assetId, path, anchor }: Citation): AssetPlace {
  return { id: assetId, name: nameOf(path), path, anchor };
}
