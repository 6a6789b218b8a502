import { Worker } from 'node:worker_threads';

/** Often enough that the log stays small enough to be read fast, and so seldom that it does not wear out the disk. */
const EVERY_MS = 200;

/**
 * Brings what is in the catalog's write-ahead log into its file, by a connection and a thread of its own: that waits for
 * the disk, which the host's loop must not. See https://www.sqlite.org/wal.html, "Application-Initiated Checkpoints".
 */
export class Checkpointer {
  readonly #thread: Worker;
  readonly #ended: Promise<void>;

  /** @param path of a catalog in WAL mode */
  constructor(path: string) {
    this.#thread = new Worker(checkpointing, { eval: true, workerData: { path, everyMs: EVERY_MS }, execArgv: [] });
    this.#ended = new Promise((resolve) => {
      this.#thread.once('exit', () => resolve());
      // Then the catalog's own connection does it, as its log grows.
      this.#thread.once('error', () => resolve());
    });
    this.#thread.unref();
  }

  /** Resolves when its connection is closed, so that the catalog's own is the last. */
  async stop(): Promise<void> {
    // The process waits for its end, which it does not wait for otherwise.
    this.#thread.ref();
    this.#thread.postMessage('stop');
    await this.#ended;
  }
}

// A checkpoint that is in the way of somebody, or that a full disk refuses, has its turn with the next.
const checkpointing = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { DatabaseSync } = require('node:sqlite');
  const database = new DatabaseSync(workerData.path);
  const checkpoint = database.prepare('PRAGMA wal_checkpoint(PASSIVE)');
  const timer = setInterval(() => {
    try {
      checkpoint.get();
    } catch {}
  }, workerData.everyMs);
  parentPort.once('message', () => {
    clearInterval(timer);
    database.close();
  });
`;
