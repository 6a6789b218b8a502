import { create } from 'zustand';
import type { AnswerEvent, Citation, Message } from '../../../shared/contract/chat.ts';
import { host } from '../../rpc.ts';

/** A question being answered, or whose answering broke off. */
export interface Exchange {
  /** Null until the host has begun a conversation for it. */
  conversationId: number | null;
  question: string;
  /** Undefined until the sources are known; null when no model answers. */
  model: string | null | undefined;
  sources: readonly Citation[];
  /** Share of the prompt that the model has read, 0–1; null while it is not reading. */
  reading: number | null;
  text: string;
}

interface ChatState {
  /** The conversation on screen; null for a new one. */
  conversationId: number | null;
  /** Its messages; null while they are fetched. */
  messages: readonly Message[] | null;
  exchange: Exchange | null;
  /** What went wrong with the conversation on screen, and the question to ask again, if it was one. */
  failure: { error: unknown; question: string | null } | null;
  /** The citation that is open beside the answers. */
  beside: Citation | null;
  show: (conversationId: number | null) => void;
  ask: (question: string) => void;
  stop: () => void;
  setBeside: (citation: Citation | null) => void;
}

let loading = new AbortController();
let answering = new AbortController();

/** The conversation on screen and the answer being written; it goes on while other screens are looked at. */
export const useChat = create<ChatState>()((set, get) => {
  const load = async (conversationId: number) => {
    loading.abort();
    loading = new AbortController();
    const { signal } = loading;
    try {
      const messages = await host.chat.messages({ conversationId }, { signal });
      if (!signal.aborted) set({ messages: withoutOpenQuestion(messages, get().exchange, conversationId) });
    } catch (error) {
      if (!signal.aborted) set({ messages: [], failure: { error, question: null } });
    }
  };

  const follow = (exchange: Exchange) => {
    const { conversationId } = get();
    // A new conversation on screen becomes the one that the host has begun for it.
    const begun =
      conversationId === null && exchange.conversationId !== null && get().exchange?.conversationId === null;
    set(begun ? { exchange, conversationId: exchange.conversationId } : { exchange });
  };

  /** Puts a finished exchange among the messages, if its conversation is still on screen. */
  const settle = (
    exchange: Exchange,
    complete: boolean,
    citations: readonly Citation[],
    failure: ChatState['failure'],
  ) => {
    const { conversationId, messages } = get();
    const onScreen = conversationId === exchange.conversationId;
    const [asked, answer] = messagesOf(exchange, complete, citations);
    // Where nothing came, the failure itself stands in the answer's place.
    const kept = failure && answer.text === '' ? [asked] : [asked, answer];
    set({ exchange: null, ...(onScreen ? { messages: [...(messages ?? []), ...kept], failure } : {}) });
  };

  const run = async (question: string, signal: AbortSignal) => {
    let exchange: Exchange = {
      conversationId: get().conversationId,
      question,
      model: undefined,
      sources: [],
      reading: null,
      text: '',
    };
    set({ exchange, failure: null });
    let citations: readonly Citation[] = [];
    let complete = false;
    try {
      const events = await host.chat.ask({ question, conversationId: exchange.conversationId, keep: true }, { signal });
      for await (const event of events) {
        exchange = afterEvent(exchange, event);
        if (event.type === 'done') {
          citations = event.citations;
          complete = true;
        }
        follow(exchange);
      }
      settle(exchange, complete, complete ? citations : exchange.sources, null);
    } catch (error) {
      settle(exchange, false, exchange.sources, signal.aborted ? null : { error, question });
    }
  };

  return {
    conversationId: null,
    messages: [],
    exchange: null,
    failure: null,
    beside: null,
    show: (conversationId) => {
      if (conversationId === get().conversationId && get().messages !== null) return;
      loading.abort();
      set({ conversationId, messages: conversationId === null ? [] : null, failure: null, beside: null });
      if (conversationId !== null) void load(conversationId);
    },
    ask: (question) => {
      if (get().exchange || question.trim() === '') return;
      answering = new AbortController();
      void run(question.trim(), answering.signal);
    },
    stop: () => answering.abort(),
    setBeside: (beside) => set({ beside }),
  };
});

/** The host has noted a question while it is being answered; on screen it belongs to its exchange. */
function withoutOpenQuestion(messages: Message[], exchange: Exchange | null, conversationId: number): Message[] {
  const last = messages.at(-1);
  const open = exchange?.conversationId === conversationId && last?.role === 'user' && last.text === exchange.question;
  return open ? messages.slice(0, -1) : messages;
}

/** The exchange as it stands after an event of its answer. */
export function afterEvent(exchange: Exchange, event: AnswerEvent): Exchange {
  switch (event.type) {
    case 'sources':
      return { ...exchange, model: event.model, sources: event.sources, conversationId: event.conversationId };
    case 'reading':
      return { ...exchange, reading: event.progress };
    case 'text':
      return { ...exchange, reading: null, text: exchange.text + event.text };
    case 'done':
      return { ...exchange, reading: null, model: event.model, text: event.answer };
  }
}

let localId = 0;

/** A finished exchange as messages. Their ids are negative: the host has its own, known when the conversation is next opened. */
function messagesOf(
  exchange: Exchange,
  complete: boolean,
  citations: readonly Citation[],
): [question: Message, answer: Message] {
  const time = Date.now();
  const question: Message = {
    id: --localId,
    role: 'user',
    text: exchange.question,
    model: null,
    citations: [],
    time,
    complete: true,
  };
  const answer: Message = {
    id: --localId,
    role: 'assistant',
    text: exchange.text,
    model: exchange.model ?? null,
    citations: [...citations],
    time,
    complete,
  };
  return [question, answer];
}
