import type { Anchor } from '../../shared/anchors.ts';
import type { IndexRow } from '../workers/index-protocol.ts';
import type { Catalog } from './database.ts';

export interface NewPassage {
  text: string;
  anchor: Anchor;
}

/** What a passage was read from: a transcript is what a model heard, a caption what it wrote of the asset. */
export type PassageSource = 'name' | 'text' | 'ocr' | 'transcript' | 'caption';

export interface Passage {
  id: number;
  assetId: number;
  source: PassageSource;
  text: string;
  anchor: Anchor;
}

interface PassageRow {
  id: number;
  asset_id: number;
  source: PassageSource;
  text: string;
  anchor: string;
}

/** A passage as it stands among those of its source and page. */
interface PlacedPassage {
  id: number;
  position: number;
  text: string;
  /** As JSON. */
  anchor: string;
}

/** Rows of metadata that are words about an asset, and which may be looked for. */
const wordsAbout = new Set(['Author', 'Subject', 'Keywords', 'Description', 'Publisher', 'Company']);
/** Characters of each that are searched. */
const LONGEST_ABOUT = 2000;

function aboutTexts(metadata: string): string[] {
  const rows = JSON.parse(metadata) as { label: string; value: string }[];
  return rows.filter(({ label }) => wordsAbout.has(label)).map(({ value }) => value.slice(0, LONGEST_ABOUT));
}

function toPassage({ id, asset_id, source, text, anchor }: PassageRow): Passage {
  return { id, assetId: asset_id, source, text, anchor: JSON.parse(anchor) as Anchor };
}

/** Passages: what is searched and cited, and whether the search index has it. */
export class PassageRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /**
   * Keeps the passages of one source and page in place of those that were there. One with the same text stays the same
   * passage, with its vectors and its place in the search index.
   */
  replace(assetId: number, source: PassageSource, page: number, passages: readonly NewPassage[]): void {
    const kept = this.#matched(assetId, source, page, passages);
    for (const [position, { text, anchor }] of passages.entries()) {
      const place = JSON.stringify(anchor);
      const known = kept.get(position);
      if (!known)
        this.#catalog.run(
          'INSERT INTO passages (asset_id, source, page, position, text, anchor) VALUES (?, ?, ?, ?, ?, ?)',
          assetId,
          source,
          page,
          position,
          text,
          place,
        );
      else if (known.position !== position || known.anchor !== place)
        this.#catalog.run('UPDATE passages SET position = ?, anchor = ? WHERE id = ?', position, place, known.id);
    }
    if (source !== 'name')
      this.#catalog.run(
        "UPDATE assets SET passages = (SELECT count(*) FROM passages WHERE asset_id = ?1 AND source <> 'name') WHERE id = ?1",
        assetId,
      );
  }

  /** Passages that are there, by the position that they are to have; the others are removed. */
  #matched(
    assetId: number,
    source: PassageSource,
    page: number,
    wanted: readonly NewPassage[],
  ): ReadonlyMap<number, PlacedPassage> {
    const known = this.#catalog.all<PlacedPassage>(
      'SELECT id, position, text, anchor FROM passages WHERE asset_id = ? AND source = ? AND page = ? ORDER BY position',
      assetId,
      source,
      page,
    );
    const byText = Map.groupBy(known, ({ text }) => text);
    const kept = new Map<number, PlacedPassage>();
    for (const [position, { text }] of wanted.entries()) {
      const passage = byText.get(text)?.shift();
      if (passage) kept.set(position, passage);
    }
    for (const { id } of [...byText.values()].flat()) this.#catalog.run('DELETE FROM passages WHERE id = ?', id);
    // Out of the way of each other, as no two may have the same position.
    for (const [position, { id, position: before }] of kept)
      if (position !== before) this.#catalog.run('UPDATE passages SET position = -id WHERE id = ?', id);
    return kept;
  }

  /** Makes the asset findable by its name, its title and what people wrote about it; does nothing when it already is. */
  refreshName(assetId: number): void {
    const asset = this.#catalog.get<{ name: string; title: string; metadata: string }>(
      'SELECT name, title, metadata FROM assets WHERE id = ?',
      assetId,
    );
    if (!asset) return;
    const text = [asset.name, asset.title, ...aboutTexts(asset.metadata)].filter((line) => line !== '').join('\n');
    const known = this.#catalog.get<{ text: string }>(
      "SELECT text FROM passages WHERE asset_id = ? AND source = 'name'",
      assetId,
    );
    if (known?.text !== text) this.replace(assetId, 'name', 0, [{ text, anchor: { type: 'asset' } }]);
  }

  /** The passages of one source and page, in their order. */
  ofPage(assetId: number, source: PassageSource, page: number): NewPassage[] {
    return this.#catalog
      .all<Pick<PassageRow, 'text' | 'anchor'>>(
        'SELECT text, anchor FROM passages WHERE asset_id = ? AND source = ? AND page = ? ORDER BY position',
        assetId,
        source,
        page,
      )
      .map(({ text, anchor }) => ({ text, anchor: JSON.parse(anchor) as Anchor }));
  }

  countOf(assetId: number): number {
    return this.#catalog.get<{ passages: number }>('SELECT passages FROM assets WHERE id = ?', assetId)?.passages ?? 0;
  }

  byIds(ids: readonly number[]): Map<number, Passage> {
    const rows = this.#catalog.all<PassageRow>(
      'SELECT p.id, p.asset_id, p.source, p.text, p.anchor FROM json_each(?) asked CROSS JOIN passages p ON p.id = asked.value',
      JSON.stringify(ids),
    );
    return new Map(rows.map((row) => [row.id, toPassage(row)]));
  }

  /** How long the passages of an asset are that were read from these sources, in characters and in their order. */
  lengths(assetId: number, sources: readonly PassageSource[]): { id: number; length: number }[] {
    return this.#catalog.all(
      `SELECT id, length(text) AS length FROM passages WHERE asset_id = ? AND source IN (SELECT value FROM json_each(?))
       ORDER BY page, source DESC, position`,
      assetId,
      JSON.stringify(sources),
    );
  }

  /** The next passages that the search index lacks, oldest first, marked as being written to it. */
  takeForIndex(limit: number): IndexRow[] {
    const rows = this.#catalog.all<{ id: number; assetId: number; text: string; isName: number }>(
      `SELECT id, asset_id AS assetId, text, source = 'name' AS isName FROM passages WHERE indexed = 0 ORDER BY id LIMIT ?`,
      limit,
    );
    this.#mark(
      rows.map(({ id }) => id),
      1,
    );
    return rows.map((row) => ({ ...row, isName: row.isName === 1 }));
  }

  markIndexed(ids: readonly number[]): void {
    this.#mark(ids, 2);
  }

  #mark(ids: readonly number[], indexed: 0 | 1 | 2): void {
    this.#catalog.run(
      'UPDATE passages SET indexed = ? WHERE id IN (SELECT value FROM json_each(?))',
      indexed,
      JSON.stringify(ids),
    );
  }

  /** Passages that a crash left half written to the index. */
  halfIndexed(): number[] {
    return this.#catalog.all<{ id: number }>('SELECT id FROM passages WHERE indexed = 1').map(({ id }) => id);
  }

  /** Sends half-written passages to the index again, once their rows are out of it. */
  requeueHalfIndexed(): void {
    this.#catalog.run('UPDATE passages SET indexed = 0 WHERE indexed = 1');
  }

  /** Sends every passage to the index again. */
  requeueAll(): void {
    this.#catalog.run('UPDATE passages SET indexed = 0');
    this.#catalog.run('DELETE FROM index_deletions');
  }

  indexedCount(): number {
    return this.#catalog.get<{ count: number }>('SELECT count(*) AS count FROM passages WHERE indexed = 2')?.count ?? 0;
  }

  waitingForIndex(): number {
    return this.#catalog.get<{ count: number }>('SELECT count(*) AS count FROM passages WHERE indexed < 2')?.count ?? 0;
  }

  /** Ids of passages that are gone and whose index rows must go. */
  deletedFromIndex(limit: number): number[] {
    return this.#catalog
      .all<{ passage_id: number }>('SELECT passage_id FROM index_deletions LIMIT ?', limit)
      .map(({ passage_id }) => passage_id);
  }

  forgetDeleted(ids: readonly number[]): void {
    this.#catalog.run(
      'DELETE FROM index_deletions WHERE passage_id IN (SELECT value FROM json_each(?))',
      JSON.stringify(ids),
    );
  }
}
