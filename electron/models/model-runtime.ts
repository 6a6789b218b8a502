import { totalmem } from 'node:os';
import { basename } from 'node:path';
import { HoldfastError } from '../../shared/errors.ts';
import type { WorkerProcess } from '../platform/platform.ts';
import type {
  AdapterMetadata,
  ChatAnswer,
  ChatSettings,
  EngineState,
  GgufMetadata,
  GgufRole,
  MemoryEstimate,
  ModelFiles,
  ModelRequests,
  ModelTurn,
} from '../workers/model-protocol.ts';
import { type CallOptions, SupervisedWorker, WorkerDeath, WorkerError } from '../workers/supervisor.ts';
import { Processors } from './runtimes/processors.ts';

type Kind = keyof ModelRequests & string;
type Options<K extends Kind> = CallOptions<ModelRequests[K]['event']>;
type Signalled = { signal?: AbortSignal | undefined };
/** The path of a model, or of its base with the adapters on it. */
type Files = string | ModelFiles;

const minute = 60_000;
/** Any request may have to load its model first, and a large one from a slow disk takes minutes. */
const loadLimitMs = 10 * minute;
const limitPerTextMs = 20_000;
/** From one sign of life to the next: a slice of the prompt, or a token. */
const silenceLimitMs = 5 * minute;
/** A cancelled request answers after the slice or token it is at; on a slow machine with a large model that takes a while. */
const abortGraceMs = 15_000;
const memoryShare = 0.9;

/** The models that run on this computer, all in one child process, as the services see them. */
export class ModelRuntime {
  readonly #worker: SupervisedWorker<ModelRequests>;
  readonly #processors: Processors;
  #idleMinutes: number | undefined;

  /** @param processors shared with the other engines */
  constructor({ start, processors = new Processors() }: { start: () => WorkerProcess; processors?: Processors }) {
    this.#processors = processors;
    const memoryLimitBytes =
      memoryShare * Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
    const startWithLimit = () => {
      const child = start();
      if (this.#idleMinutes !== undefined) queueMicrotask(() => this.#sendIdleLimit());
      return child;
    };
    this.#worker = new SupervisedWorker({
      name: 'model process',
      start: startWithLimit,
      memoryLimitBytes,
      abortGraceMs,
    });
  }

  /** What the file says of itself. MODEL_REFUSED when it is no model that Holdfast can use. */
  inspect(path: string, { signal }: Signalled = {}): Promise<GgufMetadata> {
    return this.#call('inspect', { path }, path, { timeoutMs: minute, signal });
  }

  /** What the file of a LoRA adapter says of itself. MODEL_REFUSED when it is none. */
  inspectAdapter(path: string, { signal }: Signalled = {}): Promise<AdapterMetadata> {
    return this.#call('inspectAdapter', { path }, path, { timeoutMs: minute, signal });
  }

  /** Whether a model would fit into memory now, without loading it. MODEL_REFUSED when it is no model. */
  estimate(files: Files, options: Signalled & { contextSize?: number } = {}): Promise<MemoryEstimate> {
    const { signal, ...context } = options;
    return this.#call('estimate', { ...of(files), ...context }, files, { timeoutMs: minute, signal });
  }

  /**
   * Loads a model and proves that it works. MODEL_REFUSED when llama.cpp does not take the file. `contextSize` bounds a
   * chat model's context, in tokens; `template` is proven too.
   */
  load(
    files: Files,
    role: GgufRole,
    options: Signalled & { contextSize?: number; template?: string } = {},
  ): Promise<ModelRequests['load']['response']> {
    const { signal, ...rest } = options;
    const request = { ...of(files), role, ...rest };
    return this.#atOnce('load', request, files, { timeoutMs: loadLimitMs, signal });
  }

  /** Frees the memory of a model, by its path with whichever adapters; the next request loads it again. */
  async unload(files: Files): Promise<void> {
    if (this.#worker.isRunning) await this.#call('unload', of(files), files, { timeoutMs: loadLimitMs });
  }

  /**
   * Unit vectors, one a text; all zero where the model knows none of the words. Loads the model if need be. Gives way to
   * other engines in the background.
   */
  async embed(
    files: Files,
    texts: string[],
    { signal, inBackground = false }: Signalled & { inBackground?: boolean } = {},
  ): Promise<Float32Array[]> {
    const timeoutMs = loadLimitMs + texts.length * limitPerTextMs;
    const request = { ...of(files), texts };
    const { vectors } = await (inBackground
      ? this.#inSlice('embed', request, files, { timeoutMs, signal })
      : this.#atOnce('embed', request, files, { timeoutMs, signal }));
    return vectors;
  }

  /** How well each document answers the query, 0 to 1, in their order. Loads the model if need be. */
  async rerank(files: Files, query: string, documents: string[], { signal }: Signalled = {}): Promise<number[]> {
    const timeoutMs = loadLimitMs + documents.length * limitPerTextMs;
    const request = { ...of(files), query, documents };
    return (await this.#atOnce('rerank', request, files, { timeoutMs, signal })).scores;
  }

  /**
   * Lengths in the model's tokens, one a text, and the context in which it runs: memory may leave less of it than the
   * model was trained for. Loads the model if need be.
   */
  countTokens(files: Files, texts: string[]): Promise<ModelRequests['countTokens']['response']> {
    return this.#atOnce('countTokens', { ...of(files), texts }, files, { timeoutMs: loadLimitMs });
  }

  /**
   * One step of the model: answers the last turn or calls tools; the text arrives in events too. Loads the model if need
   * be. `AbortError` when aborted: what was said until then is in the events.
   */
  chat(
    files: Files,
    turns: readonly ModelTurn[],
    options: ChatSettings & Signalled & { onEvent?: ((event: ModelRequests['chat']['event']) => void) | undefined },
  ): Promise<ChatAnswer> {
    const { signal, onEvent, ...settings } = options;
    const request = { ...of(files), ...settings, turns };
    return this.#atOnce('chat', request, files, { timeoutMs: silenceLimitMs, signal, onEvent });
  }

  /** What runs the models and which are loaded; does not start the process. */
  async state(): Promise<EngineState> {
    if (!this.#worker.isRunning) return { engine: null, models: [], used: 0, free: process.availableMemory() };
    return this.#call('state', null, 'state', { timeoutMs: minute, blameless: true });
  }

  /** How long a model that nobody asks anything stays loaded; 10 minutes unless set. */
  setIdleLimit(minutes: number): void {
    if (!(minutes > 0)) throw new RangeError('The time after which idle models go is a number of minutes above 0.');
    this.#idleMinutes = minutes;
    if (this.#worker.isRunning) this.#sendIdleLimit();
  }

  /** Ends the process for good. */
  stop(): Promise<void> {
    return this.#worker.stop();
  }

  #atOnce<K extends Kind>(kind: K, request: ModelRequests[K]['request'], files: Files, options: Options<K>) {
    return this.#processors.atOnce('llama.cpp', () => this.#call(kind, request, files, options));
  }

  #inSlice<K extends Kind>(kind: K, request: ModelRequests[K]['request'], files: Files, options: Options<K>) {
    const call = () => this.#call(kind, request, files, options);
    return this.#processors.inSlice('llama.cpp', options.signal, call);
  }

  async #call<K extends Kind>(
    kind: K,
    request: ModelRequests[K]['request'],
    files: Files,
    options: Options<K>,
  ): Promise<ModelRequests[K]['response']> {
    try {
      return await this.#callUntilBlamed(kind, request, options);
    } catch (thrown) {
      throw explain(kind, of(files).path, thrown);
    }
  }

  #sendIdleLimit(): void {
    const request = { minutes: this.#idleMinutes ?? 0 };
    // A process that ended meanwhile is told when it is started again.
    this.#worker.call('setIdleLimit', request, { timeoutMs: minute }).catch(() => undefined);
  }

  /** A call that is not known to be at fault for the death of the process is made once more. */
  async #callUntilBlamed<K extends Kind>(
    kind: K,
    request: ModelRequests[K]['request'],
    options: Options<K>,
  ): Promise<ModelRequests[K]['response']> {
    try {
      return await this.#worker.call(kind, request, options);
    } catch (thrown) {
      // Not an answer: its first half has been said already.
      if (kind === 'chat' || !(thrown instanceof WorkerDeath) || thrown.culprit) throw thrown;
      return this.#worker.call(kind, request, options);
    }
  }
}

function of(files: Files): ModelFiles {
  return typeof files === 'string' ? { path: files } : files;
}

const refusing: readonly Kind[] = ['inspect', 'inspectAdapter', 'estimate', 'load'];

function explain(kind: Kind, path: string, thrown: unknown): unknown {
  const file = basename(path);
  const cause = { cause: thrown };
  if (thrown instanceof WorkerError) {
    if (refusing.includes(kind))
      return new HoldfastError(
        'MODEL_REFUSED',
        `The model "${file}" cannot be used. ${thrown.message}`,
        'Choose another file.',
        cause,
      );
    return new HoldfastError('MODEL_FAILED', `The model "${file}" failed. ${thrown.message}`, '', cause);
  }
  if (thrown instanceof WorkerDeath) {
    return new HoldfastError(
      'MODEL_FAILED',
      `The model "${file}" failed while ${doing[kind]}. ${thrown.message}`,
      hints[thrown.cause],
      cause,
    );
  }
  return thrown;
}

const doing: Record<Kind, string> = {
  inspect: 'its description was read',
  inspectAdapter: 'its description was read',
  estimate: 'its description was read',
  load: 'it was loaded',
  unload: 'it was unloaded',
  embed: 'it read texts',
  rerank: 'it scored texts',
  countTokens: 'it counted tokens',
  chat: 'it answered',
  state: 'its state was asked for',
  setIdleLimit: 'it was set up',
};

const hints = {
  crash: 'Try again. If it happens each time, the file is damaged or llama.cpp cannot run it: choose another model.',
  memory: 'Choose a smaller model, or one with a stronger quantisation.',
  timeout: 'Try again. If it happens each time, the model is too large for this computer: choose a smaller one.',
} as const;
