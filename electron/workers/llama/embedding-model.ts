import { availableParallelism } from 'node:os';
import type { LlamaEmbeddingContext, LlamaModel, Token } from 'node-llama-cpp';
import { threadsFor } from './engine.ts';

/** Passages are shorter; longer contexts only cost memory. */
const longestContext = 1024;
/** Contexts that work side by side: more bring nothing on the processors measured. */
const parallelContexts = Math.min(4, Math.max(2, availableParallelism()));

/** An embedding model that is loaded, with as many contexts as there was work for at once. */
export class EmbeddingModel {
  readonly dimensions: number;
  /** In tokens, the two that mark start and end included; text beyond is not read. */
  readonly contextSize: number;
  readonly #model: LlamaModel;
  readonly #unknown: number | undefined;
  readonly #idle: LlamaEmbeddingContext[] = [];
  readonly #waiting: ((context: LlamaEmbeddingContext) => void)[] = [];
  #contexts = 0;

  private constructor(model: LlamaModel) {
    this.#model = model;
    this.#unknown = model.fileInfo.metadata.tokenizer?.ggml.unknown_token_id;
    this.dimensions = model.embeddingVectorSize;
    // Beyond the training context, or in parts of a batch, encoders abort or read the text's end alone.
    const trained = Math.min(model.trainContextSize, longestContext);
    this.contextSize = trained > 256 ? trained - (trained % 256) : trained;
  }

  /** Takes over a loaded model, which is disposed with it. Embeds a word to prove that it can. */
  static async create(model: LlamaModel): Promise<EmbeddingModel> {
    const embedding = new EmbeddingModel(model);
    embedding.#idle.push(await embedding.#createContext());
    const proof = await embedding.#embedTokens(model.tokenize('proof'));
    if (!proof.every(Number.isFinite)) throw new Error('It computes no valid numbers: the weights are damaged.');
    return embedding;
  }

  /** Unit vectors; zero where the model knows no word of the text. */
  async embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    const vectors: Float32Array[] = new Array(texts.length);
    const work = texts.entries();
    const takeFromWork = async () => {
      for (const [index, text] of work) {
        signal.throwIfAborted();
        vectors[index] = await this.#embedOne(text);
      }
    };
    await Promise.all(Array.from({ length: Math.min(parallelContexts, texts.length) }, takeFromWork));
    return vectors;
  }

  countTokens(text: string): number {
    return this.#model.tokenize(text).length;
  }

  /** Frees the memory when the work in progress is done. */
  async dispose(): Promise<void> {
    for (let taken = 0; taken < this.#contexts; taken++) await (this.#idle.pop() ?? this.#nextIdle());
    await this.#model.dispose();
  }

  async #embedOne(text: string): Promise<Float32Array> {
    const tokens: Token[] = this.#model.tokenize(text).slice(0, this.contextSize - 3);
    const isKnown = tokens.some((token) => token !== this.#unknown);
    return isKnown ? this.#embedTokens(tokens) : new Float32Array(this.dimensions);
  }

  async #embedTokens(tokens: Token[]): Promise<Float32Array> {
    const context = await this.#take();
    try {
      return unitVector((await context.getEmbeddingFor(tokens)).vector);
    } finally {
      this.#give(context);
    }
  }

  async #take(): Promise<LlamaEmbeddingContext> {
    const context = this.#idle.pop();
    if (context) return context;
    if (this.#contexts < parallelContexts) {
      const another = await this.#createContext().catch(() => null);
      if (another) return another;
    }
    return this.#nextIdle();
  }

  #nextIdle(): Promise<LlamaEmbeddingContext> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #give(context: LlamaEmbeddingContext): void {
    const next = this.#waiting.shift();
    if (next) next(context);
    else this.#idle.push(context);
  }

  async #createContext(): Promise<LlamaEmbeddingContext> {
    this.#contexts++;
    try {
      const { contextSize } = this;
      return await this.#model.createEmbeddingContext({
        contextSize,
        batchSize: contextSize,
        threads: threadsFor(this.#model, parallelContexts),
      });
    } catch (thrown) {
      this.#contexts--;
      throw thrown;
    }
  }
}

function unitVector(vector: readonly number[]): Float32Array {
  const length = Math.hypot(...vector);
  return Float32Array.from(vector, (value) => (length === 0 ? 0 : value / length));
}
