import type { PreTrainedModel, PreTrainedTokenizer, Tensor } from '@huggingface/transformers';
import type { WorkMeter } from '../held-model.ts';
import type { OnnxRequests } from '../onnx-protocol.ts';
import type { RequestContext } from '../serve-requests.ts';
import { transformers } from './engine.ts';
import { readJson } from './folder-files.ts';
import { ModelError } from './model-error.ts';
import { type ModelFolder, textOutputs } from './model-folder.ts';
import { type Pooling, unitVectors } from './vectors.ts';

const textsAtOnce = 8;
/** No tokenizer makes fewer tokens of a text: what is beyond the context by far is cut before it is counted. */
const mostLettersPerToken = 64;

interface Inputs {
  input_ids: Tensor;
  attention_mask?: Tensor;
}

type Purpose = OnnxRequests['embedTexts']['request']['purpose'];

/** Makes vectors of texts. */
export class TextEncoder {
  readonly #model: PreTrainedModel;
  readonly #tokenizer: PreTrainedTokenizer;
  readonly #folder: ModelFolder;
  readonly #pooling: Pooling;
  readonly #meter: WorkMeter;

  static async create(folder: ModelFolder, model: PreTrainedModel, meter: WorkMeter): Promise<TextEncoder> {
    const { AutoTokenizer } = await transformers();
    const tokenizer = await AutoTokenizer.from_pretrained(folder.path, { local_files_only: true });
    return new TextEncoder(folder, model, tokenizer, meter);
  }

  private constructor(folder: ModelFolder, model: PreTrainedModel, tokenizer: PreTrainedTokenizer, meter: WorkMeter) {
    this.#folder = folder;
    this.#model = model;
    this.#tokenizer = tokenizer;
    this.#pooling = poolingOf(folder.path);
    this.#meter = meter;
  }

  /** Unit vectors, one a text, of a few texts at a time. */
  async embed(
    texts: readonly string[],
    purpose: Purpose,
    { emit, signal }: Pick<RequestContext<{ done: number; total: number }>, 'emit' | 'signal'>,
  ): Promise<Float32Array[]> {
    const prompt = promptFor(this.#folder.path, purpose);
    const prompted = texts.map((text) => prompt + this.#cut(text));
    // Texts of like length together: a batch is as long as its longest.
    const order = [...prompted.keys()].sort((a, b) => (prompted[a]?.length ?? 0) - (prompted[b]?.length ?? 0));
    const vectors = new Array<Float32Array>(texts.length);
    for (let start = 0; start < order.length; start += textsAtOnce) {
      signal.throwIfAborted();
      const batch = order.slice(start, start + textsAtOnce);
      const embedded = await this.#embedBatch(batch.map((index) => prompted[index] ?? ''));
      for (const [at, index] of batch.entries()) vectors[index] = embedded[at] ?? new Float32Array();
      emit({ done: Math.min(start + textsAtOnce, order.length), total: order.length });
    }
    return vectors;
  }

  /** Lengths in tokens, and how many of them the model takes at once beside those that it adds itself. */
  count(texts: readonly string[]): { counts: number[]; contextSize: number } {
    const length = (text: string, special: boolean) =>
      this.#tokenizer.encode(text, { add_special_tokens: special }).length;
    return {
      counts: texts.map((text) => length(text, false)),
      contextSize: this.#folder.contextSize - length('', true),
    };
  }

  async dispose(): Promise<void> {
    await this.#model.dispose();
  }

  #cut(text: string): string {
    return text.slice(0, this.#folder.contextSize * mostLettersPerToken);
  }

  async #embedBatch(texts: string[]): Promise<Float32Array[]> {
    const began = performance.now();
    const inputs: Inputs = this.#tokenizer(texts, {
      // SigLIP is trained on texts that are all of one length.
      padding: this.#folder.architecture === 'siglip' ? 'max_length' : true,
      truncation: true,
      max_length: this.#folder.contextSize,
    });
    const outputs = (await this.#model(inputs)) as Record<string, Tensor>;
    const name = textOutputs.find((wanted) => outputs[wanted]);
    const output =
      name === 'pooler_output' && this.#folder.kind === 'text' ? outputs.last_hidden_state : outputs[name ?? ''];
    if (!output) throw new ModelError(`It gives ${Object.keys(outputs).join(', ')}, and no embedding.`);
    this.#meter.note('reading', tokensIn(inputs), performance.now() - began);
    return unitVectors(output, texts.length, this.#pooling, inputs.attention_mask);
  }
}

/** Without what fills the shorter texts up, where the tokenizer tells. */
function tokensIn({ input_ids, attention_mask }: Inputs): number {
  if (!attention_mask) return input_ids.size;
  return Array.from(attention_mask.data as Iterable<unknown>).filter((mark) => Number(mark) === 1).length;
}

/** What sentence-transformers puts before a text, such as "query: ". */
function promptFor(path: string, purpose: Purpose): string {
  const prompts = readJson(path, 'config_sentence_transformers.json')?.prompts as Record<string, unknown> | undefined;
  const names = purpose === 'query' ? ['query'] : ['document', 'passage'];
  const found = names.map((name) => prompts?.[name]).find((prompt) => typeof prompt === 'string');
  return typeof found === 'string' ? found : '';
}

/** As sentence-transformers keeps it beside the model; the mean where it does not. */
function poolingOf(path: string): Pooling {
  const modes = readJson(path, '1_Pooling/config.json') ?? {};
  if (modes.pooling_mode_cls_token === true) return 'cls';
  if (modes.pooling_mode_lasttoken === true) return 'last';
  const other = Object.keys(modes).find((mode) => mode.startsWith('pooling_mode_') && modes[mode] === true);
  if (other && other !== 'pooling_mode_mean_tokens')
    throw new ModelError(`It pools tokens by "${other}", which Holdfast does not know.`);
  return 'mean';
}
