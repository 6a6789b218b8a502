import { flushCompileCache } from 'node:module';
import { Worker } from 'node:worker_threads';
import { messageOf } from '../../shared/errors.ts';
import type { FromWorker, RequestMap, ToWorker } from './channel.ts';

/** What a handler may use besides its request. */
export interface RequestContext<Event> {
  /** Tells the host something before the answer is ready; also a sign of life that extends the time limit. */
  emit(event: Event): void;
  /** Aborted when the host no longer wants the answer; the handler should then return or throw soon. */
  readonly signal: AbortSignal;
}

type RequestHandlers<R extends RequestMap> = {
  [K in keyof R]: (request: R[K]['request'], context: RequestContext<R[K]['event']>) => Promise<R[K]['response']>;
};

/** The child's end of the channel to the host. */
interface HostPort {
  send(message: FromWorker): void;
  onMessage(listener: (message: ToWorker) => void): void;
  onClose(listener: () => void): void;
}

/** Electron's `process.parentPort`, as far as it is used here. */
interface ElectronParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
}

/** Exit code of a worker that met an exception which nobody caught. */
const uncaughtExitCode = 70;

const hostLookMs = 1_000;
/** After so long without a request, the code that the last ones brought along is kept. */
const restMs = 100;

/**
 * Makes this child process answer the host's requests, under Node's `fork` (`serialization: 'advanced'`) and under
 * Electron's `utilityProcess` alike. Requests run side by side; a handler that can do only one thing at a time queues.
 * What a handler throws reaches the host as its message alone. Call it once, at the end of the entry file.
 */
export function serveRequests<R extends RequestMap>(handlers: RequestHandlers<R>): void {
  const port = openHostPort();
  const running = new Map<number, AbortController>();
  // Node keeps compiled code, where it is told to, when a process ends by itself; workers are killed.
  const codeKeeper = setTimeout(() => running.size === 0 && flushCompileCache(), restMs);

  const answer = async (id: number, kind: string, payload: unknown): Promise<void> => {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      if (!Object.hasOwn(handlers, kind)) throw new Error(`This worker does not know the request "${kind}".`);
      const emit = (event: unknown) => port.send({ type: 'event', id, event });
      const response = await handlers[kind as keyof R](payload, { emit, signal: controller.signal });
      port.send({ type: 'response', id, payload: response });
    } catch (thrown) {
      port.send({ type: 'error', id, message: messageOf(thrown) });
    } finally {
      running.delete(id);
      codeKeeper.refresh();
    }
  };

  port.onMessage((message) => {
    if (message.type === 'request') void answer(message.id, message.kind, message.payload);
    else running.get(message.id)?.abort();
  });
  port.onClose(endAtOnce);
  watchHost();
  process.on('uncaughtException', (thrown) => {
    console.error(thrown);
    process.exit(uncaughtExitCode);
  });
  port.send({ type: 'ready' });
  flushCompileCache();
}

function openHostPort(): HostPort {
  const { parentPort } = process as unknown as { parentPort?: ElectronParentPort };
  if (parentPort) {
    return {
      send: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', ({ data }) => listener(data as ToWorker)),
      onClose: (listener) => parentPort.on('close', listener),
    };
  }
  if (!process.send) throw new Error('This file is a worker: it has to be started by Holdfast.');
  return {
    // The callback takes the error of a channel that closed meanwhile; `disconnect` deals with that.
    send: (message) => process.send?.(message, undefined, undefined, () => {}),
    onMessage: (listener) => process.on('message', (message) => listener(message as ToWorker)),
    onClose: (listener) => process.on('disconnect', listener),
  };
}

/**
 * A worker without a host is of no use, nor are the programs that it started, which are of its process group where it has
 * one of its own. Not `process.exit`: that waits for native threads in mid-work.
 */
function endAtOnce(): void {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    process.kill(process.pid, 'SIGKILL');
  }
}

/**
 * A worker in the middle of work that blocks its thread does not hear its channel close, and would outlive a host that
 * was killed. So a thread of its own looks whether the parent process is still there.
 */
function watchHost(): void {
  const look = `
    const { workerData } = require('node:worker_threads');
    setInterval(() => {
      try {
        if (process.ppid === workerData) return process.kill(workerData, 0);
      } catch {}
      try {
        process.kill(-process.pid, 'SIGKILL');
      } catch {
        process.kill(process.pid, 'SIGKILL');
      }
    }, ${hostLookMs});`;
  const limits = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 };
  new Worker(look, { eval: true, workerData: process.ppid, resourceLimits: limits, execArgv: [] }).unref();
}
