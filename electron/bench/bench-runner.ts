import { messageOf } from '../../shared/errors.ts';
import type { BenchRunRow, EntrantRow } from '../catalog/benches.ts';
import type { BenchContext } from './bench-context.ts';
import type { ItemResult, Sample, Workbench } from './bench-task.ts';

/** Stages of a run's job: passages that get vectors, and items. */
export const POOL_STAGE = 'embed';
export const ITEM_STAGE = 'bench';
/** A model that fails at so many items on end, and at nothing else, is not tried on the others. */
const FAILURES_BORNE = 3;

/**
 * Does runs, one after the other and model by model, so that one is in memory at a time. Each item's result is kept as it
 * comes: a run that was paused or broken off goes on where it was.
 */
export class BenchRunner {
  readonly #context: BenchContext;
  readonly #onKept: () => void;
  readonly #end = new AbortController();
  #started = false;
  #running: Promise<void> | undefined;

  /** @param onKept called after a result was kept or a run ended */
  constructor(context: BenchContext, onKept: () => void) {
    this.#context = context;
    this.#onKept = onKept;
  }

  /** Begins, or goes on with, what is to be done. */
  start(): void {
    this.#started = true;
    this.wake();
  }

  /** Says that a run was added or resumed. */
  wake(): void {
    if (!this.#started || this.#end.signal.aborted) return;
    this.#running ??= this.#doAll().finally(() => {
      this.#running = undefined;
      if (this.#context.benches.nextRunning()) this.wake();
    });
  }

  async #doAll(): Promise<void> {
    for (let run = this.#context.benches.nextRunning(); run; run = this.#context.benches.nextRunning()) {
      if (this.#end.signal.aborted) return;
      await this.#do(run);
    }
  }

  /** Ends the item in work; the rest waits for the next start. */
  async stop(): Promise<void> {
    this.#end.abort();
    await this.#running;
  }

  async #do(run: BenchRunRow): Promise<void> {
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, this.#end.signal]);
    const watching = this.#stopWith(run, stop, signal);
    try {
      const sample = JSON.parse(this.#context.benches.sample(run.sampleId)) as Sample;
      for (const entrant of this.#context.benches.entrants(run.id)) {
        if (signal.aborted) return;
        if (entrant.baseline === null) await this.#doEntrant(run, entrant, sample, signal);
      }
      if (!signal.aborted) this.#setState(run, 'done');
    } catch (error) {
      // What cannot be kept, such as on a full disk, is not tried over and over.
      if (!signal.aborted) this.#setState(run, 'paused', `Stopped by an error: ${messageOf(error)}`);
    } finally {
      stop.abort();
      await watching;
      this.#onKept();
    }
  }

  /** Stops a run's work once its job was paused, cancelled or removed. */
  async #stopWith(run: BenchRunRow, stop: AbortController, signal: AbortSignal): Promise<void> {
    for await (const _ of this.#context.board.changes.watch(signal))
      if (this.#context.jobs.job(run.jobId)?.state !== 'running') stop.abort();
  }

  #setState(run: BenchRunRow, state: 'done' | 'paused', reason = ''): void {
    this.#context.catalog.transaction('durable', () => {
      if (this.#context.jobs.job(run.jobId)?.state === 'running')
        this.#context.jobs.setJobState(run.jobId, state, reason);
    });
    this.#context.board.changes.notify();
  }

  async #doEntrant(
    run: BenchRunRow,
    { entrant, name }: EntrantRow,
    sample: Sample,
    signal: AbortSignal,
  ): Promise<void> {
    const kept = this.#context.benches.outcomes(run.id).filter((outcome) => outcome.entrant === entrant);
    const known = new Set(kept.map(({ item }) => item));
    const left = sample.items.map((_, item) => item).filter((item) => !known.has(item));
    if (left.length === 0) return;
    const endOnBoard = this.#context.board.begin(run.jobId, ITEM_STAGE, name);
    try {
      const attempt = await this.#begin(run, entrant, sample, signal);
      let failures = kept.some(({ result }) => result !== null) ? Number.NEGATIVE_INFINITY : kept.length;
      for (const item of left) {
        const outcome = failures >= FAILURES_BORNE ? notTried : await timed(() => attempt(item));
        if (signal.aborted) return;
        failures = 'result' in outcome ? Number.NEGATIVE_INFINITY : failures + 1;
        this.#keep(run, entrant, item, outcome);
      }
      await this.#noteMemory(run, entrant);
    } finally {
      endOnBoard();
      if (!signal.aborted) await this.#letGo(run, entrant);
    }
  }

  /** A model that cannot be got ready fails at each item for that reason. */
  async #begin(
    run: BenchRunRow,
    entrant: string,
    sample: Sample,
    signal: AbortSignal,
  ): Promise<(item: number) => Promise<ItemResult>> {
    try {
      const model = this.#context.models.byId(entrant);
      return await this.#context.work[run.task].begin(model, sample, this.#workbench(run, entrant, signal));
    } catch (error) {
      if (error instanceof NotKept) throw error.cause;
      return () => Promise.reject(error);
    }
  }

  #workbench(run: BenchRunRow, entrant: string, signal: AbortSignal): Workbench {
    return {
      signal,
      keptVectors: () => this.#context.benches.vectors(run.id, entrant),
      keepVectors: (from, vectors, ms) => {
        try {
          this.#context.catalog.transaction('lazy', () => {
            this.#context.benches.keepVectors(run.id, entrant, from, vectors, ms);
            this.#context.jobs.countStage(run.jobId, POOL_STAGE, 'done', vectors.length);
          });
        } catch (error) {
          throw new NotKept('The vectors could not be kept.', { cause: error });
        }
        this.#context.board.ended(run.jobId, POOL_STAGE, vectors.length);
        this.#onKept();
      },
    };
  }

  #keep(run: BenchRunRow, entrant: string, item: number, outcome: Outcome): void {
    const done = 'result' in outcome;
    this.#context.catalog.transaction('lazy', () => {
      this.#context.benches.keepOutcome(run.id, {
        entrant,
        item,
        result: done ? JSON.stringify(outcome.result) : null,
        reason: done ? '' : outcome.reason,
        ms: outcome.ms,
      });
      this.#context.jobs.countStage(run.jobId, ITEM_STAGE, done ? 'done' : 'failed', 1);
    });
    this.#context.board.ended(run.jobId, ITEM_STAGE, 1);
    this.#onKept();
  }

  async #noteMemory(run: BenchRunRow, entrant: string): Promise<void> {
    // The process may have ended with the model, and then there is nothing to tell.
    const engine = await this.#context.models.engine().catch(() => null);
    const loaded = engine?.loaded.find(({ id }) => id === entrant);
    if (loaded)
      this.#context.catalog.transaction('lazy', () =>
        this.#context.benches.setMemory(run.id, entrant, loaded.ram + loaded.vram),
      );
  }

  /** Forgets the vectors, and frees the memory of a model that serves nothing else. */
  async #letGo(run: BenchRunRow, entrant: string): Promise<void> {
    this.#context.catalog.transaction('lazy', () => this.#context.benches.dropVectors(run.id, entrant));
    const model = this.#context.models.list().find(({ id }) => id === entrant);
    if (model && model.engine !== null && model.serves.length === 0)
      await this.#context.models.unload(entrant).catch(() => undefined);
  }
}

/** The catalog did not take something: no fault of the model's. */
class NotKept extends Error {
  override readonly name = 'NotKept';
}

type Outcome = { ms: number } & ({ result: ItemResult } | { reason: string });

const notTried: Outcome = { ms: 0, reason: 'Not tried, as the model failed at each of the first items.' };

async function timed(work: () => Promise<ItemResult>): Promise<Outcome> {
  const began = performance.now();
  try {
    const result = await work();
    return { result, ms: performance.now() - began };
  } catch (error) {
    return { reason: messageOf(error), ms: performance.now() - began };
  }
}
