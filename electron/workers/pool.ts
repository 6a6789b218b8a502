import type { RequestMap } from './channel.ts';
import { abortError, type CallOptions, type SupervisedWorker } from './supervisor.ts';

export interface PoolCallOptions<Event> extends CallOptions<Event> {
  /** Somebody is waiting for it: it goes before everything that nobody waits for. */
  interactive?: boolean;
}

interface Waiting<R extends RequestMap> {
  readonly interactive: boolean;
  readonly resolve: (worker: SupervisedWorker<R>) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Workers of one kind that each do one request at a time, so that the death of a process is the fault of the one
 * request it was working on. Requests wait in order of arrival, interactive ones before the others.
 */
export class WorkerPool<R extends RequestMap> {
  readonly #workers: SupervisedWorker<R>[];
  /** The one used last is used next: a quiet pool keeps one process warm and lets the others go idle. */
  readonly #idle: SupervisedWorker<R>[];
  readonly #waiting: Waiting<R>[] = [];
  #stopped = false;

  constructor(options: { size: number; makeWorker: (index: number) => SupervisedWorker<R> }) {
    this.#workers = Array.from({ length: options.size }, (_, index) => options.makeWorker(index));
    this.#idle = this.#workers.toReversed();
  }

  /** Like `SupervisedWorker.call`, on the next worker that is free. The time limit does not count the waiting. */
  async run<K extends keyof R & string>(
    kind: K,
    request: R[K]['request'],
    options: PoolCallOptions<R[K]['event']>,
  ): Promise<R[K]['response']> {
    if (this.#stopped || options.signal?.aborted) throw abortError();
    const worker = this.#idle.pop() ?? (await this.#queue(options));
    try {
      return await worker.call(kind, request, options);
    } finally {
      const next = this.#waiting.shift();
      if (next) next.resolve(worker);
      else this.#idle.push(worker);
    }
  }

  /** Ends all processes for good; what waits or runs rejects with an `AbortError`. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const waiting of this.#waiting.splice(0)) waiting.reject(abortError());
    await Promise.all(this.#workers.map((worker) => worker.stop()));
  }

  async #queue({ interactive = false, signal }: PoolCallOptions<never>): Promise<SupervisedWorker<R>> {
    const { promise, resolve, reject } = Promise.withResolvers<SupervisedWorker<R>>();
    const waiting: Waiting<R> = { interactive, resolve, reject };
    const firstLessUrgent = interactive ? this.#waiting.findIndex((other) => !other.interactive) : -1;
    this.#waiting.splice(firstLessUrgent < 0 ? this.#waiting.length : firstLessUrgent, 0, waiting);
    const leave = () => {
      const place = this.#waiting.indexOf(waiting);
      if (place < 0) return;
      this.#waiting.splice(place, 1);
      reject(abortError());
    };
    signal?.addEventListener('abort', leave);
    return promise.finally(() => signal?.removeEventListener('abort', leave));
  }
}
