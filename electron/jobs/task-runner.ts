import { messageOf } from '../../shared/errors.ts';
import type { Catalog } from '../catalog/database.ts';
import type { Stage, Task, TaskRepository } from '../catalog/tasks.ts';
import type { JobBoard } from './job-board.ts';

/** How a task ended: `keep` writes the result, in one transaction with the task's leaving the queue. */
export interface TaskResult {
  outcome: 'done' | 'failed';
  keep: () => void;
}

/** The work of one stage. Answers null to leave the task in the queue for another try. */
export interface StageWork {
  /** What the item is called in the list of what is in work. */
  name: (task: Task) => string;
  run: (task: Task, signal: AbortSignal) => Promise<TaskResult | null>;
}

/** Which stage goes first: a file is finished before the next is begun, and OCR takes what time is left. */
const stageOrder: readonly Stage[] = ['discover', 'extract', 'identify', 'render', 'ocr'];

/** Results wait this long for others to be kept with, and no more than so many of them: a commit costs more than a result. */
const GATHER_MS = 15;
const GATHERED = 32;

interface FinishedTask {
  task: Task;
  result: TaskResult;
  /** Called when the result is kept, or cannot be. */
  settled: () => void;
}

/**
 * Takes tasks off the durable queue and has them done, so many at a time. A task leaves the queue only in the
 * transaction that keeps its result, so that a crash at any moment redoes what was in work and nothing else.
 */
export class TaskRunner {
  readonly #catalog: Catalog;
  readonly #tasks: TaskRepository;
  readonly #board: JobBoard;
  readonly #work: Record<Stage, StageWork>;
  readonly #slots: number;
  readonly #onKept: () => void;
  readonly #inWork = new Map<number, { task: Task; abort: AbortController; ended: Promise<void> }>();
  /** Done, but not kept yet: they count as in work, and take no slot. */
  #finished: FinishedTask[] = [];
  #keepTimer: NodeJS.Timeout | undefined;
  #started = false;

  constructor(parts: {
    catalog: Catalog;
    tasks: TaskRepository;
    board: JobBoard;
    work: Record<Stage, StageWork>;
    /** Tasks in work at a time. */
    slots: number;
    /** Called after results were kept. */
    onKept: () => void;
  }) {
    this.#catalog = parts.catalog;
    this.#tasks = parts.tasks;
    this.#board = parts.board;
    this.#work = parts.work;
    this.#slots = parts.slots;
    this.#onKept = parts.onKept;
  }

  /** Begins to work on what waits. */
  start(): void {
    this.#started = true;
    this.wake();
  }

  /** Says that tasks were added or a job was resumed. */
  wake(): void {
    if (!this.#started) return;
    for (const stage of stageOrder) {
      const free = this.#slots - (this.#inWork.size - this.#finished.length);
      if (free <= 0) return;
      for (const task of this.#tasks.waiting(stage, free, this.#inWork.keys())) this.#begin(task);
    }
  }

  #begin(task: Task): void {
    const abort = new AbortController();
    const ended = this.#do(task, abort.signal).finally(() => this.#end([task]));
    this.#inWork.set(task.id, { task, abort, ended });
  }

  /** Takes tasks out of work, and goes on with what waits. */
  #end(tasks: readonly Task[]): void {
    const ended = tasks.filter(({ id }) => this.#inWork.delete(id));
    if (ended.length === 0) return;
    for (const jobId of new Set(ended.map((task) => task.jobId))) this.#finishJob(jobId);
    this.wake();
  }

  async #do(task: Task, signal: AbortSignal): Promise<void> {
    const work = this.#work[task.stage];
    const endOnBoard = this.#board.begin(task.jobId, task.stage, work.name(task));
    try {
      const result = await work.run(task, signal);
      if (result && !signal.aborted) await this.#gather(task, result);
    } catch (error) {
      if (!signal.aborted) this.#pause(task.jobId, messageOf(error));
    } finally {
      endOnBoard();
    }
  }

  /** Has a result kept together with others that come in about now; resolves when it is. */
  #gather(task: Task, result: TaskResult): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#finished.push({ task, result, settled: resolve });
    if (this.#finished.length >= GATHERED) this.#keepFinished();
    else this.#keepTimer ??= setTimeout(() => this.#keepFinished(), GATHER_MS);
    this.wake();
    return promise;
  }

  #keepFinished(): void {
    clearTimeout(this.#keepTimer);
    this.#keepTimer = undefined;
    const finished = this.#finished;
    this.#finished = [];
    this.#keep(finished);
    this.#onKept();
    this.#end(finished.map(({ task }) => task));
    for (const { settled } of finished) settled();
  }

  /** Keeps results in one transaction, or else each in its own, so that one that cannot be kept holds up its job alone. */
  #keep(finished: readonly FinishedTask[]): void {
    try {
      this.#catalog.transaction('lazy', () => {
        for (const { task, result } of finished) {
          if (!this.#tasks.has(task.id)) continue;
          // The task leaves first, so that what is kept can see what else is still to do.
          this.#tasks.finish(task, result.outcome);
          result.keep();
        }
      });
      for (const { task } of finished) this.#board.ended(task.jobId, task.stage, 1);
    } catch (error) {
      const [first, ...others] = finished;
      if (first && others.length === 0) this.#pause(first.task.jobId, messageOf(error));
      else for (const each of finished) this.#keep([each]);
    }
  }

  /** Holds a job whose results cannot be kept, such as on a full disk, so that it is not tried over and over. */
  #pause(jobId: number, reason: string): void {
    this.#catalog.transaction('lazy', () => this.#tasks.setJobState(jobId, 'paused', `Stopped by an error: ${reason}`));
    this.#board.changes.notify();
  }

  #finishJob(jobId: number): void {
    if (this.#tasks.job(jobId)?.state !== 'running' || this.#tasks.hasTasks(jobId)) return;
    this.#catalog.transaction('lazy', () => this.#tasks.setJobState(jobId, 'done'));
    this.#board.changes.notify();
  }

  /** Ends a job's tasks that are in work; resolves when they are out of it. */
  async abort(jobId: number): Promise<void> {
    const own = [...this.#inWork.values()].filter(({ task }) => task.jobId === jobId);
    for (const { abort } of own) abort.abort();
    await Promise.allSettled(own.map(({ ended }) => ended));
  }

  /** Stops taking tasks and ends those in work; they wait in the queue for the next start. */
  async stop(): Promise<void> {
    this.#started = false;
    for (const { abort } of this.#inWork.values()) abort.abort();
    await Promise.allSettled([...this.#inWork.values()].map(({ ended }) => ended));
  }
}
