import { messageOf } from '../../shared/errors.ts';
import type { Catalog } from '../catalog/database.ts';
import type { ModelRow } from '../catalog/models.ts';
import type { TaskRepository } from '../catalog/tasks.ts';
import type { VectorRepository } from '../catalog/vectors.ts';
import type { JobBoard } from '../jobs/job-board.ts';
import { sentContent } from '../policy/sent-content.ts';
import type { QueryEmbedder } from '../search/search-service.ts';
import type { ModelService } from './model-service.ts';

const STAGE = 'embed';
/** Passages handed to the model at a time: enough to keep its contexts busy, few enough to stop soon. */
const BATCH = 32;
/** A search by meaning waits no longer than this for the model. */
const QUERY_TIMEOUT_MS = 10_000;

/** Gives passages their vectors in the background, and queries theirs at once. */
export class EmbeddingService implements QueryEmbedder {
  readonly #catalog: Catalog;
  readonly #vectors: VectorRepository;
  readonly #tasks: TaskRepository;
  readonly #models: ModelService;
  readonly #board: JobBoard;
  readonly #onKept: () => void;
  readonly #abort = new AbortController();
  #started = false;
  #again = false;
  #running: Promise<void> | undefined;

  constructor(parts: {
    catalog: Catalog;
    vectors: VectorRepository;
    tasks: TaskRepository;
    models: ModelService;
    board: JobBoard;
    /** Called after vectors were kept. */
    onKept: () => void;
  }) {
    this.#catalog = parts.catalog;
    this.#vectors = parts.vectors;
    this.#tasks = parts.tasks;
    this.#models = parts.models;
    this.#board = parts.board;
    this.#onKept = parts.onKept;
  }

  start(): void {
    this.#started = true;
    this.wake();
  }

  /** Says that there are new passages, another embedding model, or a job to resume. */
  wake(): void {
    if (!this.#started || this.#abort.signal.aborted) return;
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      if (this.#again) this.wake();
    });
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#abort.signal.aborted) {
      this.#again = false;
      const model = this.#models.roles.serving('embedding');
      if (model) await this.#embedAll(model);
    }
  }

  async #embedAll(model: ModelRow): Promise<void> {
    let jobId: number | undefined;
    for (;;) {
      const passages = this.#vectors.passagesWithout(model.id, BATCH);
      if (passages.length === 0) break;
      jobId ??= this.#job(model);
      if (
        this.#abort.signal.aborted ||
        this.#tasks.job(jobId)?.state !== 'running' ||
        this.#models.roles.serving('embedding')?.id !== model.id
      )
        return;
      if (!(await this.#embedBatch(model, jobId, passages))) return;
    }
    const unfinished = jobId ?? this.#tasks.unfinishedJobFor('embed', model.name);
    if (unfinished !== undefined) this.#end(unfinished, 'done');
  }

  /** The model's job, with its total brought up to what there is to do. */
  #job(model: ModelRow): number {
    return this.#catalog.transaction('lazy', () => {
      const id = this.#tasks.unfinishedJobFor('embed', model.name) ?? this.#tasks.createJob('embed', model.name);
      this.#tasks.setStageTotal(id, STAGE, this.#vectors.waiting(model.id));
      return id;
    });
  }

  async #embedBatch(
    model: ModelRow,
    jobId: number,
    passages: readonly { id: number; assetId: string; text: string }[],
  ): Promise<boolean> {
    const endOnBoard = this.#board.begin(jobId, STAGE, model.name);
    try {
      const vectors = await this.#models.attempt(model, (backend) =>
        backend.embed(
          passages.map(({ text }) => text),
          {
            purpose: 'embed passages',
            signal: this.#abort.signal,
            inBackground: true,
            content: passages.map(({ assetId, text }) => sentContent(assetId, text)),
          },
        ),
      );
      this.#catalog.transaction('lazy', () => {
        this.#vectors.keep(
          model.id,
          passages.map(({ id }, index) => ({ passageId: id, vector: usable(vectors[index]) })),
        );
        this.#tasks.countStage(jobId, STAGE, 'done', passages.length);
      });
      this.#board.ended(jobId, STAGE, passages.length);
      this.#onKept();
      return true;
    } catch (error) {
      if (!this.#abort.signal.aborted) this.#end(jobId, 'paused', messageOf(error));
      return false;
    } finally {
      endOnBoard();
    }
  }

  #end(jobId: number, state: 'done' | 'paused', reason = ''): void {
    this.#catalog.transaction('lazy', () => this.#tasks.setJobState(jobId, state, reason));
    this.#board.changes.notify();
  }

  async embedQuery(
    text: string,
    signal?: AbortSignal,
  ): Promise<{ modelId: string; vector: Float32Array } | { reason: string }> {
    const model = this.#models.roles.serving('embedding');
    if (!model) return { reason: 'No embedding model is in use.' };
    if (this.#vectors.count(model.id) === 0) return { reason: 'No passage has been embedded yet.' };
    try {
      const limit = AbortSignal.any([AbortSignal.timeout(QUERY_TIMEOUT_MS), ...(signal ? [signal] : [])]);
      const [vector] = await this.#models.attempt(model, (backend) =>
        backend.embed([text], { purpose: 'embed a query', signal: limit, asQuery: true }),
      );
      const known = usable(vector);
      return known
        ? { modelId: model.id, vector: known }
        : { reason: 'The embedding model knows none of the query’s words.' };
    } catch (error) {
      signal?.throwIfAborted();
      return { reason: `The embedding model did not answer: ${messageOf(error)}` };
    }
  }

  /** Ends the batch in work; the rest waits for the next start. */
  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#running;
  }
}

/** A vector that says something: not missing and not all zero. */
function usable(vector: Float32Array | undefined): Float32Array | null {
  return vector?.some((value) => value !== 0) ? vector : null;
}
