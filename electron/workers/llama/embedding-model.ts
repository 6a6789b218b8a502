import type { LlamaEmbeddingContext, LlamaModel, Token } from 'node-llama-cpp';
import type { Adapter } from '../model-protocol.ts';
import { Speedometer } from '../speedometer.ts';
import { adaptContext } from './adapters.ts';
import { ContextPool } from './context-pool.ts';
import { encoderContext, mostContexts } from './encoder-context.ts';

/** An embedding model that is loaded, with as many contexts as there was work for at once. */
export class EmbeddingModel {
  readonly dimensions: number;
  /** In tokens, the two that mark start and end included; text beyond is not read. */
  readonly contextSize: number;
  readonly template = '';
  readonly speed = new Speedometer('reading', 'generating');
  readonly model: LlamaModel;
  readonly #unknown: number | undefined;
  readonly #contexts: ContextPool<LlamaEmbeddingContext>;

  private constructor(model: LlamaModel, adapters: readonly Adapter[]) {
    this.model = model;
    this.#unknown = model.fileInfo.metadata.tokenizer?.ggml.unknown_token_id;
    this.dimensions = model.embeddingVectorSize;
    const options = encoderContext(model);
    this.contextSize = options.contextSize;
    const create = async () => adaptContext(await model.createEmbeddingContext(options), adapters);
    this.#contexts = new ContextPool(create, mostContexts);
  }

  /** Takes over a loaded model, which is disposed with it. Embeds a word to prove that it can. */
  static async create(model: LlamaModel, adapters: readonly Adapter[]): Promise<EmbeddingModel> {
    const embedding = new EmbeddingModel(model, adapters);
    const tokens = model.tokenize('proof');
    const proof = await embedding.#contexts.use((context) => embedTokens(tokens, context));
    if (!proof.every(Number.isFinite)) throw new Error('It computes no valid numbers: the weights are damaged.');
    return embedding;
  }

  /** Unit vectors; zero where the model knows no word of the text. */
  async embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    const started = performance.now();
    let read = 0;
    const embedOne = (text: string, context: LlamaEmbeddingContext) => {
      const tokens: Token[] = this.model.tokenize(text).slice(0, this.contextSize - 3);
      read += tokens.length;
      const isKnown = tokens.some((token) => token !== this.#unknown);
      return isKnown ? embedTokens(tokens, context) : Promise.resolve(new Float32Array(this.dimensions));
    };
    const vectors = await this.#contexts.map(texts, embedOne, signal);
    this.speed.note('reading', read, performance.now() - started);
    return vectors;
  }

  /** Bytes, without the contexts'. */
  get memory(): { ram: number; vram: number } {
    return this.model.memoryUsage;
  }

  countTokens(text: string): number {
    return this.model.tokenize(text).length;
  }

  /** Frees the memory when the work in progress is done. */
  async dispose(): Promise<void> {
    await this.#contexts.drain();
    await this.model.dispose();
  }
}

async function embedTokens(tokens: Token[], context: LlamaEmbeddingContext): Promise<Float32Array> {
  const { vector } = await context.getEmbeddingFor(tokens);
  const length = Math.hypot(...vector);
  return Float32Array.from(vector, (value) => (length === 0 ? 0 : value / length));
}
