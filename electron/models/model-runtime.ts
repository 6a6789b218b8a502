import { totalmem } from 'node:os';
import { basename } from 'node:path';
import { HoldfastError } from '../../shared/errors.ts';
import type { WorkerProcess } from '../platform/platform.ts';
import type { ChatTurn, GgufMetadata, ModelRequests } from '../workers/model-protocol.ts';
import { type CallOptions, SupervisedWorker, WorkerDeath, WorkerError } from '../workers/supervisor.ts';

type ModelRole = ModelRequests['load']['request']['role'];
type Kind = keyof ModelRequests & string;
type Options<K extends Kind> = CallOptions<ModelRequests[K]['event']>;

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

  constructor({ start }: { start: () => WorkerProcess }) {
    const memoryLimitBytes =
      memoryShare * Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
    this.#worker = new SupervisedWorker({ name: 'model process', start, memoryLimitBytes, abortGraceMs });
  }

  /** What the file says of itself. MODEL_REFUSED when it is no model that Holdfast can use. */
  inspect(path: string, { signal }: { signal?: AbortSignal } = {}): Promise<GgufMetadata> {
    return this.#call('inspect', { path }, { timeoutMs: minute, signal });
  }

  /**
   * Loads a model and proves that it works. MODEL_REFUSED when llama.cpp does not take the file. `contextSize` bounds a
   * chat model's context, in tokens.
   */
  load(
    path: string,
    role: ModelRole,
    { signal, contextSize }: { signal?: AbortSignal; contextSize?: number } = {},
  ): Promise<ModelRequests['load']['response']> {
    const request = contextSize === undefined ? { path, role } : { path, role, contextSize };
    return this.#call('load', request, { timeoutMs: loadLimitMs, signal });
  }

  /** Frees the memory of a model; the next request loads it again. */
  async unload(path: string): Promise<void> {
    if (this.#worker.isRunning) await this.#call('unload', { path }, { timeoutMs: loadLimitMs });
  }

  /** Unit vectors, one a text; all zero where the model knows none of the words. Loads the model if need be. */
  async embed(path: string, texts: string[], { signal }: { signal?: AbortSignal } = {}): Promise<Float32Array[]> {
    const timeoutMs = loadLimitMs + texts.length * limitPerTextMs;
    return (await this.#call('embed', { path, texts }, { timeoutMs, signal })).vectors;
  }

  /**
   * Lengths in the model's tokens, one a text, and the context in which it runs: memory may leave less of it than the
   * model was trained for. Loads the model if need be.
   */
  countTokens(path: string, texts: string[]): Promise<ModelRequests['countTokens']['response']> {
    return this.#call('countTokens', { path, texts }, { timeoutMs: loadLimitMs });
  }

  /**
   * Answers the last turn; the text arrives in events too. Loads the model if need be. `AbortError` when aborted: what
   * was said until then is in the events.
   */
  chat(
    path: string,
    turns: ChatTurn[],
    options: { maxTokens: number; signal?: AbortSignal; onEvent?: (event: ModelRequests['chat']['event']) => void },
  ): Promise<ModelRequests['chat']['response']> {
    const { maxTokens, signal, onEvent } = options;
    return this.#call('chat', { path, turns, maxTokens }, { timeoutMs: silenceLimitMs, signal, onEvent });
  }

  /** Ends the process for good. */
  stop(): Promise<void> {
    return this.#worker.stop();
  }

  async #call<K extends Kind>(
    kind: K,
    request: ModelRequests[K]['request'],
    options: Options<K>,
  ): Promise<ModelRequests[K]['response']> {
    try {
      return await this.#callUntilBlamed(kind, request, options);
    } catch (thrown) {
      throw explain(kind, request.path, thrown);
    }
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

function explain(kind: Kind, path: string, thrown: unknown): unknown {
  const file = basename(path);
  const cause = { cause: thrown };
  if (thrown instanceof WorkerError) {
    const refused = kind === 'inspect' || kind === 'load';
    if (refused)
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
  load: 'it was loaded',
  unload: 'it was unloaded',
  embed: 'it read texts',
  countTokens: 'it counted tokens',
  chat: 'it answered',
};

const hints = {
  crash: 'Try again. If it happens each time, the file is damaged or llama.cpp cannot run it: choose another model.',
  memory: 'Choose a smaller model, or one with a stronger quantisation.',
  timeout: 'Try again. If it happens each time, the model is too large for this computer: choose a smaller one.',
} as const;
