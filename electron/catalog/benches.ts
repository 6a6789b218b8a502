import type { Baseline, BenchTask } from '../../shared/contract/bench.ts';
import type { JobState } from '../../shared/contract/jobs.ts';
import type { Catalog } from './database.ts';

export interface BenchRunRow {
  id: number;
  task: BenchTask;
  sampleId: string;
  items: number;
  jobId: number;
  seed: number;
  state: JobState;
  reason: string;
  created: number;
  finished: number | null;
}

/** A model in a run, or what models are measured against. */
export interface Entrant {
  /** The model's id, or the baseline. */
  entrant: string;
  baseline: Baseline | null;
  name: string;
}

export interface EntrantRow extends Entrant {
  /** Bytes, where known. */
  memory: number | null;
  poolDone: number;
  poolMs: number;
}

export interface OutcomeRow {
  entrant: string;
  item: number;
  /** JSON; null where the item failed. */
  result: string | null;
  reason: string;
  ms: number;
}

export interface JudgementRow {
  item: number;
  one: string;
  other: string;
  judgement: 'one' | 'other' | 'tie' | 'bad';
}

const runColumns =
  'r.id, r.task, r.sample_id AS sampleId, r.items, r.job_id AS jobId, r.seed, j.state, j.reason, j.created, j.finished FROM bench_runs r JOIN jobs j ON j.id = r.job_id';

/** Runs of the bench: who was tried on what, and how each item came out. */
export class BenchRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  keepSample(id: string, task: BenchTask, content: string): void {
    this.#catalog.run(
      'INSERT INTO bench_samples (id, task, content) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      id,
      task,
      content,
    );
  }

  sample(id: string): string {
    const row = this.#catalog.get<{ content: string }>('SELECT content FROM bench_samples WHERE id = ?', id);
    if (!row) throw new Error(`The sample ${id} is gone.`);
    return row.content;
  }

  add(run: Pick<BenchRunRow, 'task' | 'sampleId' | 'items' | 'jobId' | 'seed'>, entrants: readonly Entrant[]): number {
    const { lastId } = this.#catalog.run(
      'INSERT INTO bench_runs (task, sample_id, items, job_id, seed) VALUES (?, ?, ?, ?, ?)',
      run.task,
      run.sampleId,
      run.items,
      run.jobId,
      run.seed,
    );
    for (const [position, { entrant, baseline, name }] of entrants.entries())
      this.#catalog.run(
        'INSERT INTO bench_entrants (run_id, position, entrant, baseline, name) VALUES (?, ?, ?, ?, ?)',
        lastId,
        position,
        entrant,
        baseline,
        name,
      );
    return lastId;
  }

  /** Newest first. */
  runs(): BenchRunRow[] {
    return this.#catalog.all(`SELECT ${runColumns} ORDER BY r.id DESC`);
  }

  run(id: number): BenchRunRow | undefined {
    return this.#catalog.get(`SELECT ${runColumns} WHERE r.id = ?`, id);
  }

  /** The oldest run whose job is to go on. */
  nextRunning(): BenchRunRow | undefined {
    return this.#catalog.get(`SELECT ${runColumns} WHERE j.state = 'running' ORDER BY r.id LIMIT 1`);
  }

  /** Forgets a run, its job, and its sample where no other run has it. */
  remove({ id, sampleId, jobId }: BenchRunRow): void {
    this.#catalog.run('DELETE FROM bench_runs WHERE id = ?', id);
    this.#catalog.run('DELETE FROM jobs WHERE id = ?', jobId);
    this.#catalog.run(
      'DELETE FROM bench_samples WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM bench_runs WHERE sample_id = ?1)',
      sampleId,
    );
  }

  entrants(runId: number): EntrantRow[] {
    return this.#catalog.all(
      'SELECT entrant, baseline, name, memory, pool_done AS poolDone, pool_ms AS poolMs FROM bench_entrants WHERE run_id = ? ORDER BY position',
      runId,
    );
  }

  setMemory(runId: number, entrant: string, bytes: number): void {
    this.#catalog.run(
      'UPDATE bench_entrants SET memory = max(coalesce(memory, 0), ?) WHERE run_id = ? AND entrant = ?',
      bytes,
      runId,
      entrant,
    );
  }

  outcomes(runId: number): OutcomeRow[] {
    return this.#catalog.all(
      'SELECT entrant, item, result, reason, ms FROM bench_outcomes WHERE run_id = ? ORDER BY entrant, item',
      runId,
    );
  }

  counts(runId: number): { done: number; failed: number } {
    return (
      this.#catalog.get<{ done: number; failed: number }>(
        `SELECT count(o.result) AS done, count(*) - count(o.result) AS failed
         FROM bench_entrants e JOIN bench_outcomes o ON o.run_id = e.run_id AND o.entrant = e.entrant
         WHERE e.run_id = ? AND e.baseline IS NULL`,
        runId,
      ) ?? { done: 0, failed: 0 }
    );
  }

  keepOutcome(runId: number, { entrant, item, result, reason, ms }: OutcomeRow): void {
    this.#catalog.run(
      'INSERT INTO bench_outcomes (run_id, entrant, item, result, reason, ms) VALUES (?, ?, ?, ?, ?, ?)',
      runId,
      entrant,
      item,
      result,
      reason,
      ms,
    );
  }

  /** Keeps vectors of a run's passages from a position on, and how long they took. */
  keepVectors(runId: number, entrant: string, from: number, vectors: readonly Float32Array[], ms: number): void {
    for (const [index, vector] of vectors.entries())
      this.#catalog.run(
        'INSERT INTO bench_vectors (run_id, entrant, position, vector) VALUES (?, ?, ?, ?)',
        runId,
        entrant,
        from + index,
        new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength),
      );
    this.#catalog.run(
      'UPDATE bench_entrants SET pool_done = pool_done + ?, pool_ms = pool_ms + ? WHERE run_id = ? AND entrant = ?',
      vectors.length,
      ms,
      runId,
      entrant,
    );
  }

  /** The vectors that were kept, in order of their positions from 0 on. */
  vectors(runId: number, entrant: string): Float32Array[] {
    return this.#catalog
      .all<{ vector: Uint8Array }>(
        'SELECT vector FROM bench_vectors WHERE run_id = ? AND entrant = ? ORDER BY position',
        runId,
        entrant,
      )
      .map(({ vector }) => new Float32Array(vector.slice().buffer));
  }

  dropVectors(runId: number, entrant: string): void {
    this.#catalog.run('DELETE FROM bench_vectors WHERE run_id = ? AND entrant = ?', runId, entrant);
  }

  judgements(runId: number): JudgementRow[] {
    return this.#catalog.all(
      'SELECT item, one, other, judgement FROM bench_judgements WHERE run_id = ? ORDER BY item',
      runId,
    );
  }

  judge(runId: number, { item, one, other, judgement }: JudgementRow): void {
    this.#catalog.run(
      `INSERT INTO bench_judgements (run_id, item, one, other, judgement, time) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (run_id, item, one, other) DO UPDATE SET judgement = excluded.judgement, time = excluded.time`,
      runId,
      item,
      one,
      other,
      judgement,
      Date.now(),
    );
  }
}
