import type { JobState, jobKinds } from '../../shared/contract/jobs.ts';
import type { Catalog } from './database.ts';

/** The stages of reading a file, in the order that a file passes them, and of having models look at it. */
export const stages = [
  'discover',
  'identify',
  'extract',
  'unpack',
  'place',
  'render',
  'ocr',
  'transcribe',
  'enrich',
  'terms',
  'read-page',
] as const;
export type Stage = (typeof stages)[number];

/** One piece of work: the stage says which of the ids it is about. */
export interface Task {
  id: number;
  jobId: number;
  stage: Stage;
  folderId: number | null;
  fileId: number | null;
  assetId: number | null;
  /** The page to read, or the window of a recording to transcribe, counted from 1; 0 elsewhere. */
  page: number;
  /** Bytes of what it is about, as far as they are known; 0 for a folder. */
  size: number;
  /** Where what it is about lies, for people. */
  path: string;
}

export type NewTask =
  | { stage: 'discover'; folderId: number }
  | { stage: 'identify' | 'place'; fileId: number }
  | { stage: 'extract' | 'unpack' | 'render' | 'enrich' | 'terms'; assetId: number }
  | { stage: 'ocr' | 'transcribe' | 'read-page'; assetId: number; page: number };

export interface JobRow {
  id: number;
  kind: (typeof jobKinds)[number];
  subject: string;
  state: JobState;
  /** Why it was paused other than by the owner. */
  reason: string;
  created: number;
  finished: number | null;
}

export interface StageCounts {
  stage: string;
  total: number;
  done: number;
  failed: number;
}

/** Whether the tasks of a job wait until nothing else is to be done; of `jobs`. */
const LATER = "jobs.kind = 'reread'";

function placeOf(stage: string): number {
  return (stages as readonly string[]).indexOf(stage);
}

function subjectOf(task: NewTask): { column: 'folder_id' | 'file_id' | 'asset_id'; subject: number } {
  switch (task.stage) {
    case 'discover':
      return { column: 'folder_id', subject: task.folderId };
    case 'identify':
    case 'place':
      return { column: 'file_id', subject: task.fileId };
    default:
      return { column: 'asset_id', subject: task.assetId };
  }
}

/** Jobs and their outstanding tasks: the durable queue. */
export class TaskRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  createJob(kind: JobRow['kind'], subject: string): number {
    return this.#catalog.run(
      "INSERT INTO jobs (kind, subject, state, created) VALUES (?, ?, 'running', ?)",
      kind,
      subject,
      Date.now(),
    ).lastId;
  }

  job(id: number): JobRow | undefined {
    return this.#catalog.get('SELECT id, kind, subject, state, reason, created, finished FROM jobs WHERE id = ?', id);
  }

  /** Unfinished jobs and the last `recent` finished ones, newest first. */
  jobs(recent: number): JobRow[] {
    return this.#catalog.all(
      `SELECT id, kind, subject, state, reason, created, finished FROM jobs WHERE state IN ('running', 'paused')
         OR id IN (SELECT id FROM jobs WHERE state IN ('done', 'cancelled') ORDER BY id DESC LIMIT ?) ORDER BY id DESC`,
      recent,
    );
  }

  unfinishedJobFor(kind: JobRow['kind'], subject: string): number | undefined {
    return this.#catalog.get<{ id: number }>(
      "SELECT id FROM jobs WHERE kind = ? AND subject = ? AND state IN ('running', 'paused') ORDER BY id LIMIT 1",
      kind,
      subject,
    )?.id;
  }

  /** The unfinished job about a subject, made where there is none. */
  obtainJob(kind: JobRow['kind'], subject: string): number {
    return this.unfinishedJobFor(kind, subject) ?? this.createJob(kind, subject);
  }

  setJobState(id: number, state: JobRow['state'], reason = ''): void {
    const finished = state === 'done' || state === 'cancelled' ? Date.now() : null;
    this.#catalog.run('UPDATE jobs SET state = ?, reason = ?, finished = ? WHERE id = ?', state, reason, finished, id);
  }

  stageCounts(jobId: number): StageCounts[] {
    const rows = this.#catalog.all<StageCounts>(
      'SELECT stage, total, done, failed FROM job_stages WHERE job_id = ?',
      jobId,
    );
    return rows.sort((one, other) => placeOf(one.stage) - placeOf(other.stage));
  }

  /** Adds a task unless the same work is already waiting; its turn comes with that of the job's others. */
  add(jobId: number, task: NewTask): void {
    const { column, subject } = subjectOf(task);
    const page = 'page' in task ? task.page : 0;
    const waiting = this.#catalog.get(
      `SELECT 1 FROM tasks WHERE stage = ? AND page = ? AND ${column} = ?`,
      task.stage,
      page,
      subject,
    );
    if (waiting) return;
    this.#catalog.run(
      `INSERT INTO tasks (job_id, stage, page, ${column}, later)
       SELECT id, ?, ?, ?, ${LATER} FROM jobs WHERE id = ?`,
      task.stage,
      page,
      subject,
      jobId,
    );
    this.#count(jobId, task.stage, 'total', 1);
  }

  /** Adds a task for each of many assets, except where the same work is waiting; answers how many. */
  addForAssets(jobId: number, stage: Stage, assetIds: readonly number[]): number {
    return this.#addForEach(jobId, stage, 'asset_id', assetIds);
  }

  /** Adds a task for each of many files, except where the same work is waiting; answers how many. */
  addForFiles(jobId: number, stage: 'identify' | 'place', fileIds: readonly number[]): number {
    return this.#addForEach(jobId, stage, 'file_id', fileIds);
  }

  #addForEach(jobId: number, stage: Stage, column: 'asset_id' | 'file_id', subjects: readonly number[]): number {
    if (subjects.length === 0) return 0;
    const { changes } = this.#catalog.run(
      `INSERT INTO tasks (job_id, stage, page, ${column}, later)
       SELECT jobs.id, ?2, 0, value, ${LATER} FROM jobs, json_each(?3) WHERE jobs.id = ?1
       AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.${column} = value AND t.stage = ?2 AND t.page = 0)`,
      jobId,
      stage,
      JSON.stringify(subjects),
    );
    if (changes > 0) this.#count(jobId, stage, 'total', changes);
    return changes;
  }

  /** Adds a task for each of many pages, except where the same work is waiting; answers how many. */
  addForPages(jobId: number, stage: Stage, pages: readonly { assetId: number; page: number }[]): number {
    const { changes } = this.#catalog.run(
      `INSERT INTO tasks (job_id, stage, asset_id, page) SELECT ?1, ?2, value ->> 0, value ->> 1 FROM json_each(?3)
       WHERE NOT EXISTS (SELECT 1 FROM tasks t WHERE t.asset_id = value ->> 0 AND t.stage = ?2 AND t.page = value ->> 1)`,
      jobId,
      stage,
      JSON.stringify(pages.map(({ assetId, page }) => [assetId, page])),
    );
    if (changes > 0) this.#count(jobId, stage, 'total', changes);
    return changes;
  }

  /**
   * Waiting tasks of running jobs in a stage, oldest first, without those already in work and those of jobs that are held.
   * @param later whether those that wait until nothing else is to be done
   */
  waiting(stage: Stage, later: boolean, limit: number, inWork: Iterable<number>, heldJobs: Iterable<number>): Task[] {
    return this.#catalog.all<Task>(
      `SELECT t.id, t.job_id AS jobId, t.stage, t.folder_id AS folderId, t.file_id AS fileId, t.asset_id AS assetId, t.page,
         coalesce(f.size, a.size, 0) AS size, coalesce(f.path, a.path, d.path, '') AS path
       FROM tasks t JOIN jobs j ON j.id = t.job_id AND j.state = 'running'
       LEFT JOIN files f ON f.id = t.file_id LEFT JOIN assets a ON a.id = t.asset_id LEFT JOIN folders d ON d.id = t.folder_id
       WHERE t.stage = ? AND t.later = ? AND t.id NOT IN (SELECT value FROM json_each(?))
         AND t.job_id NOT IN (SELECT value FROM json_each(?)) ORDER BY t.id LIMIT ?`,
      stage,
      later ? 1 : 0,
      JSON.stringify([...inWork]),
      JSON.stringify([...heldJobs]),
      limit,
    );
  }

  /** Stages that have tasks, be they in work or held. */
  stagesWithTasks(later: boolean): Set<Stage> {
    const rows = this.#catalog.all<{ stage: Stage }>(
      'SELECT value AS stage FROM json_each(?) WHERE EXISTS (SELECT 1 FROM tasks WHERE stage = value AND later = ?)',
      JSON.stringify(stages),
      later ? 1 : 0,
    );
    return new Set(rows.map(({ stage }) => stage));
  }

  /** Whether anything is in a stage, or is to be. */
  has(stage: Stage): boolean {
    return this.#catalog.get('SELECT 1 FROM tasks WHERE stage = ? LIMIT 1', stage) !== undefined;
  }

  /** Whether a folder is being looked through, or is to be. */
  isDiscovered(folderId: number): boolean {
    return (
      this.#catalog.get("SELECT 1 FROM tasks WHERE stage = 'discover' AND folder_id = ? LIMIT 1", folderId) !==
      undefined
    );
  }

  /** Takes a task off the queue; answers false where it was no longer to do, as of a cancelled job or a removed folder. */
  takeOff(task: Task): boolean {
    return this.#catalog.run('DELETE FROM tasks WHERE id = ?', task.id).changes > 0;
  }

  /** Says how many items a stage that keeps no tasks has in all: those that ended and those still waiting. */
  setStageTotal(jobId: number, stage: string, waiting: number): void {
    this.#catalog.run(
      'INSERT INTO job_stages (job_id, stage, total) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET total = done + failed + excluded.total',
      jobId,
      stage,
      waiting,
    );
  }

  /** Counts items of a stage that ended. */
  countStage(jobId: number, stage: string, outcome: 'done' | 'failed', by: number): void {
    this.#count(jobId, stage, outcome, by);
  }

  /** Counts an item of a stage that was done along with the task of another one. */
  countAlongside(jobId: number, stage: Stage, outcome: 'done' | 'failed'): void {
    this.#catalog.run(
      `INSERT INTO job_stages (job_id, stage, total, ${outcome}) VALUES (?, ?, 1, 1)
       ON CONFLICT DO UPDATE SET total = total + 1, ${outcome} = ${outcome} + 1`,
      jobId,
      stage,
    );
  }

  #count(jobId: number, stage: string, column: 'total' | 'done' | 'failed', by: number): void {
    this.#catalog.run(
      `INSERT INTO job_stages (job_id, stage, ${column}) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET ${column} = ${column} + excluded.${column}`,
      jobId,
      stage,
      by,
    );
  }

  /** Which of these assets any task waits for. */
  awaited(assetIds: readonly number[]): Set<number> {
    const rows = this.#catalog.all<{ id: number }>(
      'SELECT value AS id FROM json_each(?) WHERE EXISTS (SELECT 1 FROM tasks t WHERE t.asset_id = value)',
      JSON.stringify(assetIds),
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Whether a task of one of these stages waits for an asset. */
  waitsFor(assetId: number, ...wanted: Stage[]): boolean {
    const listed = wanted.map((stage) => `'${stage}'`).join(', ');
    return (
      this.#catalog.get(`SELECT 1 FROM tasks WHERE asset_id = ? AND stage IN (${listed}) LIMIT 1`, assetId) !==
      undefined
    );
  }

  /** Running jobs of a kind without a task. */
  emptyJobs(kind: JobRow['kind']): number[] {
    return this.#catalog
      .all<{ id: number }>(
        `SELECT id FROM jobs WHERE kind = ? AND state = 'running'
         AND NOT EXISTS (SELECT 1 FROM tasks WHERE tasks.job_id = jobs.id)`,
        kind,
      )
      .map(({ id }) => id);
  }

  hasTasks(jobId: number): boolean {
    return this.#catalog.get('SELECT 1 FROM tasks WHERE job_id = ? LIMIT 1', jobId) !== undefined;
  }

  /** Takes all tasks of a job off the queue; answers the assets and files they were about. */
  drop(jobId: number): { assetIds: number[]; fileIds: number[] } {
    const rows = this.#catalog.all<{ asset_id: number | null; file_id: number | null }>(
      'SELECT DISTINCT asset_id, file_id FROM tasks WHERE job_id = ?',
      jobId,
    );
    this.#catalog.run('DELETE FROM tasks WHERE job_id = ?', jobId);
    return {
      assetIds: rows.flatMap(({ asset_id }) => asset_id ?? []),
      fileIds: rows.flatMap(({ file_id }) => file_id ?? []),
    };
  }
}
