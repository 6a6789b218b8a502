import type { BenchQuestion, BenchReference, ReferenceKind } from '../../shared/contract/bench.ts';
import type { Catalog } from './database.ts';
import type { Passage } from './passages.ts';

/** Ids that are tried for each passage that is wanted, as some are of names and some are gone. */
const TRIES = 4;

/** A passage with the public id and the name of the asset that it is from. */
export interface MaterialPassage {
  id: number;
  assetId: string;
  name: string;
  title: string;
  text: string;
}

export interface TaggedAsset {
  assetId: string;
  name: string;
  title: string;
  tags: string[];
  text: string;
}

const passageColumns = 'p.id, a.hash AS assetId, a.name, a.title, p.text';
const questionColumns =
  'q.id, q.text, q.origin, q.written_by AS writtenBy, q.passage, a.hash AS assetId, a.name FROM bench_questions q JOIN assets a ON a.id = q.asset_id';
const referenceColumns =
  'r.id, r.kind, a.hash AS assetId, a.name, r.page, r.text FROM bench_references r JOIN assets a ON a.id = r.asset_id';

/** What models are tried on: the owner's questions and corrected texts, and what the library offers for them. */
export class BenchMaterialRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  questions(): BenchQuestion[] {
    return this.#catalog.all(`SELECT ${questionColumns} ORDER BY q.id`);
  }

  question(id: number): BenchQuestion | undefined {
    return this.#catalog.get(`SELECT ${questionColumns} WHERE q.id = ?`, id);
  }

  /** Adds a question about an asset, unless it is there already. Answers its id, or null. */
  addQuestion(question: Pick<BenchQuestion, 'text' | 'origin' | 'writtenBy' | 'passage' | 'assetId'>): number | null {
    const { text, origin, writtenBy, passage, assetId } = question;
    const { changes, lastId } = this.#catalog.run(
      `INSERT INTO bench_questions (text, origin, written_by, asset_id, passage)
       SELECT ?1, ?2, ?3, id, ?4 FROM assets WHERE hash = ?5
         AND NOT EXISTS (SELECT 1 FROM bench_questions q WHERE q.asset_id = assets.id AND q.text = ?1 AND q.passage = ?4)`,
      text,
      origin,
      writtenBy,
      passage,
      assetId,
    );
    return changes > 0 ? lastId : null;
  }

  /** What the owner changes is the owner's. */
  editQuestion(id: number, text: string): void {
    this.#catalog.run("UPDATE bench_questions SET text = ?, origin = 'owner', written_by = '' WHERE id = ?", text, id);
  }

  removeQuestions(ids: readonly number[]): void {
    this.#catalog.run('DELETE FROM bench_questions WHERE id IN (SELECT value FROM json_each(?))', JSON.stringify(ids));
  }

  references(kind: ReferenceKind): BenchReference[] {
    return this.#catalog.all(`SELECT ${referenceColumns} WHERE r.kind = ? ORDER BY r.id`, kind);
  }

  setReference(kind: ReferenceKind, assetId: number, page: number, text: string): BenchReference {
    this.#catalog.run(
      `INSERT INTO bench_references (kind, asset_id, page, text) VALUES (?, ?, ?, ?)
       ON CONFLICT (kind, asset_id, page) DO UPDATE SET text = excluded.text`,
      kind,
      assetId,
      page,
      text,
    );
    const kept = this.#catalog.get<BenchReference>(
      `SELECT ${referenceColumns} WHERE r.kind = ? AND r.asset_id = ? AND r.page = ?`,
      kind,
      assetId,
      page,
    );
    if (!kept) throw new Error(`The text of the asset ${assetId} was not kept.`);
    return kept;
  }

  removeReference(id: number): void {
    this.#catalog.run('DELETE FROM bench_references WHERE id = ?', id);
  }

  /**
   * Passages of content from all over the library, at most so many, none twice. The same numbers find the same ones
   * while the library stays as it is; it is never read as a whole.
   * @param random numbers in [0, 1)
   */
  somePassages(wanted: number, random: () => number): MaterialPassage[] {
    const range = this.#catalog.get<{ first: number | null; last: number | null }>(
      'SELECT min(id) AS first, max(id) AS last FROM passages',
    );
    if (!range || range.first === null || range.last === null) return [];
    const { first, last } = range;
    const spread = last - first + 1;
    const found = new Map<number, MaterialPassage>();
    const all = spread <= wanted * TRIES;
    if (all) {
      const rows = this.#passagesFrom(first, spread);
      for (let left = rows.length; left > 0 && found.size < wanted; left--) {
        const [row] = rows.splice(Math.floor(random() * left), 1);
        if (row) found.set(row.id, row);
      }
    } else {
      for (let tries = 0; tries < wanted * TRIES && found.size < wanted; tries++) {
        const [row] = this.#passagesFrom(first + Math.floor(random() * spread), 1);
        if (row) found.set(row.id, row);
      }
    }
    return [...found.values()];
  }

  #passagesFrom(id: number, limit: number): MaterialPassage[] {
    return this.#catalog.all(
      `SELECT ${passageColumns} FROM passages p JOIN assets a ON a.id = p.asset_id AND a.present = 1
       WHERE p.id >= ? AND p.source <> 'name' ORDER BY p.id LIMIT ?`,
      id,
      limit,
    );
  }

  /** The passages of an asset's content in order. */
  passagesOf(assetId: string): MaterialPassage[] {
    return this.#catalog.all(
      `SELECT ${passageColumns} FROM passages p JOIN assets a ON a.id = p.asset_id
       WHERE a.hash = ? AND p.source <> 'name' ORDER BY p.source, p.page, p.position`,
      assetId,
    );
  }

  /** How the index calls these assets. */
  internalIds(assetIds: readonly string[]): number[] {
    return this.#catalog
      .all<{ id: number }>(
        'SELECT id FROM assets WHERE hash IN (SELECT value FROM json_each(?))',
        JSON.stringify(assetIds),
      )
      .map(({ id }) => id);
  }

  taggedCount(): number {
    return (
      this.#catalog.get<{ count: number }>(
        'SELECT count(*) AS count FROM assets WHERE present = 1 AND passages > 0 AND id IN (SELECT asset_id FROM tags)',
      )?.count ?? 0
    );
  }

  /** Assets with tags and how their text begins, in the order of their hashes, which is as good as by chance. */
  taggedAssets(limit: number, textLength: number): TaggedAsset[] {
    const rows = this.#catalog.all<{ id: number; assetId: string; name: string; title: string }>(
      `SELECT id, hash AS assetId, name, title FROM assets
       WHERE present = 1 AND passages > 0 AND id IN (SELECT asset_id FROM tags) ORDER BY hash LIMIT ?`,
      limit,
    );
    return rows.map(({ id, ...asset }) => ({
      ...asset,
      tags: this.#catalog
        .all<{ tag: string }>('SELECT tag FROM tags WHERE asset_id = ? ORDER BY tag', id)
        .map(({ tag }) => tag),
      text: this.#beginning(id, textLength),
    }));
  }

  #beginning(assetId: number, length: number): string {
    const rows = this.#catalog.all<Pick<Passage, 'text'>>(
      "SELECT text FROM passages WHERE asset_id = ? AND source <> 'name' ORDER BY source DESC, page, position LIMIT 20",
      assetId,
    );
    return rows
      .map(({ text }) => text)
      .join('\n')
      .slice(0, length);
  }

  /** The tags of the library, the most used first. */
  vocabulary(limit: number): string[] {
    return this.#catalog
      .all<{ tag: string }>('SELECT tag FROM tags GROUP BY tag ORDER BY count(*) DESC, tag LIMIT ?', limit)
      .map(({ tag }) => tag);
  }
}
