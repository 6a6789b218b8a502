import type { LlamaModel, LlamaRankingContext, Token } from 'node-llama-cpp';
import type { Adapter } from '../model-protocol.ts';
import { Speedometer } from '../speedometer.ts';
import { adaptContext } from './adapters.ts';
import { ContextPool } from './context-pool.ts';
import { encoderContext, mostContexts } from './encoder-context.ts';

/** A query takes no more of the context than this: the rest is the document's. */
const queryShare = 0.5;

/** A model that is loaded and scores how well documents answer a query. */
export class Reranker {
  readonly dimensions = 0;
  /** In tokens, for query and document together; what is longer is cut. */
  readonly contextSize: number;
  readonly template = '';
  readonly speed = new Speedometer('reading', 'generating');
  readonly model: LlamaModel;
  readonly #contexts: ContextPool<LlamaRankingContext>;

  private constructor(model: LlamaModel, adapters: readonly Adapter[]) {
    this.model = model;
    const options = encoderContext(model);
    this.contextSize = options.contextSize;
    this.#contexts = new ContextPool(
      async () => adaptContext(await model.createRankingContext(options), adapters),
      mostContexts,
    );
  }

  /** Takes over a loaded model, which is disposed with it. Scores a word to prove that it can. */
  static async create(model: LlamaModel, adapters: readonly Adapter[]): Promise<Reranker> {
    if (!model.fileInsights.supportsRanking)
      throw new Error('It lacks the weights that make a score of what was read: the file was converted wrongly.');
    const reranker = new Reranker(model, adapters);
    const [proof] = await reranker.rank('proof', ['proof'], new AbortController().signal);
    // What is no number comes as 0, which no score is.
    if (!proof) throw new Error('It computes no valid numbers: the weights are damaged.');
    return reranker;
  }

  /** A score from 0 to 1 for each document. */
  async rank(query: string, documents: readonly string[], signal: AbortSignal): Promise<number[]> {
    const started = performance.now();
    let read = 0;
    const asked = this.#tokenize(query).slice(0, Math.floor(this.contextSize * queryShare));
    const rankOne = (document: string, context: LlamaRankingContext) => {
      const whole = this.#tokenize(document);
      const around = context.calculateInputLength(asked, whole) - whole.length;
      const tokens = whole.slice(0, Math.max(1, this.contextSize - 1 - around));
      read += asked.length + tokens.length;
      return context.rank(asked, tokens);
    };
    const scores = await this.#contexts.map(documents, rankOne, signal);
    this.speed.note('reading', read, performance.now() - started);
    return scores;
  }

  /** Bytes, without the contexts'. */
  get memory(): { ram: number; vram: number } {
    return this.model.memoryUsage;
  }

  countTokens(text: string): number {
    return this.#tokenize(text).length;
  }

  /** Frees the memory when the work in progress is done. */
  async dispose(): Promise<void> {
    await this.#contexts.drain();
    await this.model.dispose();
  }

  #tokenize(text: string): Token[] {
    return this.model.tokenize(text, false, 'trimLeadingSpace');
  }
}
