import type { FoundPassage } from '../search/search-service.ts';
import type { ModelTurn } from '../workers/model-protocol.ts';

/** Conversations whose dialogues are kept; of the others, questions and answers are told to the model again. */
const KEPT = 16;

/**
 * What a model was told in a conversation, word for word. Going on from it, the model need not read it again: it still
 * has it in its context.
 */
export interface Dialogue {
  modelId: string;
  turns: readonly ModelTurn[];
  /** The passages in it; they are numbered from 1 on. */
  sources: readonly FoundPassage[];
  /** How many messages the conversation has with it. */
  messages: number;
}

/** The dialogues of the conversations that were last gone on with; in memory alone. */
export class Dialogues {
  readonly #byConversation = new Map<number, Dialogue>();

  /** The dialogue of a conversation that has had this many messages; undefined when it is not known, or another one. */
  of(conversationId: number | null, messages: number): Dialogue | undefined {
    const known = conversationId === null ? undefined : this.#byConversation.get(conversationId);
    return known?.messages === messages ? known : undefined;
  }

  keep(conversationId: number, dialogue: Dialogue): void {
    this.#byConversation.delete(conversationId);
    this.#byConversation.set(conversationId, dialogue);
    for (const id of this.#byConversation.keys()) {
      if (this.#byConversation.size <= KEPT) break;
      this.#byConversation.delete(id);
    }
  }
}
