import { messageOf } from '../../shared/errors.ts';
import type { Catalog } from '../catalog/database.ts';
import type { Stage, Task, TaskRepository } from '../catalog/tasks.ts';
import type { JobBoard } from './job-board.ts';

/** How a task ended: `keep` writes the result, in one transaction with the task's leaving the queue. */
export interface TaskResult {
  outcome: 'done' | 'failed';
  keep: () => void;
}

/** What a stage mostly waits for: the disk, a media worker on a processor, or a model. Each has its own slots. */
export type Resource = 'disk' | 'reader' | 'model';

/** The work of one stage. Answers null to leave the task in the queue for another try. */
export interface StageWork {
  readonly resource: Resource;
  /** What the item is called in the list of what is in work. */
  name: (task: Task) => string;
  run: (task: Task, signal: AbortSignal) => Promise<TaskResult | null>;
}

/** Which stage of a resource goes first: a file is finished before the next is begun, and OCR takes what time is left. */
const stageOrder: readonly Stage[] = ['discover', 'extract', 'identify', 'render', 'ocr', 'transcribe'];

/**
 * Takes tasks off the durable queue and has them done, so many at a time. A task leaves the queue only in the
 * transaction that keeps its result, so that a crash at any moment redoes what was in work and nothing else.
 */
export class TaskRunner {
  readonly #catalog: Catalog;
  readonly #tasks: TaskRepository;
  readonly #board: JobBoard;
  readonly #work: Record<Stage, StageWork>;
  readonly #slots: Record<Resource, number>;
  readonly #onKept: () => void;
  readonly #inWork = new Map<number, { task: Task; abort: AbortController; ended: Promise<void> }>();
  #started = false;

  constructor(parts: {
    catalog: Catalog;
    tasks: TaskRepository;
    board: JobBoard;
    work: Record<Stage, StageWork>;
    /** Tasks in work at a time, by what they wait for. */
    slots: Record<Resource, number>;
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
      const free = this.#free(this.#work[stage].resource);
      if (free > 0) for (const task of this.#tasks.waiting(stage, free, this.#inWork.keys())) this.#begin(task);
    }
  }

  #free(resource: Resource): number {
    const taken = [...this.#inWork.values()].filter(({ task }) => this.#work[task.stage].resource === resource);
    return this.#slots[resource] - taken.length;
  }

  #begin(task: Task): void {
    const abort = new AbortController();
    const ended = this.#do(task, abort.signal).finally(() => {
      this.#inWork.delete(task.id);
      this.#finishJob(task.jobId);
      this.wake();
    });
    this.#inWork.set(task.id, { task, abort, ended });
  }

  async #do(task: Task, signal: AbortSignal): Promise<void> {
    const work = this.#work[task.stage];
    const endOnBoard = this.#board.begin(task.jobId, task.stage, work.name(task));
    try {
      const result = await work.run(task, signal);
      if (!result || signal.aborted) return;
      this.#catalog.transaction('lazy', () => {
        if (!this.#tasks.has(task.id)) return;
        // The task leaves first, so that what is kept can see what else is still to do.
        this.#tasks.finish(task, result.outcome);
        result.keep();
      });
      this.#board.ended(task.jobId, task.stage, 1);
      this.#onKept();
    } catch (error) {
      if (!signal.aborted) this.#pause(task.jobId, messageOf(error));
    } finally {
      endOnBoard();
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
