import type { WorkerProcess } from '../../platform/platform.ts';
import type { HeldModel } from '../../workers/held-model.ts';
import type {
  OnnxHash,
  OnnxMetadata,
  OnnxModelRef,
  OnnxPicture,
  OnnxRequests,
  PictureEmbedding,
} from '../../workers/onnx-protocol.ts';
import type { CallOptions } from '../../workers/supervisor.ts';
import { Processors } from './processors.ts';
import { SupervisedEngine } from './supervised-engine.ts';

type Kind = keyof OnnxRequests & string;
type Options<K extends Kind> = CallOptions<OnnxRequests[K]['event']>;
type OnProgress = (progress: { done: number; total: number }) => void;

interface Cancellable {
  signal?: AbortSignal | undefined;
}

const minute = 60_000;
/** Any request may have to load its model first, and a large one from a slow disk takes minutes. */
const loadLimitMs = 10 * minute;
const captionTokens = 64;

/** The models that run by ONNX Runtime on this computer, all in one child process, as the services see them. */
export class OnnxRuntime {
  readonly #engine: SupervisedEngine<OnnxRequests>;
  readonly #processors: Processors;

  /** @param processors shared with the other engines */
  constructor({ start, processors = new Processors() }: { start: () => WorkerProcess; processors?: Processors }) {
    this.#processors = processors;
    this.#engine = new SupervisedEngine<OnnxRequests>({
      name: 'ONNX process',
      start,
      doing: {
        inspect: 'its description was read',
        hash: 'its files were read',
        load: 'it was loaded',
        unload: 'it was unloaded',
        state: 'its state was asked for',
        embedTexts: 'it read texts',
        countTokens: 'it counted tokens',
        embedPictures: 'it looked at pictures',
        caption: 'it described a picture',
      },
      refusing: ['inspect', 'load'],
    });
  }

  /** What a model's folder says of itself, without loading it. MODEL_REFUSED when Holdfast cannot use it. */
  inspect(path: string, { signal }: Cancellable = {}): Promise<OnnxMetadata> {
    return this.#engine.call('inspect', { path }, { timeoutMs: minute, signal });
  }

  /** The SHA-256 of a model over all its files. */
  hash(path: string, { signal, onProgress }: Cancellable & { onProgress?: OnProgress } = {}): Promise<OnnxHash> {
    return this.#engine.call('hash', { path }, { timeoutMs: 5 * minute, signal, onEvent: onProgress });
  }

  /** Loads a model and proves that it works. MODEL_REFUSED when it does not. */
  load(model: OnnxModelRef, { signal }: Cancellable = {}): Promise<OnnxRequests['load']['response']> {
    return this.#atOnce('load', model, { timeoutMs: loadLimitMs, signal });
  }

  /** Frees the memory of a model; the next request loads it again. */
  async unload(path: string): Promise<void> {
    if (this.#engine.isRunning) await this.#engine.call('unload', { path }, { timeoutMs: loadLimitMs });
  }

  /**
   * Unit vectors, one a text; all zero where the model makes nothing of it. `purpose` decides what the model wants put
   * before the text; "document" unless given. Gives way to other engines in the background.
   */
  async embedTexts(
    model: OnnxModelRef,
    texts: string[],
    options: Cancellable & { purpose?: 'query' | 'document'; inBackground?: boolean; onProgress?: OnProgress } = {},
  ): Promise<Float32Array[]> {
    const { purpose = 'document', inBackground = false, signal, onProgress } = options;
    const call = { timeoutMs: loadLimitMs, signal, onEvent: onProgress };
    const request = { ...model, texts, purpose };
    const { vectors } = await (inBackground
      ? this.#inSlice('embedTexts', request, call)
      : this.#atOnce('embedTexts', request, call));
    return vectors;
  }

  /** Lengths in the model's tokens, one a text, and how many it takes at once. */
  countTokens(model: OnnxModelRef, texts: string[]): Promise<OnnxRequests['countTokens']['response']> {
    return this.#atOnce('countTokens', { ...model, texts }, { timeoutMs: loadLimitMs });
  }

  /** A unit vector, or the reason why there is none, for each picture. */
  async embedPictures(
    model: OnnxModelRef,
    pictures: OnnxPicture[],
    { signal, onProgress }: Cancellable & { onProgress?: OnProgress } = {},
  ): Promise<PictureEmbedding[]> {
    const call = { timeoutMs: loadLimitMs, signal, onEvent: onProgress };
    return (await this.#atOnce('embedPictures', { ...model, pictures }, call)).pictures;
  }

  /** A sentence about a picture. MODEL_FAILED with the reason where it cannot be decoded. */
  async caption(
    model: OnnxModelRef,
    picture: OnnxPicture,
    { signal, maxTokens = captionTokens }: Cancellable & { maxTokens?: number } = {},
  ): Promise<string> {
    const call = { timeoutMs: loadLimitMs, signal };
    return (await this.#atOnce('caption', { ...model, picture, maxTokens }, call)).text;
  }

  /** The models in memory, with what was measured of them. */
  held(): Promise<readonly HeldModel[]> {
    return this.#engine.held();
  }

  /** Ends the process for good. */
  stop(): Promise<void> {
    return this.#engine.stop();
  }

  #atOnce<K extends Kind>(kind: K, request: OnnxRequests[K]['request'], options: Options<K>) {
    return this.#processors.atOnce('onnx', () => this.#engine.call(kind, request, options));
  }

  #inSlice<K extends Kind>(kind: K, request: OnnxRequests[K]['request'], options: Options<K>) {
    return this.#processors.inSlice('onnx', options.signal, () => this.#engine.call(kind, request, options));
  }
}

/** CLIP's own temperature, which other models of its kind come near to. */
const temperature = 100;

/**
 * How well each label fits a picture, next to the others: the softmax of 100 × cosine (Radford et al. 2021, CLIP). The
 * scores add up to 1, so they say which label fits best and not whether any does.
 * @param picture a unit vector of a model's picture encoder
 * @param labels unit vectors of the same model's text encoder
 */
export function labelScores(picture: Float32Array, labels: readonly Float32Array[]): number[] {
  const logits = labels.map(
    (label) => temperature * label.reduce((sum, value, at) => sum + value * (picture[at] ?? 0), 0),
  );
  const highest = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp(logit - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
