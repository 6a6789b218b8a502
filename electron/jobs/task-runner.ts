import { setImmediate as endOfTurn } from 'node:timers/promises';
import { messageOf } from '../../shared/errors.ts';
import type { Catalog } from '../catalog/database.ts';
import type { Stage, Task, TaskRepository } from '../catalog/tasks.ts';
import type { JobBoard } from './job-board.ts';
import { Obstacle } from './obstacle.ts';

/** How a task ended: `keep` writes the result, in one transaction with the task's leaving the queue. */
export interface TaskResult {
  outcome: 'done' | 'failed';
  keep: () => void;
}

/** What a stage mostly waits for: the disk, a media worker on a processor, or a model. Each has its own slots. */
export type Resource = 'disk' | 'reader' | 'model';

/**
 * The work of one stage. Answers null to leave the task in the queue for another try; throws an `Obstacle` where the whole
 * job cannot go on.
 */
export interface StageWork {
  readonly resource: Resource;
  /** What the item is called in the list of what is in work, where its path does not say it. */
  name?: (task: Task) => string;
  run: (task: Task, signal: AbortSignal) => Promise<TaskResult | null>;
  /** How tasks about little are done together, where the way to the work would take longer than the work. */
  readonly together?: {
    /** Bytes up to which it is little. */
    upTo: number;
    most: number;
    /** Answers a result a task, in their order. */
    run: (tasks: readonly Task[], signal: AbortSignal) => Promise<(TaskResult | null)[]>;
  };
}

/** A task whose result was kept. */
type Kept = Pick<Task, 'jobId'> & Pick<TaskResult, 'outcome'>;

/** Tasks of one stage that are done in one go. */
interface Batch {
  readonly stage: Stage;
  readonly tasks: readonly Task[];
  readonly abort: AbortController;
}

/** How often it is looked whether an obstacle is gone. */
const LOOK_MS = 5000;
/** Results are kept for so long in a turn of the host's loop, so that many of them do not hold it up. */
const KEEPING_MS = 10;

/** What waits is taken in this many shares by each slot. */
const SHARES_A_SLOT = 2;

/** Which stage of a resource goes first: a file is finished before the next is begun, and OCR takes what time is left. */
const stageOrder: readonly Stage[] = [
  'discover',
  'place',
  'extract',
  'unpack',
  'identify',
  'render',
  'ocr',
  'transcribe',
  'enrich',
  'terms',
  'read-page',
];

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
  /** With what ends when the batch is out of work. */
  readonly #inWork = new Map<Batch, Promise<void>>();
  /** Jobs that cannot go on for now. Not in the catalog: it may be what cannot be written. */
  readonly #held = new Map<number, Obstacle>();
  readonly #obstacleOf: (error: unknown) => Obstacle | undefined;
  #looking: NodeJS.Timeout | undefined;
  /** The last turn that a batch has for keeping its results. */
  #turn: Promise<void> = Promise.resolve();
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
    /** What an error means that did not come as an `Obstacle`; undefined where it only has to be reported. */
    obstacleOf?: (error: unknown) => Obstacle | undefined;
  }) {
    this.#catalog = parts.catalog;
    this.#tasks = parts.tasks;
    this.#board = parts.board;
    this.#work = parts.work;
    this.#slots = parts.slots;
    this.#onKept = parts.onKept;
    this.#obstacleOf = parts.obstacleOf ?? (() => undefined);
  }

  /** Begins to work on what waits. */
  start(): void {
    this.#started = true;
    this.endEmptyJobs();
    this.wake();
  }

  /** Ends the jobs of reading that have nothing left to do, as when what they were to read left the library. */
  endEmptyJobs(): void {
    for (const jobId of this.#tasks.emptyJobs('ingest')) this.#endIfDone(jobId);
  }

  /** Says that tasks were added or a job was resumed. */
  wake(): void {
    if (!this.#started) return;
    for (const later of [false, true]) {
      const waiting = this.#tasks.stagesWithTasks(later);
      for (const stage of stageOrder) if (waiting.has(stage)) this.#fill(stage, later);
    }
  }

  #fill(stage: Stage, later: boolean): void {
    const { resource, together } = this.#work[stage];
    const free = this.#free(resource);
    if (free <= 0) return;
    const most = free * (together ? together.most * SHARES_A_SLOT : 1);
    const waiting = this.#tasks.waiting(stage, later, most, this.#idsInWork(), this.#held.keys());
    for (const tasks of batches(waiting, free, together)) this.#begin(stage, tasks);
  }

  #free(resource: Resource): number {
    const taken = this.#inWork.keys().filter(({ stage }) => this.#work[stage].resource === resource);
    return this.#slots[resource] - [...taken].length;
  }

  #idsInWork(): number[] {
    return [...this.#inWork.keys()].flatMap(({ tasks }) => tasks.map(({ id }) => id));
  }

  #begin(stage: Stage, tasks: readonly Task[]): void {
    const batch = { stage, tasks, abort: new AbortController() };
    const ended = this.#do(batch).finally(() => {
      this.#inWork.delete(batch);
      for (const jobId of jobsOf(batch)) this.#endIfDone(jobId);
      this.wake();
    });
    this.#inWork.set(batch, ended);
  }

  async #do(batch: Batch): Promise<void> {
    const { stage, tasks, abort } = batch;
    const { name = pathOf, run, together } = this.#work[stage];
    const endsOnBoard = tasks.map((task) => this.#board.begin(task.jobId, stage, name(task)));
    try {
      const [first] = tasks;
      const results =
        together && tasks.length > 1
          ? await together.run(tasks, abort.signal)
          : [first ? await run(first, abort.signal) : null];
      await this.#keep(batch, results);
    } catch (error) {
      if (!abort.signal.aborted) this.#hold(jobsOf(batch), error);
    } finally {
      for (const endOnBoard of endsOnBoard) endOnBoard();
    }
  }

  /** Keeps each result together with its task's leaving the queue. */
  async #keep({ stage, tasks, abort }: Batch, results: readonly (TaskResult | null)[]): Promise<void> {
    for (let next = 0; next < tasks.length; ) {
      await this.#nextTurn();
      if (abort.signal.aborted) return;
      const kept: Kept[] = [];
      this.#catalog.transaction('lazy', () => {
        const until = performance.now() + KEEPING_MS;
        do {
          const [task, result] = [tasks[next], results[next]];
          if (task && result && this.#keepOne(task, result)) kept.push({ jobId: task.jobId, outcome: result.outcome });
          next++;
        } while (next < tasks.length && performance.now() < until);
        this.#count(stage, kept);
      });
      for (const { jobId } of kept) this.#board.ended(jobId, stage, 1);
      if (kept.length > 0) this.#onKept();
    }
  }

  /** Resolves in a turn of the loop that no other batch has. */
  #nextTurn(): Promise<void> {
    this.#turn = this.#turn.then(() => endOfTurn());
    return this.#turn;
  }

  #keepOne(task: Task, { keep }: TaskResult): boolean {
    // The task leaves first, so that what is kept can see what else is still to do.
    if (!this.#tasks.takeOff(task)) return false;
    keep();
    return true;
  }

  /** Counts what was kept at once, a job and an outcome at a time. */
  #count(stage: Stage, kept: readonly Kept[]): void {
    for (const alike of Map.groupBy(kept, ({ jobId, outcome }) => `${jobId} ${outcome}`).values())
      if (alike[0]) this.#tasks.countStage(alike[0].jobId, stage, alike[0].outcome, alike.length);
  }

  /** Holds jobs that cannot go on, so that their work is not tried over and over. */
  #hold(jobIds: Iterable<number>, error: unknown): void {
    const obstacle =
      error instanceof Obstacle
        ? error
        : (this.#obstacleOf(error) ?? new Obstacle(`Stopped by an error: ${messageOf(error)}`, async () => false));
    for (const jobId of jobIds) {
      this.#held.set(jobId, obstacle);
      this.#board.hold(jobId, obstacle.message);
    }
    this.#looking ??= setInterval(() => void this.#look(), LOOK_MS).unref();
  }

  /** Lets jobs go on whose obstacle is gone. */
  async #look(): Promise<void> {
    for (const [jobId, obstacle] of this.#held) if (await obstacle.isGone().catch(() => false)) this.release(jobId);
  }

  /** Tries again to go on with a job, whatever held it. */
  release(jobId: number): void {
    if (!this.#held.delete(jobId)) return;
    if (this.#held.size === 0) {
      clearInterval(this.#looking);
      this.#looking = undefined;
    }
    this.#board.release(jobId);
    this.#endIfDone(jobId);
    this.wake();
  }

  #endIfDone(jobId: number): void {
    try {
      this.#finishJob(jobId);
    } catch (error) {
      // That it is done cannot be written now.
      this.#hold([jobId], error);
    }
  }

  #finishJob(jobId: number): void {
    if (this.#tasks.job(jobId)?.state !== 'running' || this.#tasks.hasTasks(jobId)) return;
    this.#catalog.transaction('lazy', () => this.#tasks.setJobState(jobId, 'done'));
    this.#board.changes.notify();
  }

  /** Ends a job's tasks that are in work; resolves when they are out of it. */
  async abort(jobId: number): Promise<void> {
    const own = [...this.#inWork].filter(([batch]) => jobsOf(batch).has(jobId));
    for (const [{ abort }] of own) abort.abort();
    await Promise.allSettled(own.map(([, ended]) => ended));
  }

  /** Stops taking tasks and ends those in work; they wait in the queue for the next start. */
  async stop(): Promise<void> {
    this.#started = false;
    clearInterval(this.#looking);
    for (const { abort } of this.#inWork.keys()) abort.abort();
    await Promise.allSettled(this.#inWork.values());
  }
}

function pathOf({ path }: Task): string {
  return path;
}

function jobsOf({ tasks }: Batch): Set<number> {
  return new Set(tasks.map(({ jobId }) => jobId));
}

/**
 * Tasks as they are done in one go, at most `free` of them: those about much alone, the others shared out so that shares
 * become small as work comes to its end, and all slots have some until then.
 */
function batches(tasks: readonly Task[], free: number, together: StageWork['together']): Task[][] {
  if (!together) return tasks.slice(0, free).map((task) => [task]);
  const { true: little = [], false: much = [] } = Object.groupBy(tasks, ({ size }) => `${size <= together.upTo}`);
  const alone = much.slice(0, little.length > 0 ? Math.ceil(free / 2) : free).map((task) => [task]);
  const shares = free - alone.length;
  const share = Math.min(together.most, Math.ceil(little.length / Math.max(1, shares * SHARES_A_SLOT)));
  const shared = Array.from({ length: shares }, (_, index) => little.slice(index * share, (index + 1) * share));
  return [...alone, ...shared.filter(({ length }) => length > 0)];
}
