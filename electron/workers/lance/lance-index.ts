import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as lancedb from '@lancedb/lancedb';
import type { IndexHit, IndexRow, SearchLimit, VectorRow, WordHits, WordQuery } from '../index-protocol.ts';
import { arrow, assetFilter, toHits } from './lance-rows.ts';
import { setLanceThreads } from './lance-threads.ts';
import { WORD_TABLE, WordIndex } from './word-index.ts';

/** From so many vectors an approximate index pays; below, an exact search is as fast. */
const VECTORS_FOR_INDEX = 20_000;
/** Old versions are kept this long for queries that still read them. */
const KEEP_VERSIONS_MS = 10_000;
/** What LanceDB keeps in memory of the indexes, and of the tables' descriptions. */
const INDEX_CACHE_BYTES = 96n * 1024n ** 2n;
const METADATA_CACHE_BYTES = 16n * 1024n ** 2n;
/** A process that had the index and was killed is gone well before. */
const LOCK_WAIT_MS = 10_000;

/**
 * LanceDB's tables of words and, an embedding model each, of vectors. They do not sync to disk, so a power cut may cost
 * them rows. One process has them at a time.
 */
export class LanceIndex {
  readonly #lock: DatabaseSync;
  readonly #connection: lancedb.Connection;
  readonly #words: WordIndex;
  readonly #vectors = new Map<string, lancedb.Table>();

  private constructor(lock: DatabaseSync, connection: lancedb.Connection, words: WordIndex) {
    this.#lock = lock;
    this.#connection = connection;
    this.#words = words;
  }

  /**
   * Opens the index in a folder, which is made where there is none.
   * @throws Error where another process has it, or its files cannot be read or are of another version
   */
  static async open(path: string): Promise<LanceIndex> {
    const lock = takeLock(path);
    try {
      setLanceThreads();
      const connection = await openDatabase(path);
      return new LanceIndex(lock, connection, await WordIndex.open(connection));
    } catch (error) {
      lock.close();
      throw error;
    }
  }

  /** Makes an empty index in place of what is there. */
  static async create(path: string): Promise<LanceIndex> {
    const lock = takeLock(path);
    rmSync(path, { recursive: true, force: true });
    lock.close();
    return LanceIndex.open(path);
  }

  async add(rows: readonly IndexRow[]): Promise<void> {
    await this.#words.add(rows);
  }

  countRows(): Promise<number> {
    return this.#words.countRows();
  }

  /** Rows that were added since the word index was last brought up to date. */
  unindexedRows(): Promise<number> {
    return this.#words.unindexedRows();
  }

  /** Removes passages from all tables; unknown ids do no harm. */
  async remove(passageIds: readonly number[]): Promise<void> {
    if (passageIds.length === 0) return;
    const condition = `id IN (${passageIds.join(', ')})`;
    await this.#words.remove(condition);
    for (const name of await this.#connection.tableNames()) {
      if (name !== WORD_TABLE) await (await this.#connection.openTable(name)).delete(condition);
    }
  }

  /** See `SearchIndex.searchWords`. */
  searchWords(query: WordQuery, limit: SearchLimit, assetIds?: readonly number[]): Promise<WordHits> {
    return this.#words.search(query, limit, assetIds);
  }

  /** See `SearchIndex.searchSimilarWords`. */
  searchSimilarWords(words: readonly string[], limit: SearchLimit): Promise<WordHits> {
    return this.#words.searchSimilar(words, limit);
  }

  /** Folds new rows into the indexes and joins small fragments. Takes seconds on a large library; searches go on. */
  async optimize(): Promise<void> {
    const cleanupOlderThan = new Date(Date.now() - KEEP_VERSIONS_MS);
    await this.#words.optimize(cleanupOlderThan);
    for (const table of this.#vectors.values()) {
      await indexVectors(table);
      await table.optimize({ cleanupOlderThan });
    }
  }

  async addVectors(modelId: string, rows: readonly VectorRow[]): Promise<void> {
    const [first] = rows;
    if (!first) return;
    const table = await this.#vectorTable(modelId, first.vector.length);
    const data = rows.map(({ passageId, assetId, vector }) => ({
      id: passageId,
      asset: assetId,
      vector: Array.from(vector),
    }));
    await table.add(lancedb.makeArrowTable(data, { schema: vectorSchema(first.vector.length) }));
  }

  /** See `SearchIndex.searchVectors`. */
  async searchVectors(
    modelId: string,
    vector: Float32Array,
    limit: number,
    assetIds?: readonly number[],
  ): Promise<IndexHit[]> {
    const table = await this.#vectorTable(modelId, vector.length);
    const query = table
      .query()
      .nearestTo(vector)
      .distanceType('cosine')
      .nprobes(20)
      .refineFactor(5)
      .select(['id', 'asset', '_distance'])
      .limit(limit);
    if (assetIds) query.where(assetFilter(assetIds));
    return toHits(await query.toArrow(), '_distance', (distance) => 1 - distance);
  }

  async countVectors(modelId: string): Promise<number> {
    const name = vectorTableName(modelId);
    return (await this.#connection.tableNames()).includes(name)
      ? (await this.#connection.openTable(name)).countRows()
      : 0;
  }

  async dropVectors(modelId: string): Promise<void> {
    const name = vectorTableName(modelId);
    this.#vectors.delete(modelId);
    if ((await this.#connection.tableNames()).includes(name)) await this.#connection.dropTable(name);
  }

  async #vectorTable(modelId: string, dimensions: number): Promise<lancedb.Table> {
    const known = this.#vectors.get(modelId);
    if (known) return known;
    const table = await this.#connection.createEmptyTable(vectorTableName(modelId), vectorSchema(dimensions), {
      existOk: true,
    });
    this.#vectors.set(modelId, table);
    return table;
  }

  close(): void {
    this.#words.close();
    for (const table of this.#vectors.values()) table.close();
    this.#connection.close();
    this.#lock.close();
  }
}

/**
 * SQLite's own lock on a file beside the index: the system frees it however the process ends. A host that was killed may
 * leave a process that is about to end, but still writes.
 */
function takeLock(path: string): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true });
  const lock = new DatabaseSync(`${path}.lock`, { timeout: LOCK_WAIT_MS });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    throw error;
  }
}

function vectorSchema(dimensions: number) {
  return new arrow.Schema([
    new arrow.Field('id', new arrow.Int32(), false),
    new arrow.Field('asset', new arrow.Int32(), false),
    new arrow.Field(
      'vector',
      new arrow.FixedSizeList(dimensions, new arrow.Field('item', new arrow.Float32(), true)),
      false,
    ),
  ]);
}

async function indexVectors(table: lancedb.Table): Promise<void> {
  const indices = await table.listIndices();
  if (indices.length > 0 || (await table.countRows()) < VECTORS_FOR_INDEX) return;
  await table.createIndex('vector', { config: lancedb.Index.ivfRq({ distanceType: 'cosine', numBits: 4 }) });
}

function vectorTableName(modelId: string): string {
  return `vectors-${modelId}`;
}

/**
 * LanceDB's database in a folder. Left to itself it keeps up to 6 GB of the indexes that it read, among them every one that
 * a newer took the place of while files are read in.
 */
function openDatabase(path: string): Promise<lancedb.Connection> {
  return lancedb.connect(path, undefined, new lancedb.Session(INDEX_CACHE_BYTES, METADATA_CACHE_BYTES));
}
