import { messageOf } from '../../shared/errors.ts';
import type { WorkerProcess } from '../platform/platform.ts';
import { type FromWorker, outOfMemoryExitCode, type RequestMap, type ToWorker } from './channel.ts';
import { residentBytes } from './process-memory.ts';

type DeathCause = 'timeout' | 'memory' | 'crash';

/** The process ended before it answered. The message is a sentence for people. */
export class WorkerDeath extends Error {
  override readonly name = 'WorkerDeath';
  override readonly cause: DeathCause;
  /** True when this call is known to be at fault: it was too slow, or the only one that the process worked for. */
  readonly culprit: boolean;

  constructor(message: string, cause: DeathCause, culprit: boolean) {
    super(message);
    this.cause = cause;
    this.culprit = culprit;
  }
}

/** What a handler in the worker threw; the process lives on. */
export class WorkerError extends Error {
  override readonly name = 'WorkerError';
}

export interface SupervisedWorkerOptions {
  /** As it stands in messages: "media worker". */
  name: string;
  start: () => WorkerProcess;
  /** Physical memory above which the process is ended. */
  memoryLimitBytes: number;
  /** Ends the process after so long without a call; without it the process stays until `stop`. */
  idleStopMs?: number;
  /** How long a cancelled call may take to answer before the process is ended; 2 s if not given. */
  abortGraceMs?: number;
}

export interface CallOptions<Event> {
  /** Counted from when the request is handed to the process, and anew from each event. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  onEvent?: ((event: Event) => void) | undefined;
  /** It only looks at the process, and cannot be why that ended: another call in flight is then known to be at fault. */
  blameless?: boolean;
}

interface PendingCall {
  readonly id: number;
  readonly kind: string;
  readonly payload: unknown;
  readonly options: CallOptions<never>;
  readonly onAbort: () => void;
  readonly resolve: (response: never) => void;
  readonly reject: (reason: unknown) => void;
  sent: boolean;
  /** The time limit or, once cancelled, the grace. */
  timer: NodeJS.Timeout | undefined;
}

interface Running {
  readonly process: WorkerProcess;
  readonly started: number;
  readonly exited: Promise<void>;
  ready: boolean;
}

const defaultAbortGraceMs = 2_000;
const startLimitMs = 60_000;
const memoryLookMs = 500;
/** A process that lived shorter died rapidly; each such death in a row makes the next start wait longer. */
const rapidDeathMs = 10_000;
const restartDelaysMs = [0, 0, 250, 1_000, 4_000];

/**
 * One child process that answers typed requests. It is started by the first call, ended when it is too slow, too big
 * or idle for too long, and started again by the next call, with growing delays when it keeps dying.
 * A death is an error of the calls in flight and never of the host.
 */
export class SupervisedWorker<R extends RequestMap> {
  readonly #options: SupervisedWorkerOptions;
  readonly #calls = new Map<number, PendingCall>();
  #nextId = 1;
  #running: Running | null = null;
  #rapidDeaths = 0;
  #restartAt = 0;
  #stopped = false;
  #startTimer: NodeJS.Timeout | undefined;
  #memoryTimer: NodeJS.Timeout | undefined;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(options: SupervisedWorkerOptions) {
    this.#options = options;
  }

  /**
   * Asks the process for one thing. Rejects with `WorkerError` (the handler threw), `WorkerDeath` (the process ended)
   * or an `AbortError` (the signal was aborted, or the worker was stopped).
   */
  call<K extends keyof R & string>(
    kind: K,
    request: R[K]['request'],
    options: CallOptions<R[K]['event']>,
  ): Promise<R[K]['response']> {
    if (this.#stopped || options.signal?.aborted) return Promise.reject(abortError());
    return new Promise<R[K]['response']>((resolve, reject) => {
      const id = this.#nextId++;
      const onAbort = () => this.#cancel(call);
      const call: PendingCall = {
        id,
        kind,
        payload: request,
        options,
        onAbort,
        resolve,
        reject,
        sent: false,
        timer: undefined,
      };
      options.signal?.addEventListener('abort', onAbort);
      this.#calls.set(id, call);
      clearTimeout(this.#idleTimer);
      this.#deliver();
    });
  }

  /** Whether there is a process now. */
  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** Ends the process, unless calls are in flight, to give its memory back; the next call starts another. */
  renew(): void {
    if (this.#calls.size === 0) this.#release()?.process.kill();
  }

  /** Ends the process and every call in flight (`AbortError`), for good. Resolves when the process is gone. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const running = this.#release();
    for (const call of [...this.#calls.values()]) this.#reject(call, abortError());
    clearTimeout(this.#idleTimer);
    running?.process.kill();
    await running?.exited;
  }

  /** Hands the waiting calls to the process, which is started if need be. */
  #deliver(): void {
    if (!this.#running) return this.#startInTime();
    if (!this.#running.ready) return;
    for (const call of this.#calls.values()) {
      if (!call.sent) this.#send(this.#running, call);
    }
    this.#memoryTimer ??= this.#lookAtMemoryLater(this.#running);
  }

  #startInTime(): void {
    if (this.#startTimer) return;
    const delay = this.#restartAt - Date.now();
    if (delay <= 0) return this.#start();
    this.#startTimer = setTimeout(() => {
      this.#startTimer = undefined;
      if (this.#calls.size > 0) this.#start();
    }, delay);
  }

  #start(): void {
    let child: WorkerProcess;
    try {
      child = this.#options.start();
    } catch (thrown) {
      const message = `The ${this.#options.name} could not be started: ${messageOf(thrown)}`;
      for (const call of [...this.#calls.values()]) this.#reject(call, new WorkerDeath(message, 'crash', false));
      return;
    }
    const { promise: exited, resolve: exit } = Promise.withResolvers<void>();
    const running: Running = { process: child, started: Date.now(), exited, ready: false };
    this.#running = running;
    child.onMessage((message) => {
      if (this.#running === running) this.#receive(running, message as FromWorker);
    });
    child.onExit((code, signal) => {
      exit();
      if (this.#running !== running) return;
      if (code === outOfMemoryExitCode) this.#die('memory', 'ran out of memory', this.#onlyCall());
      else this.#die('crash', `ended unexpectedly (${signal ?? `exit code ${code}`})`, this.#onlyCall());
    });
    this.#startTimer = setTimeout(() => this.#die('timeout', 'did not start in time', []), startLimitMs);
  }

  #receive(running: Running, message: FromWorker): void {
    if (message.type === 'ready') {
      running.ready = true;
      clearTimeout(this.#startTimer);
      this.#startTimer = undefined;
      return this.#deliver();
    }
    const call = this.#calls.get(message.id);
    if (!call) return;
    if (message.type === 'event') return this.#receiveEvent(call, message.event);
    this.#rapidDeaths = 0;
    if (call.options.signal?.aborted) this.#reject(call, abortError());
    else if (message.type === 'error') this.#reject(call, new WorkerError(message.message));
    else this.#settle(call).resolve(message.payload as never);
  }

  #receiveEvent(call: PendingCall, event: unknown): void {
    if (call.options.signal?.aborted) return;
    this.#limitTime(call);
    call.options.onEvent?.(event as never);
  }

  #send(running: Running, call: PendingCall): void {
    call.sent = true;
    this.#limitTime(call);
    const message: ToWorker = { type: 'request', id: call.id, kind: call.kind, payload: call.payload };
    try {
      running.process.send(message);
    } catch (thrown) {
      // The request holds something that cannot be sent.
      this.#reject(call, thrown);
    }
  }

  #limitTime(call: PendingCall): void {
    clearTimeout(call.timer);
    const seconds = Math.round(call.options.timeoutMs / 100) / 10;
    call.timer = setTimeout(() => {
      this.#die('timeout', `was stopped because it gave no answer for ${seconds} s`, [call]);
    }, call.options.timeoutMs);
  }

  #cancel(call: PendingCall): void {
    if (!call.sent || !this.#running) return this.#reject(call, abortError());
    const message: ToWorker = { type: 'cancel', id: call.id };
    this.#running.process.send(message);
    clearTimeout(call.timer);
    call.timer = setTimeout(() => {
      this.#die('timeout', 'was stopped because a cancelled request did not end', []);
    }, this.#options.abortGraceMs ?? defaultAbortGraceMs);
  }

  /** Ends the process and with it the calls in flight; those handed over are told whether they are at fault. */
  #die(cause: DeathCause, what: string, culprits: PendingCall[]): void {
    const running = this.#release();
    if (!running) return;
    running.process.kill();
    this.#delayRestart(running);
    for (const call of [...this.#calls.values()]) {
      const death = new WorkerDeath(`The ${this.#options.name} ${what}.`, cause, culprits.includes(call));
      this.#reject(call, call.options.signal?.aborted ? abortError() : death);
    }
  }

  /** The call to blame when the process ends by itself; where there are several, nobody knows. */
  #onlyCall(): PendingCall[] {
    const sent = [...this.#calls.values()].filter((call) => call.sent && !call.options.blameless);
    return sent.length === 1 ? sent : [];
  }

  #delayRestart(running: Running): void {
    const now = Date.now();
    if (now - running.started > rapidDeathMs) this.#rapidDeaths = 0;
    this.#rapidDeaths = Math.min(this.#rapidDeaths + 1, restartDelaysMs.length - 1);
    this.#restartAt = now + (restartDelaysMs[this.#rapidDeaths] ?? 0);
  }

  /** Forgets the process: what it still says is not heard. */
  #release(): Running | null {
    const running = this.#running;
    this.#running = null;
    clearTimeout(this.#startTimer);
    clearTimeout(this.#memoryTimer);
    this.#startTimer = undefined;
    this.#memoryTimer = undefined;
    return running;
  }

  #lookAtMemoryLater(running: Running): NodeJS.Timeout {
    return setTimeout(() => void this.#lookAtMemory(running), memoryLookMs);
  }

  async #lookAtMemory(running: Running): Promise<void> {
    const { pid } = running.process;
    const used = pid === undefined ? null : await residentBytes(pid);
    if (this.#running !== running) return;
    const limit = this.#options.memoryLimitBytes;
    if (used !== null && used > limit) {
      const what = `was stopped because it used ${megabytes(used)} of memory; ${megabytes(limit)} are allowed`;
      return this.#die('memory', what, this.#onlyCall());
    }
    this.#memoryTimer = this.#calls.size > 0 ? this.#lookAtMemoryLater(running) : undefined;
  }

  #reject(call: PendingCall, reason: unknown): void {
    this.#settle(call).reject(reason);
  }

  #settle(call: PendingCall): PendingCall {
    clearTimeout(call.timer);
    call.options.signal?.removeEventListener('abort', call.onAbort);
    this.#calls.delete(call.id);
    if (this.#calls.size === 0) this.#stopWhenIdle();
    return call;
  }

  #stopWhenIdle(): void {
    if (this.#options.idleStopMs === undefined || !this.#running) return;
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => this.#release()?.process.kill(), this.#options.idleStopMs);
  }
}

/** What a cancelled call rejects with, as everywhere on the platform. */
export function abortError(): DOMException {
  return new DOMException('The request was cancelled.', 'AbortError');
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MB`;
}
