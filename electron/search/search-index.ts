import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as lancedb from '@lancedb/lancedb';
import { setLanceThreads } from './lance-threads.ts';
import { stemOf, textForIndex } from './words.ts';

// LanceDB is CommonJS and tells its Arrow types by identity, so the CommonJS build it loads must be ours too.
const arrow = createRequire(import.meta.url)('apache-arrow') as typeof import('apache-arrow');

/** A passage's row for the index. */
export interface IndexRow {
  id: number;
  assetId: number;
  text: string;
}

/** A passage that a search found. Higher scores are better; scores of words and of meaning do not compare. */
export interface IndexHit {
  id: number;
  assetId: number;
  score: number;
}

/** What the words of a query ask of a passage: words rank and need not all match, phrases must stand in it. */
export interface WordQuery {
  words: readonly string[];
  phrases: readonly string[];
}

const TEXT_TABLE = 'passages';
/** From so many vectors an approximate index pays; below, an exact search is as fast. */
const VECTORS_FOR_INDEX = 20_000;
/** Old versions are kept this long for queries that still read them. */
const KEEP_VERSIONS_MS = 10_000;

/**
 * The search index: LanceDB tables of words and, an embedding model each, of vectors. Derived from the catalog
 * and rebuildable at any time; it does not sync to disk, so a power cut may cost it rows.
 */
export class SearchIndex {
  readonly #path: string;
  #connection: lancedb.Connection;
  #text: lancedb.Table;
  readonly #vectors = new Map<string, lancedb.Table>();

  private constructor(path: string, connection: lancedb.Connection, text: lancedb.Table) {
    this.#path = path;
    this.#connection = connection;
    this.#text = text;
  }

  /** Opens the index; one that cannot be read is made anew, empty. */
  static async open(path: string): Promise<SearchIndex> {
    try {
      return await SearchIndex.#connect(path);
    } catch {
      rmSync(path, { recursive: true, force: true });
      return SearchIndex.#connect(path);
    }
  }

  static async #connect(path: string): Promise<SearchIndex> {
    setLanceThreads();
    const connection = await lancedb.connect(path);
    const names = await connection.tableNames();
    const text = names.includes(TEXT_TABLE)
      ? await connection.openTable(TEXT_TABLE)
      : await createTextTable(connection);
    await text.countRows();
    return new SearchIndex(path, connection, text);
  }

  /** Empties the index; its rows are then to be added again. */
  async clear(): Promise<void> {
    this.close();
    rmSync(this.#path, { recursive: true, force: true });
    this.#connection = await lancedb.connect(this.#path);
    this.#text = await createTextTable(this.#connection);
    this.#vectors.clear();
  }

  async add(rows: readonly IndexRow[]): Promise<void> {
    const data = rows.map(({ id, assetId, text }) => ({ id, asset: assetId, text: textForIndex(text) }));
    await this.#text.add(lancedb.makeArrowTable(data, { schema: textSchema }));
  }

  async countRows(): Promise<number> {
    return this.#text.countRows();
  }

  /** Removes passages from all tables; unknown ids do no harm. */
  async remove(passageIds: readonly number[]): Promise<void> {
    if (passageIds.length === 0) return;
    const condition = `id IN (${passageIds.join(', ')})`;
    await this.#text.delete(condition);
    for (const name of await this.#connection.tableNames()) {
      if (name !== TEXT_TABLE) await (await this.#connection.openTable(name)).delete(condition);
    }
  }

  /**
   * Passages by their words (BM25), best first; `assetIds` narrows the search to these assets. All words of the
   * phrases are in what is found, but not always side by side: the caller checks that.
   */
  async searchWords({ words, phrases }: WordQuery, limit: number, assetIds?: readonly number[]): Promise<IndexHit[]> {
    const ranking = words.length > 0 ? [should(matchAny(words))] : [];
    if (phrases.length === 0) return this.#match(ranking, limit, assetIds);
    // Rows that the word index has not folded in yet are not found by phrase, so they are found by its words.
    const [exact, loose] = await Promise.all([
      this.#match(
        [...phrases.map((phrase) => must(new lancedb.PhraseQuery(textForIndex(phrase), 'text'))), ...ranking],
        limit,
        assetIds,
      ),
      this.#match([...phrases.map((phrase) => must(matchAll(phrase))), ...ranking], limit, assetIds),
    ]);
    const found = new Map([...loose, ...exact].map((hit) => [hit.id, hit]));
    return [...found.values()].sort(byScore);
  }

  /** Passages with words that differ from the query's in a letter, for when nothing else was found. */
  async searchSimilarWords(words: readonly string[], limit: number): Promise<IndexHit[]> {
    const stems = words.map(stemOf).join(' ');
    return this.#match(
      [should(new lancedb.MatchQuery(stems, 'text', { fuzziness: 1, maxExpansions: 30, prefixLength: 1 }))],
      limit,
    );
  }

  async #match(clauses: readonly Clause[], limit: number, assetIds?: readonly number[]): Promise<IndexHit[]> {
    const [only] = clauses;
    if (!only) return [];
    const query = this.#text
      .query()
      .fullTextSearch(clauses.length === 1 ? only[1] : new lancedb.BooleanQuery([...clauses]))
      .select(['id', 'asset', '_score'])
      .limit(limit);
    if (assetIds) query.where(assetFilter(assetIds));
    return toHits(await query.toArrow(), '_score', (score) => score);
  }

  /** Rows that were added since the word index was last brought up to date. */
  async unindexedRows(): Promise<number> {
    return (await this.#text.indexStats('text_idx'))?.numUnindexedRows ?? 0;
  }

  /** Folds new rows into the indices and joins small fragments. Takes seconds on a large library; searches go on. */
  async optimize(): Promise<void> {
    const cleanupOlderThan = new Date(Date.now() - KEEP_VERSIONS_MS);
    await this.#text.optimize({ cleanupOlderThan });
    for (const table of this.#vectors.values()) {
      await indexVectors(table);
      await table.optimize({ cleanupOlderThan });
    }
  }

  async addVectors(
    modelId: string,
    rows: readonly { passageId: number; assetId: number; vector: Float32Array }[],
  ): Promise<void> {
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

  /** Passages by meaning, nearest first; empty while the model has no vectors here. The score is the cosine. */
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
    this.#text.close();
    for (const table of this.#vectors.values()) table.close();
    this.#connection.close();
  }
}

type Clause = [lancedb.Occur, lancedb.MatchQuery | lancedb.PhraseQuery];

function must(query: Clause[1]): Clause {
  return [lancedb.Occur.Must, query];
}

function should(query: Clause[1]): Clause {
  return [lancedb.Occur.Should, query];
}

function matchAny(words: readonly string[]): lancedb.MatchQuery {
  return new lancedb.MatchQuery(textForIndex(words.join(' ')), 'text');
}

function matchAll(phrase: string): lancedb.MatchQuery {
  return new lancedb.MatchQuery(textForIndex(phrase), 'text', { operator: lancedb.Operator.And });
}

const textSchema = new arrow.Schema([
  new arrow.Field('id', new arrow.Int32(), false),
  new arrow.Field('asset', new arrow.Int32(), false),
  new arrow.Field('text', new arrow.Utf8(), false),
]);

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

async function createTextTable(connection: lancedb.Connection): Promise<lancedb.Table> {
  const table = await connection.createEmptyTable(TEXT_TABLE, textSchema);
  const words = lancedb.Index.fts({
    baseTokenizer: 'simple',
    language: 'English',
    lowercase: true,
    stem: true,
    removeStopWords: false,
    asciiFolding: true,
    withPosition: true,
  });
  await table.createIndex('text', { config: words });
  await table.createIndex('id', { config: lancedb.Index.btree() });
  await table.createIndex('asset', { config: lancedb.Index.btree() });
  return table;
}

async function indexVectors(table: lancedb.Table): Promise<void> {
  const indices = await table.listIndices();
  if (indices.length > 0 || (await table.countRows()) < VECTORS_FOR_INDEX) return;
  await table.createIndex('vector', { config: lancedb.Index.ivfRq({ distanceType: 'cosine', numBits: 4 }) });
}

function vectorTableName(modelId: string): string {
  return `vectors-${modelId}`;
}

function assetFilter(assetIds: readonly number[]): string {
  return assetIds.length > 0 ? `asset IN (${assetIds.join(', ')})` : 'false';
}

function toHits(
  table: Awaited<ReturnType<lancedb.Query['toArrow']>>,
  column: string,
  toScore: (value: number) => number,
): IndexHit[] {
  const [ids, assets, values] = [table.getChild('id'), table.getChild('asset'), table.getChild(column)];
  const hits: IndexHit[] = [];
  for (let row = 0; row < table.numRows; row++) {
    hits.push({
      id: ids?.get(row) as number,
      assetId: assets?.get(row) as number,
      score: toScore(values?.get(row) as number),
    });
  }
  // Rows that the index has not folded in yet come unordered.
  return hits.sort(byScore);
}

function byScore(one: IndexHit, other: IndexHit): number {
  return other.score - one.score;
}
