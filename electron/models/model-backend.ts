import type { SentContent } from '../../shared/contract/policy.ts';
import type { ChatAnswer, ChatTurn, ModelRequests } from '../workers/model-protocol.ts';

/** What every call of a model may say. */
export interface ModelCallOptions {
  /** What it is for, as the audit log tells it where the call leaves this machine. */
  purpose: string;
  signal?: AbortSignal | undefined;
  /** What of the library is in the texts. */
  content?: readonly SentContent[];
}

export interface ChatOptions extends ModelCallOptions {
  maxTokens: number;
  onEvent?: (event: ModelRequests['chat']['event']) => void;
}

/** One model, wherever it runs. Calls fail with a HoldfastError that says what happened, or AbortError. */
export interface ModelBackend {
  /** Answers the last turn; the text arrives in events too. */
  chat(turns: ChatTurn[], options: ChatOptions): Promise<Pick<ChatAnswer, 'text' | 'stopped'>>;
  /**
   * Lengths in the model's tokens, one a text, and the context in which it runs; where the model does not tell, an
   * estimate that is rather too high.
   */
  countTokens(texts: string[]): Promise<ModelRequests['countTokens']['response']>;
  /** Unit vectors, one a text; all zero where the model makes nothing of it. */
  embed(texts: string[], options: ModelCallOptions): Promise<Float32Array[]>;
}
