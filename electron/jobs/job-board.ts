import type { Job, StageProgress } from '../../shared/contract/jobs.ts';
import type { JobRow, TaskRepository } from '../catalog/tasks.ts';
import { ChangeSignal } from '../change-signal.ts';

/** Rates are taken over this time. */
const RATE_WINDOW_MS = 30_000;
const RECENT_JOBS = 20;
const NOTIFY_MS = 250;

interface Running {
  stage: string;
  name: string;
}

/** What is going on, for people: progress, rate, time left and the items in work of every job. */
export class JobBoard {
  readonly #tasks: TaskRepository;
  readonly #running = new Map<number, Set<Running>>();
  /** Times at which items of a job's stage ended, oldest first. */
  readonly #ended = new Map<string, number[]>();
  /** Why jobs cannot go on for now. */
  readonly #held = new Map<number, string>();
  readonly changes = new ChangeSignal(NOTIFY_MS);

  constructor(tasks: TaskRepository) {
    this.#tasks = tasks;
  }

  /** Says that an item is in work; the answer says that it no longer is. */
  begin(jobId: number, stage: string, name: string): () => void {
    const item = { stage, name };
    const items = this.#running.get(jobId) ?? new Set();
    this.#running.set(jobId, items.add(item));
    this.changes.notify();
    return () => {
      items.delete(item);
      this.changes.notify();
    };
  }

  /** Says that a job cannot go on for now, and why. */
  hold(jobId: number, reason: string): void {
    this.#held.set(jobId, reason);
    this.changes.notify();
  }

  release(jobId: number): void {
    this.#held.delete(jobId);
    this.changes.notify();
  }

  /** Counts items that ended, for the rate. */
  ended(jobId: number, stage: string, count: number): void {
    const key = `${jobId} ${stage}`;
    const times = this.#ended.get(key) ?? [];
    const now = Date.now();
    for (let index = 0; index < count; index++) times.push(now);
    const firstKept = times.findIndex((time) => time > now - RATE_WINDOW_MS);
    this.#ended.set(key, firstKept > 0 ? times.slice(firstKept) : times);
    this.changes.notify();
  }

  /** Unfinished and recent jobs, newest first. */
  list(): Job[] {
    return this.#tasks.jobs(RECENT_JOBS).map((row) => this.#describe(row));
  }

  #describe(kept: JobRow): Job {
    const reason = this.#held.get(kept.id);
    const row: JobRow = reason !== undefined && kept.state === 'running' ? { ...kept, state: 'paused', reason } : kept;
    const running = [...(this.#running.get(row.id) ?? [])];
    const stages = this.#tasks.stageCounts(row.id).map((counts): StageProgress => {
      const left = counts.total - counts.done - counts.failed;
      const perMinute = row.state === 'running' ? this.#perMinute(row, counts.stage) : 0;
      return {
        ...counts,
        running: running.filter(({ stage }) => stage === counts.stage).length,
        perMinute,
        secondsLeft: left > 0 && perMinute > 0 ? Math.round((left / perMinute) * 60) : null,
      };
    });
    return { ...row, stages, current: running.map(({ name }) => name) };
  }

  #perMinute(row: JobRow, stage: string): number {
    const since = Date.now() - RATE_WINDOW_MS;
    const ended = (this.#ended.get(`${row.id} ${stage}`) ?? []).filter((time) => time > since).length;
    const window = Math.max(1000, Math.min(RATE_WINDOW_MS, Date.now() - row.created));
    return Math.round((ended / window) * 60_000);
  }
}
