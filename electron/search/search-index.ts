import { totalmem } from 'node:os';
import { HoldfastError, messageOf } from '../../shared/errors.ts';
import type { WorkerProcess } from '../platform/platform.ts';
import type {
  HitColumns,
  IndexHit,
  IndexRequests,
  IndexRow,
  SearchLimit,
  VectorRow,
  WordHitColumns,
  WordHits,
  WordQuery,
} from '../workers/index-protocol.ts';
import { SupervisedWorker, WorkerDeath, WorkerError } from '../workers/supervisor.ts';

const MINUTE = 60_000;
const SEARCH_LIMIT_MS = MINUTE;
const WRITE_LIMIT_MS = 10 * MINUTE;
/** To fold in millions of passages on a slow drive; one that never ends is ended so. */
const FOLD_LIMIT_MS = 120 * MINUTE;
const MEMORY_SHARE = 0.5;
/** A fresh process takes some 150 MB. */
const LARGE_BYTES = 256 * 1024 ** 2;
/** So long after a search there may be another one. */
const SEARCHING_MS = MINUTE;

/** Requests that change nothing, or nothing more when they are made twice. */
type Question = 'open' | 'count' | 'searchWords' | 'searchSimilarWords' | 'searchVectors' | 'countVectors';
type Order = Exclude<keyof IndexRequests, Question>;

/**
 * The search index: what passages say, by word and, for each embedding model, by meaning. Derived from the catalog and
 * rebuildable at any time; it may lose rows in a power cut. It lives in a process of its own, so that what its engine takes
 * or breaks is not the host's.
 *
 * All methods reject with HoldfastError WORKER_FAILED where the index cannot do it.
 */
export class SearchIndex {
  readonly #path: string;
  readonly #worker: SupervisedWorker<IndexRequests>;
  #lastSearch = Number.NEGATIVE_INFINITY;

  /** @param parts `path`: the folder of the index; `start` starts the process. */
  constructor({ path, start }: { path: string; start: () => WorkerProcess }) {
    this.#path = path;
    this.#worker = new SupervisedWorker({
      name: 'process of the search index',
      start,
      memoryLimitBytes: MEMORY_SHARE * totalmem(),
    });
  }

  /** Opens the index; one that cannot be read is made anew, empty. */
  async open(): Promise<void> {
    try {
      await this.#ask('open', {}, WRITE_LIMIT_MS);
    } catch {
      await this.clear();
    }
  }

  /** Empties the index; its rows are then to be added again. */
  async clear(): Promise<void> {
    await this.#order('clear', {}, WRITE_LIMIT_MS);
  }

  async add(rows: readonly IndexRow[]): Promise<void> {
    await this.#order('add', { rows }, WRITE_LIMIT_MS);
  }

  /** Removes passages from words and vectors; unknown ids do no harm. */
  async remove(passageIds: readonly number[]): Promise<void> {
    if (passageIds.length > 0) await this.#order('remove', { passageIds }, WRITE_LIMIT_MS);
  }

  /** Passages in the index; `unindexed` of them were added since the word index was last brought up to date. */
  count(): Promise<{ rows: number; unindexed: number }> {
    return this.#ask('count', {}, WRITE_LIMIT_MS);
  }

  /**
   * Folds new rows into the indexes and joins small fragments. Takes seconds on a large library; searches go on. The
   * process does not give back all the memory that this takes, so that a new one takes its place while nobody searches.
   */
  async optimize(): Promise<void> {
    const { residentBytes } = await this.#order('optimize', {}, FOLD_LIMIT_MS);
    if (residentBytes > LARGE_BYTES && !this.isSearched) this.#worker.renew();
  }

  /**
   * Passages by their words (BM25), best first; `assetIds` narrows the search to these assets. All that have the phrases
   * are found, and some that do not: the caller checks.
   */
  async searchWords(query: WordQuery, limit: SearchLimit, assetIds?: readonly number[]): Promise<WordHits> {
    this.noteSearch();
    const { words, phrases } = query;
    return toWordHits(await this.#ask('searchWords', { query: { words, phrases }, limit, assetIds }, SEARCH_LIMIT_MS));
  }

  /** Passages with words that differ from the query's in a letter, for when nothing else was found. */
  async searchSimilarWords(words: readonly string[], limit: SearchLimit): Promise<WordHits> {
    return toWordHits(await this.#ask('searchSimilarWords', { words, limit }, SEARCH_LIMIT_MS));
  }

  async addVectors(modelId: string, rows: readonly VectorRow[]): Promise<void> {
    await this.#order('addVectors', { modelId, rows }, WRITE_LIMIT_MS);
  }

  /** Passages by meaning, nearest first; empty while the model has no vectors here. The score is the cosine. */
  async searchVectors(
    modelId: string,
    vector: Float32Array,
    limit: number,
    assetIds?: readonly number[],
  ): Promise<IndexHit[]> {
    return toHits(await this.#ask('searchVectors', { modelId, vector, limit, assetIds }, SEARCH_LIMIT_MS));
  }

  countVectors(modelId: string): Promise<number> {
    return this.#ask('countVectors', { modelId }, WRITE_LIMIT_MS);
  }

  async dropVectors(modelId: string): Promise<void> {
    await this.#order('dropVectors', { modelId }, WRITE_LIMIT_MS);
  }

  /** Says that somebody searches. */
  noteSearch(): void {
    this.#lastSearch = performance.now();
  }

  /** Whether somebody searched a moment ago, and may well do so again. */
  get isSearched(): boolean {
    return performance.now() - this.#lastSearch < SEARCHING_MS;
  }

  /** Ends the process; what it was told to write and has not answered for may be lost. */
  close(): Promise<void> {
    return this.#worker.stop();
  }

  /** A question may be asked again where the process died over another one. */
  async #ask<K extends Question>(
    kind: K,
    request: Omit<IndexRequests[K]['request'], 'path'>,
    timeoutMs: number,
  ): Promise<IndexRequests[K]['response']> {
    const call = () => this.#worker.call(kind, { ...request, path: this.#path }, { timeoutMs });
    return call()
      .catch((thrown: unknown) => {
        if (thrown instanceof WorkerDeath) return call();
        throw thrown;
      })
      .catch(explain);
  }

  /** What changes the index may have been done by half where the process died over it. */
  #order<K extends Order>(
    kind: K,
    request: Omit<IndexRequests[K]['request'], 'path'>,
    timeoutMs: number,
  ): Promise<IndexRequests[K]['response']> {
    return this.#worker.call(kind, { ...request, path: this.#path }, { timeoutMs }).catch(explain);
  }
}

function explain(thrown: unknown): never {
  if (!(thrown instanceof WorkerDeath || thrown instanceof WorkerError)) throw thrown;
  throw new HoldfastError(
    'WORKER_FAILED',
    `The search index failed: ${messageOf(thrown)}`,
    'Try again. If it happens each time, end Holdfast and delete the folder “index” in the library: it is made anew from the catalog.',
    { cause: thrown },
  );
}

function toHits({ ids, assetIds, scores }: HitColumns): IndexHit[] {
  return Array.from(ids, (id, row) => ({ id, assetId: assetIds[row] ?? 0, score: scores[row] ?? 0 }));
}

function toWordHits({ complete, ...columns }: WordHitColumns): WordHits {
  return { hits: toHits(columns), complete };
}
