import type { Services } from './context.ts';
import { typedStream } from './errors.ts';
import type { Implementer } from './router.ts';

export function chatRoutes(api: Implementer, { catalog, chat, conversations }: Services) {
  const routes = api.chat;
  return {
    conversations: routes.conversations.handler(() => conversations.list()),
    messages: routes.messages.handler(({ input }) => chat.messages(input.conversationId)),
    removeConversation: routes.removeConversation.handler(({ input }) => {
      catalog.transaction('durable', () => conversations.remove(input.conversationId));
    }),
    ask: routes.ask.handler(({ input, signal }) => typedStream(chat.ask(input, signal))),
  };
}
