import { totalmem } from 'node:os';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { HoldfastError } from '../../../shared/errors.ts';
import type { WorkerProcess } from '../../platform/platform.ts';
import type { RequestMap } from '../../workers/channel.ts';
import type { HeldModel, HoldingRequest } from '../../workers/held-model.ts';
import { type CallOptions, SupervisedWorker, WorkerDeath, WorkerError } from '../../workers/supervisor.ts';

const memoryShare = 0.9;
/** A cancelled request answers after the batch that it is at; on a slow machine with a large model that takes a while. */
const abortGraceMs = 15_000;

const hints = {
  crash:
    'Try again. If it happens each time, the files are damaged or the engine cannot run them: choose another model.',
  memory: 'Choose a smaller model, or one with a stronger quantisation.',
  timeout: 'Try again. If it happens each time, the model is too large for this computer: choose a smaller one.',
} as const;

/** ONNX Runtime does not let its process answer while it computes. */
const patienceMs = 500;
/** As long as the longest that a process is busy. */
const stateLimitMs = 30 * 60_000;

type Requests = Record<string, { request: { path: string } }> & { state: HoldingRequest };
type Kind<R> = keyof R & string;

export interface EngineOptions<R extends RequestMap> {
  /** As it stands in messages: "ONNX process". */
  name: string;
  start: () => WorkerProcess;
  /** What the model did when the process died, as it stands in messages: "it was loaded". */
  doing: Record<Kind<R>, string>;
  /** The requests whose failure means that the model cannot be used at all. */
  refusing: readonly Kind<R>[];
}

/** Requests about models, each at a path, to an engine in a child process; what goes wrong becomes a sentence about the model. */
export class SupervisedEngine<R extends RequestMap & Requests> {
  readonly #worker: SupervisedWorker<R>;
  #held: readonly HeldModel[] = [];
  #looking: Promise<void> | null = null;
  readonly #options: EngineOptions<R>;

  constructor(options: EngineOptions<R>) {
    const { name, start } = options;
    const memoryLimitBytes =
      memoryShare * Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
    this.#worker = new SupervisedWorker({ name, start, memoryLimitBytes, abortGraceMs });
    this.#options = options;
  }

  /** Whether there is a process now. */
  get isRunning(): boolean {
    return this.#worker.isRunning;
  }

  /**
   * Rejects with MODEL_REFUSED, MODEL_FAILED or AbortError. A call that is not known to be at fault for the death of the
   * process is made once more.
   */
  async call<K extends Kind<R>>(
    kind: K,
    request: R[K]['request'],
    options: CallOptions<R[K]['event']>,
  ): Promise<R[K]['response']> {
    try {
      return await this.#worker.call(kind, request, options).catch((thrown: unknown) => {
        if (!(thrown instanceof WorkerDeath) || thrown.culprit) throw thrown;
        return this.#worker.call(kind, request, options);
      });
    } catch (thrown) {
      throw this.#explain(kind, request.path, thrown);
    }
  }

  /**
   * The models in memory; while the process is too busy to tell, those that it held a moment ago. Starts no process.
   */
  async held(): Promise<readonly HeldModel[]> {
    if (!this.#worker.isRunning) return [];
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
    await Promise.race([this.#looking, pause(patienceMs, undefined, { ref: false })]);
    return this.#held;
  }

  async #look(): Promise<void> {
    // A process that died holds nothing, and is not started to say so.
    const told = this.#worker.call('state', { path: '' }, { timeoutMs: stateLimitMs, blameless: true });
    this.#held = await told.then(
      ({ models }) => models,
      () => [],
    );
  }

  /** Ends the process for good. */
  stop(): Promise<void> {
    return this.#worker.stop();
  }

  #explain(kind: Kind<R>, path: string, thrown: unknown): unknown {
    const model = `The model "${basename(path)}"`;
    const cause = { cause: thrown };
    if (thrown instanceof WorkerError && this.#options.refusing.includes(kind))
      return new HoldfastError(
        'MODEL_REFUSED',
        `${model} cannot be used. ${thrown.message}`,
        'Choose another model.',
        cause,
      );
    if (thrown instanceof WorkerError)
      return new HoldfastError('MODEL_FAILED', `${model} failed. ${thrown.message}`, '', cause);
    if (!(thrown instanceof WorkerDeath)) return thrown;
    const message = `${model} failed while ${this.#options.doing[kind]}. ${thrown.message}`;
    return new HoldfastError('MODEL_FAILED', message, hints[thrown.cause], cause);
  }
}
