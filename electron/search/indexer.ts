import { setTimeout as after } from 'node:timers/promises';
import type { Catalog } from '../catalog/database.ts';
import type { PassageRepository } from '../catalog/passages.ts';
import type { VectorRepository } from '../catalog/vectors.ts';
import type { SearchIndex } from './search-index.ts';

/** Rows a write: each write costs the index time and memory, but to take more would hold up the host. */
const BATCH = 1000;
/** So long after a change the index is written, so that changes come in batches; large ones where nobody searches. */
const GATHER_MS = { searching: 250, loading: 2000 };
/** Quiet time after which what is left is folded in. */
const IDLE_OPTIMIZE_MS = 3000;
/** So long after a write failed, as on a full disk, it is tried again. */
const RETRY_MS = 10_000;
/** A search waits no longer for rows to be written to the index, and to be folded in. */
const LONGEST_GATHERING_MS = 500;
const LONGEST_WAIT_MS = 5000;
/** Nobody waits longer for the index when a library is closed. */
const LONGEST_STOP_MS = 3000;

/**
 * Rows outside the word index are searched one by one, and badly where they are more than those inside, as LanceDB ranks
 * them by how frequent words are inside; small fragments cost time, too. But folding them in writes the whole word index
 * anew. So it is done once there are so many rows, and so large a share of those inside, or so many writes: soon where
 * somebody searches, see `makeSearchable`, once for many where rows come fast, and not for a few rows of a large library.
 */
const foldingPays = {
  loading: { rows: 20_000, share: 1, writes: 200 },
  searching: { rows: 2000, share: 0.2, writes: 64 },
  idle: { rows: 1, share: 0.01, writes: 32 },
} as const;

/**
 * Brings the search index up to the catalog, in the background: what the catalog marks as new is added,
 * what is gone is removed. A crash at any moment leaves marks from which the next start goes on.
 */
export class Indexer {
  readonly #catalog: Catalog;
  readonly #passages: PassageRepository;
  readonly #vectors: VectorRepository;
  readonly #index: SearchIndex;
  readonly #embeddingModel: () => string | undefined;
  readonly #onChange: () => void;
  #timer: NodeJS.Timeout | undefined;
  /** When the timer goes off. */
  #due = Number.POSITIVE_INFINITY;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;
  #started = false;
  /** Whether the catalog changed since it was last looked at. */
  #changed = false;
  /** Whether the index is known to hold what the catalog says: it was looked at, and no write has failed since. */
  #sound = false;
  #writes = 0;
  #indexedRows = 0;
  /** Rows outside the word index; not known while the index was not looked at. */
  #outside = Number.POSITIVE_INFINITY;
  #nextFold = Promise.withResolvers<void>();

  constructor(parts: {
    catalog: Catalog;
    passages: PassageRepository;
    vectors: VectorRepository;
    index: SearchIndex;
    /** The model whose vectors are searched now. */
    embeddingModel: () => string | undefined;
    /** Called after the index changed. */
    onChange: () => void;
  }) {
    this.#catalog = parts.catalog;
    this.#passages = parts.passages;
    this.#vectors = parts.vectors;
    this.#index = parts.index;
    this.#embeddingModel = parts.embeddingModel;
    this.#onChange = parts.onChange;
  }

  /** Repairs what a crash or a power cut left behind, then keeps the index up to date; all in the background. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#schedule(0);
  }

  /** Says that a model's vectors are searched from now on; half-written or lost rows of it are written again. */
  startVectors(): void {
    this.#sound = false;
    this.wake();
  }

  async #repair(): Promise<void> {
    await this.#index.open();
    await this.#index.remove(this.#passages.halfIndexed());
    this.#passages.requeueHalfIndexed();
    await this.#removeDeleted();
    if ((await this.#index.count()).rows !== this.#passages.indexedCount()) await this.#rebuild();
    const modelId = this.#embeddingModel();
    if (modelId !== undefined) await this.#repairVectors(modelId);
    await this.#countRows();
    this.#sound = true;
  }

  async #repairVectors(modelId: string): Promise<void> {
    const half = this.#vectors.halfIndexed(modelId).length;
    if (half === 0 && (await this.#index.countVectors(modelId)) === this.#vectors.indexedCount(modelId)) return;
    await this.#index.dropVectors(modelId);
    this.#vectors.requeueAll(modelId);
  }

  async dropVectors(modelId: string): Promise<void> {
    await this.#exclusively(() => this.#index.dropVectors(modelId));
  }

  /** Drops the index, which is then built anew from the catalog; searches find what is there already. */
  async #rebuild(): Promise<void> {
    await this.#index.clear();
    this.#passages.requeueAll();
    const modelId = this.#embeddingModel();
    if (modelId !== undefined) this.#vectors.requeueAll(modelId);
  }

  /** Says that the catalog changed. */
  wake(): void {
    this.#changed = true;
    this.#schedule(this.#index.isSearched ? GATHER_MS.searching : GATHER_MS.loading);
  }

  /** Looks at the catalog after `delay`, or earlier where that was asked for. */
  #schedule(delay: number): void {
    const due = performance.now() + delay;
    if (!this.#started || this.#stopped || this.#due <= due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => {
      this.#due = Number.POSITIVE_INFINITY;
      this.#exclusively(() => this.#tick()).catch(() => undefined);
    }, delay);
  }

  /** Brings the index up to the catalog now, where it was started; resolves when it is. */
  async flush(): Promise<void> {
    if (this.#started) await this.#exclusively(async () => void (await this.#bringUpToDate()));
  }

  /** Brings the index up to the catalog and folds in what makes searches slow. */
  settle(): Promise<void> {
    return this.#exclusively(async () => {
      await this.#bringUpToDate();
      await this.#foldIn('idle');
    });
  }

  #exclusively(work: () => Promise<void>): Promise<void> {
    const run = this.#running.then(work);
    this.#running = run.catch(() => {
      this.#sound = false;
    });
    return run;
  }

  async #tick(): Promise<void> {
    try {
      const changed = await this.#bringUpToDate();
      if (changed > 0) this.#schedule(IDLE_OPTIMIZE_MS);
      else if (!this.#stopped) await this.#foldIn('idle');
    } catch (error) {
      this.#schedule(RETRY_MS);
      throw error;
    }
  }

  async #bringUpToDate(): Promise<number> {
    this.#changed = false;
    if (!this.#sound) await this.#repair();
    const changed = await this.#write();
    if (changed > 0) this.#onChange();
    return changed;
  }

  async #write(): Promise<number> {
    return (await this.#removeDeleted()) + (await this.#addPassages()) + (await this.#addVectors());
  }

  async #removeDeleted(): Promise<number> {
    let removed = 0;
    for (;;) {
      const ids = this.#passages.deletedFromIndex(BATCH);
      if (ids.length === 0) return removed;
      await this.#index.remove(ids);
      this.#catalog.transaction('lazy', () => this.#passages.forgetDeleted(ids));
      removed += ids.length;
      this.#writes++;
    }
  }

  async #addPassages(): Promise<number> {
    let added = 0;
    while (!this.#stopped) {
      const passages = this.#catalog.transaction('lazy', () => this.#passages.takeForIndex(BATCH));
      if (passages.length === 0) break;
      await this.#index.add(passages);
      this.#catalog.transaction('lazy', () => this.#passages.markIndexed(passages.map(({ id }) => id)));
      added += passages.length;
      await this.#countWrite();
      // What comes meanwhile waits until it is as much again, or for a while.
      if (passages.length < BATCH) break;
    }
    return added;
  }

  async #addVectors(): Promise<number> {
    const modelId = this.#embeddingModel();
    let added = 0;
    while (modelId !== undefined && !this.#stopped) {
      const vectors = this.#catalog.transaction('lazy', () => this.#vectors.takeForIndex(modelId, BATCH));
      if (vectors.length === 0) break;
      await this.#index.addVectors(modelId, vectors);
      this.#catalog.transaction('lazy', () =>
        this.#vectors.markIndexed(
          modelId,
          vectors.map(({ passageId }) => passageId),
        ),
      );
      added += vectors.length;
      await this.#countWrite();
      if (vectors.length < BATCH) break;
    }
    return added;
  }

  async #countWrite(): Promise<void> {
    this.#writes++;
    await this.#foldIn(this.#index.isSearched ? 'searching' : 'loading');
  }

  async #foldIn(when: keyof typeof foldingPays): Promise<void> {
    if (this.#stopped) return;
    const { rows, share, writes } = foldingPays[when];
    await this.#countRows();
    if (this.#outside < Math.max(rows, this.#indexedRows * share) && this.#writes < writes) return;
    await this.#index.optimize();
    this.#writes = 0;
    await this.#countRows();
    this.#nextFold.resolve();
    this.#nextFold = Promise.withResolvers();
  }

  async #countRows(): Promise<void> {
    const { rows, unindexed } = await this.#index.count();
    this.#outside = unindexed;
    this.#indexedRows = rows - unindexed;
  }

  /**
   * For before a search: resolves when the index was looked at, has what waited for it where nobody searched of late, and no
   * more rows are outside the word index than inside; or when that takes long.
   */
  async makeSearchable(): Promise<void> {
    this.start();
    const isFirst = !this.#index.isSearched;
    this.#index.noteSearch();
    if (this.#stopped) return;
    if (this.#changed && isFirst)
      await Promise.race([this.flush().catch(() => undefined), pause(LONGEST_GATHERING_MS)]);
    else if (this.#changed) this.wake();
    if (this.#outside <= this.#indexedRows) return;
    const folded = this.#exclusively(async () => {
      if (!this.#sound) await this.#repair();
      await this.#foldIn('idle');
    }).catch(() => undefined);
    await Promise.race([folded, this.#nextFold.promise, pause(LONGEST_WAIT_MS)]);
  }

  /**
   * Brings the index up to the catalog where that is soon done, and stops; the rest waits in the catalog for the next start,
   * also what is being written when the index is closed then.
   */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await Promise.race([this.flush().catch(() => undefined), pause(LONGEST_STOP_MS)]);
    this.#stopped = true;
    clearTimeout(this.#timer);
  }
}

/** Keeps no process from ending. */
function pause(milliseconds: number): Promise<void> {
  return after(milliseconds, undefined, { ref: false });
}
