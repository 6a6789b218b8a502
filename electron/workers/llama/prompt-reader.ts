import type { LlamaContextSequence, Token } from 'node-llama-cpp';

/** Nothing stops llama.cpp within a slice of the prompt; a stop takes effect within 300 ms, so this leaves some room. */
const sliceMs = 200;
const smallestSlice = 8;

export interface Reading {
  /** In tokens: in the context from before. */
  reused: number;
  milliseconds: number;
}

/** Reads prompts into a sequence in slices that take about equally long, whatever the model and the machine. */
export class PromptReader {
  readonly #sequence: LlamaContextSequence;
  /** Kept from prompt to prompt, for the machine stays the same. */
  #slice = smallestSlice;

  constructor(sequence: LlamaContextSequence) {
    this.#sequence = sequence;
  }

  /**
   * Evaluates what the context does not hold yet, except the last token, from which the answer is generated. Returns
   * early once aborted.
   */
  async read(tokens: readonly Token[], signal: AbortSignal, onProgress: (share: number) => void): Promise<Reading> {
    const prompt = tokens.slice(0, -1);
    const started = performance.now();
    await this.#sequence.adaptStateToTokens(prompt, false);
    const reused = this.#sequence.nextTokenIndex;
    while (this.#sequence.nextTokenIndex < prompt.length && !signal.aborted) {
      onProgress(this.#sequence.nextTokenIndex / prompt.length);
      await this.#readSlice(prompt);
    }
    onProgress(1);
    return { reused, milliseconds: performance.now() - started };
  }

  async #readSlice(prompt: Token[]): Promise<void> {
    const done = this.#sequence.nextTokenIndex;
    const slice = prompt.slice(done, done + this.#slice);
    const started = performance.now();
    await this.#sequence.evaluateWithoutGeneratingNewTokens(slice);
    // The rest of a prompt is too little to tell.
    if (slice.length < this.#slice) return;
    const fitting = (slice.length * sliceMs) / Math.max(1, performance.now() - started);
    const most = Math.min(this.#slice * 4, this.#sequence.context.batchSize);
    this.#slice = Math.round(Math.min(Math.max(smallestSlice, fitting), most));
  }
}
