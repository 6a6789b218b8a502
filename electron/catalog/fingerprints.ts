import type { Catalog } from './database.ts';

/** An asset of which fingerprints are to be made. */
export interface DueAsset {
  id: number;
  hash: string;
  kind: string;
  ready: boolean;
  thumbnail: boolean;
}

/** What assets look and read like, and which of them the owner called different. */
export class FingerprintRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** The next assets of which fingerprints are to be made. */
  due(limit: number): DueAsset[] {
    return this.#catalog
      .all<Omit<DueAsset, 'ready' | 'thumbnail'> & { state: string; thumbnail: number }>(
        `SELECT a.id, a.hash, a.kind, a.state, a.thumbnail FROM fingerprints_due due JOIN assets a ON a.id = due.asset_id
         ORDER BY due.asset_id LIMIT ?`,
        limit,
      )
      .map(({ state, thumbnail, ...asset }) => ({ ...asset, ready: state === 'ready', thumbnail: thumbnail === 1 }));
  }

  dueCount(): number {
    return this.#catalog.get<{ count: number }>('SELECT count(*) AS count FROM fingerprints_due')?.count ?? 0;
  }

  /** What is read in an asset, its pages one after the other; what models wrote of it left out. */
  passagesOf(assetId: number): { text: string }[] {
    return this.#catalog.all(
      `SELECT text FROM passages WHERE asset_id = ?
         AND (source IN ('ocr', 'transcript') OR (source = 'text' AND page = 0)) ORDER BY page, source, position`,
      assetId,
    );
  }

  /** Keeps an asset's fingerprints by their engines in place of all that it had. */
  keep(assetId: number, prints: readonly { engine: string; print: Uint8Array | null }[]): void {
    this.#catalog.run('DELETE FROM fingerprints WHERE asset_id = ?', assetId);
    for (const { engine, print } of prints)
      this.#catalog.run('INSERT INTO fingerprints (asset_id, engine, print) VALUES (?, ?, ?)', assetId, engine, print);
    this.#catalog.run('DELETE FROM fingerprints_due WHERE asset_id = ?', assetId);
  }

  /**
   * Has fingerprints made anew that other engines, or older versions of these, made, so many at a time; false while there
   * are more.
   */
  renewOthers(engines: readonly string[], limit: number): boolean {
    const other = this.#engines().find((engine) => !engines.includes(engine));
    if (other === undefined) return true;
    const ids = this.#catalog.all<{ id: number }>(
      'SELECT asset_id AS id FROM fingerprints WHERE engine = ? LIMIT ?',
      other,
      limit,
    );
    for (const { id } of ids) {
      this.#catalog.run('INSERT OR IGNORE INTO fingerprints_due VALUES (?)', id);
      this.#catalog.run('DELETE FROM fingerprints WHERE engine = ? AND asset_id = ?', other, id);
    }
    return false;
  }

  /** The engines, each found by a leap in the index: there are few engines and many fingerprints. */
  #engines(): string[] {
    const engines: string[] = [];
    for (;;) {
      const next = this.#catalog.get<{ engine: string | null }>(
        'SELECT min(engine) AS engine FROM fingerprints WHERE engine > ?',
        engines.at(-1) ?? '',
      )?.engine;
      if (!next) return engines;
      engines.push(next);
    }
  }

  /** Fingerprints of one engine of assets that are there, after an asset, in the order of their ids. */
  after(engine: string, assetId: number, limit: number): { assetId: number; hash: string; print: Uint8Array }[] {
    return this.#catalog.all(
      `SELECT f.asset_id AS assetId, a.hash, f.print FROM fingerprints f CROSS JOIN assets a ON a.id = f.asset_id
       WHERE f.engine = ? AND f.asset_id > ? AND f.print IS NOT NULL AND a.present = 1 ORDER BY f.asset_id LIMIT ?`,
      engine,
      assetId,
      limit,
    );
  }

  /** Assets that are there more than once, most bytes in superfluous copies first. */
  repeated(offset: number, limit: number): { total: number; assetIds: number[] } {
    const rows = this.#catalog.all<{ id: number }>(
      `SELECT a.id FROM (
         SELECT asset_id, count(*) AS copies FROM files WHERE missing = 0 AND asset_id IS NOT NULL
         GROUP BY asset_id HAVING count(*) > 1
       ) repeated JOIN assets a ON a.id = repeated.asset_id AND a.size > 0
       ORDER BY a.size * (repeated.copies - 1) DESC, a.id`,
    );
    return { total: rows.length, assetIds: rows.slice(offset, offset + limit).map(({ id }) => id) };
  }

  /** The places of an asset that are there. */
  placesOf(assetId: number): string[] {
    return this.#catalog
      .all<{ path: string }>('SELECT path FROM files WHERE asset_id = ? AND missing = 0 ORDER BY path', assetId)
      .map(({ path }) => path);
  }

  /** Notes that assets, by their hashes, are no duplicates of each other; answers what it can be taken back by. */
  setDistinct(hashes: readonly string[]): number {
    const { lastId } = this.#catalog.run('INSERT INTO distinct_sets (time) VALUES (?)', Date.now());
    for (const hash of new Set(hashes))
      this.#catalog.run('INSERT INTO distinct_assets (hash, set_id) VALUES (?, ?)', hash, lastId);
    return lastId;
  }

  takeBackDistinct(setId: number): void {
    this.#catalog.run('DELETE FROM distinct_sets WHERE id = ?', setId);
  }

  /** The sets that an asset was called different in. */
  distinctSets(): Map<string, Set<number>> {
    const sets = new Map<string, Set<number>>();
    for (const { hash, set } of this.#catalog.all<{ hash: string; set: number }>(
      'SELECT hash, set_id AS "set" FROM distinct_assets',
    )) {
      const known = sets.get(hash);
      if (known) known.add(set);
      else sets.set(hash, new Set([set]));
    }
    return sets;
  }
}
