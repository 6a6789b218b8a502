import * as lancedb from '@lancedb/lancedb';
import { stemOf, textForIndex } from '../../search/words.ts';
import type { IndexHit, IndexRow, SearchLimit, WordHits, WordQuery } from '../index-protocol.ts';
import { arrow, assetFilter, byScore, toHits } from './lance-rows.ts';

export const WORD_TABLE = 'passages';
/** Content and names are apart: names are a few words long, and would make every text look long to BM25. */
const columns = ['text', 'name'] as const;
type Column = (typeof columns)[number];

const schema = new arrow.Schema([
  new arrow.Field('id', new arrow.Int32(), false),
  new arrow.Field('asset', new arrow.Int32(), false),
  ...columns.map((column) => new arrow.Field(column, new arrow.Utf8(), true)),
]);

/** Bytes up to which a word is kept whole: keys, hashes and compounds are; what is longer is no word. */
const LONGEST_WORD = 256;
/**
 * Stems that may be looked for with a letter changed: of a shorter one, that is another word; and LanceDB goes by bytes,
 * so that it finds none with letters beyond ASCII, and panics where the first is one.
 */
const similarWord = /^[\x21-\x7e]{3,}$/;

type Clause = [lancedb.Occur, lancedb.MatchQuery | lancedb.PhraseQuery];

/** The table of words: each row is a passage, with its text in the column for content or in the one for names. */
export class WordIndex {
  readonly #table: lancedb.Table;

  private constructor(table: lancedb.Table) {
    this.#table = table;
  }

  /** @throws Error when the table there has other columns, as an earlier version made it. */
  static async open(connection: lancedb.Connection): Promise<WordIndex> {
    const exists = (await connection.tableNames()).includes(WORD_TABLE);
    const table = exists ? await connection.openTable(WORD_TABLE) : await createTable(connection);
    const found = (await table.schema()).fields.map(({ name }) => name);
    if (schema.fields.some(({ name }) => !found.includes(name))) throw new Error('The table has other columns.');
    await table.countRows();
    return new WordIndex(table);
  }

  async add(rows: readonly IndexRow[]): Promise<void> {
    const data = rows.map(({ id, assetId, text, isName }) => {
      const words = textForIndex(text);
      return { id, asset: assetId, text: isName ? null : words, name: isName ? words : null };
    });
    await this.#table.add(lancedb.makeArrowTable(data, { schema }));
  }

  countRows(): Promise<number> {
    return this.#table.countRows();
  }

  async remove(condition: string): Promise<void> {
    await this.#table.delete(condition);
  }

  /** See `SearchIndex.searchWords`. */
  async search({ words, phrases }: WordQuery, limit: SearchLimit, assetIds?: readonly number[]): Promise<WordHits> {
    const ranking = (column: Column) => (words.length > 0 ? [should(matchAny(words, column))] : []);
    if (phrases.length === 0) return this.#matchBoth(ranking, limit, assetIds);
    // Rows that the word index has not folded in yet are not found by phrase, so they are found by its words.
    const [exact, loose] = await Promise.all([
      this.#matchBoth(
        (column) => [
          ...phrases.map((phrase) => must(new lancedb.PhraseQuery(textForIndex(phrase), column))),
          ...ranking(column),
        ],
        limit,
        assetIds,
      ),
      this.#matchBoth(
        (column) => [...phrases.map((phrase) => must(matchAll(phrase, column))), ...ranking(column)],
        limit,
        assetIds,
      ),
    ]);
    const found = new Map([...loose.hits, ...exact.hits].map((hit) => [hit.id, hit]));
    return { hits: [...found.values()].sort(byScore), complete: exact.complete && loose.complete };
  }

  /** See `SearchIndex.searchSimilarWords`. */
  searchSimilar(words: readonly string[], limit: SearchLimit): Promise<WordHits> {
    const stems = words.map(stemOf).filter((stem) => similarWord.test(stem));
    if (stems.length === 0) return Promise.resolve({ hits: [], complete: true });
    const options = { fuzziness: 1, maxExpansions: 30, prefixLength: 1 };
    return this.#matchBoth((column) => [should(new lancedb.MatchQuery(stems.join(' '), column, options))], limit);
  }

  /** Passages by their text or name. What an asset's name scores counts for its texts, too. */
  async #matchBoth(
    clausesFor: (column: Column) => readonly Clause[],
    limit: SearchLimit,
    assetIds?: readonly number[],
  ): Promise<WordHits> {
    const [texts, names] = await Promise.all([
      this.#match(clausesFor('text'), limit.texts, assetIds),
      this.#match(clausesFor('name'), limit.names, assetIds),
    ]);
    const complete = texts.length < limit.texts && names.length < limit.names;
    const nameScores = new Map(names.map(({ assetId, score }) => [assetId, score]));
    const named = texts.map((hit) => ({ ...hit, score: hit.score + (nameScores.get(hit.assetId) ?? 0) }));
    return { hits: [...named, ...names].sort(byScore), complete };
  }

  async #match(clauses: readonly Clause[], limit: number, assetIds?: readonly number[]): Promise<IndexHit[]> {
    const [only] = clauses;
    if (!only) return [];
    const query = this.#table
      .query()
      .fullTextSearch(clauses.length === 1 ? only[1] : new lancedb.BooleanQuery([...clauses]))
      .select(['id', 'asset', '_score'])
      .limit(limit);
    if (assetIds) query.where(assetFilter(assetIds));
    return toHits(await query.toArrow(), '_score', (score) => score);
  }

  async unindexedRows(): Promise<number> {
    return (await this.#table.indexStats('text_idx'))?.numUnindexedRows ?? 0;
  }

  async optimize(cleanupOlderThan: Date): Promise<void> {
    await this.#table.optimize({ cleanupOlderThan });
  }

  close(): void {
    this.#table.close();
  }
}

async function createTable(connection: lancedb.Connection): Promise<lancedb.Table> {
  const table = await connection.createEmptyTable(WORD_TABLE, schema);
  for (const column of columns) await table.createIndex(column, { config: wordIndex() });
  await table.createIndex('id', { config: lancedb.Index.btree() });
  await table.createIndex('asset', { config: lancedb.Index.btree() });
  return table;
}

function wordIndex(): lancedb.Index {
  return lancedb.Index.fts({
    baseTokenizer: 'simple',
    language: 'English',
    lowercase: true,
    stem: true,
    removeStopWords: false,
    asciiFolding: true,
    withPosition: true,
    maxTokenLength: LONGEST_WORD,
  });
}

function must(query: Clause[1]): Clause {
  return [lancedb.Occur.Must, query];
}

function should(query: Clause[1]): Clause {
  return [lancedb.Occur.Should, query];
}

function matchAny(words: readonly string[], column: Column): lancedb.MatchQuery {
  return new lancedb.MatchQuery(textForIndex(words.join(' ')), column);
}

function matchAll(phrase: string, column: Column): lancedb.MatchQuery {
  return new lancedb.MatchQuery(textForIndex(phrase), column, { operator: lancedb.Operator.And });
}
