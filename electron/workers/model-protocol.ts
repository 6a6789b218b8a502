/** What a GGUF file says of itself, read without loading it. */
export interface GgufMetadata {
  name: string;
  role: 'chat' | 'embedding';
  architecture: string;
  quantisation: string;
  parameters: number;
  contextSize: number;
  /** Length of an embedding vector; 0 for a chat model. */
  dimensions: number;
  licence: string;
  size: number;
}

export interface ChatTurn {
  role: 'system' | 'user' | 'assistant';
  text: string;
}

/** The requests the model worker answers. All models live in it, under one thread budget. */
export type ModelRequests = {
  inspect: { request: { path: string }; response: GgufMetadata; event: never };
  /**
   * Loads the model if needed and proves that it works: one token, or one vector. `contextSize` bounds a chat model's
   * context, in tokens; without it the worker takes a usual one.
   */
  load: {
    request: { path: string; role: 'chat' | 'embedding'; contextSize?: number };
    response: { contextSize: number; dimensions: number };
    event: never;
  };
  unload: { request: { path: string }; response: null; event: never };
  /** Unit vectors, one a text; an all-zero vector where the model knows none of the words. Long texts are cut to the context. */
  embed: { request: { path: string; texts: string[] }; response: { vectors: Float32Array[] }; event: never };
  /** Lengths of texts in the model's tokens, and how many tokens the model that runs takes at once. */
  countTokens: {
    request: { path: string; texts: string[] };
    response: { counts: number[]; contextSize: number };
    event: never;
  };
  /** Answers the last turn; cancelling the call ends the answer. */
  chat: {
    request: { path: string; turns: ChatTurn[]; maxTokens: number };
    response: { text: string; stopped: 'end' | 'length' | 'cancelled' };
    event: { type: 'reading'; progress: number } | { type: 'text'; text: string };
  };
};
