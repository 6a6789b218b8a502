import type { Catalog } from './database.ts';

/** How a tag came to an asset: by its owner, by what is written in the file, or by a model. */
export type TagOrigin = 'owner' | 'file' | 'model';

/** A tag of an asset and where it came from. */
export interface KnownTag {
  tag: string;
  origin: TagOrigin;
  /** Whether the owner put it there or agreed to it. */
  confirmed: boolean;
  /** What a model suggested it in. */
  derivationId: number | null;
}

/** The tags on assets. The owner names assets by their public ids; the stages that read files, by the internal ones. */
export class TagRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** The tags of any of these assets. */
  of(hashes: readonly string[]): string[] {
    return this.#catalog
      .all<{ tag: string }>(
        `SELECT DISTINCT tag FROM tags WHERE asset_id IN
           (SELECT id FROM assets WHERE hash IN (SELECT value FROM json_each(?))) ORDER BY tag`,
        JSON.stringify(hashes),
      )
      .map(({ tag }) => tag);
  }

  /** The tags of any of these assets, by name, each with how many of them have it. */
  counted(hashes: readonly string[]): { tag: string; count: number }[] {
    return this.#catalog.all(
      `SELECT tag, count(*) AS count FROM tags WHERE asset_id IN
         (SELECT id FROM assets WHERE hash IN (SELECT value FROM json_each(?))) GROUP BY tag ORDER BY tag`,
      JSON.stringify(hashes),
    );
  }

  /** The tags of one asset with where they came from. */
  known(assetId: number): KnownTag[] {
    return this.#catalog
      .all<Omit<KnownTag, 'confirmed'> & { confirmed: number }>(
        'SELECT tag, origin, confirmed, derivation_id AS derivationId FROM tags WHERE asset_id = ? ORDER BY tag',
        assetId,
      )
      .map((row) => ({ ...row, confirmed: row.confirmed === 1 }));
  }

  /**
   * The owner puts a tag on assets; answers which of them did not have it. To one that a file or a model put there, the
   * owner agrees.
   */
  add(hashes: readonly string[], tag: string): string[] {
    const assets = this.#catalog.all<{ id: number; hash: string; known: number }>(
      `SELECT a.id, a.hash, EXISTS (SELECT 1 FROM tags t WHERE t.asset_id = a.id AND t.tag = ?) AS known
       FROM assets a WHERE a.hash IN (SELECT value FROM json_each(?))`,
      tag,
      JSON.stringify(hashes),
    );
    for (const { id } of assets) this.confirm(id, tag, null);
    return assets.filter(({ known }) => known === 0).map(({ hash }) => hash);
  }

  /** The owner wants a tag on an asset: as his own, or as it was suggested in a derivation. */
  confirm(assetId: number, tag: string, derivationId: number | null): void {
    this.#put(assetId, tag, { origin: derivationId === null ? 'owner' : 'model', confirmed: 1, derivationId });
    this.#catalog.run('DELETE FROM refused_tags WHERE asset_id = ? AND tag = ?', assetId, tag);
  }

  /** Puts a tag on an asset that a model suggested and nobody looked at; not where the owner does not want it. */
  accept(assetId: number, tag: string, derivationId: number): void {
    if (!this.isRefused(assetId, tag)) this.#put(assetId, tag, { origin: 'model', confirmed: 0, derivationId });
  }

  /** A tag that is there keeps its origin, and is confirmed once the owner says so. */
  #put(
    assetId: number,
    tag: string,
    { origin, confirmed, derivationId }: { origin: TagOrigin; confirmed: 0 | 1; derivationId: number | null },
  ): void {
    this.#catalog.run(
      `INSERT INTO tags (asset_id, tag, origin, confirmed, derivation_id, time) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (asset_id, tag) DO UPDATE SET confirmed = max(confirmed, excluded.confirmed)`,
      assetId,
      tag,
      origin,
      confirmed,
      derivationId,
      Date.now(),
    );
  }

  /**
   * The owner takes a tag off assets; answers which of them had it. One that a file or a model put there does not come
   * back by itself.
   */
  remove(hashes: readonly string[], tag: string): string[] {
    const tagged = this.#catalog.all<{ id: number; hash: string; origin: TagOrigin }>(
      `SELECT a.id, a.hash, t.origin FROM assets a JOIN tags t ON t.asset_id = a.id AND t.tag = ?
       WHERE a.hash IN (SELECT value FROM json_each(?))`,
      tag,
      JSON.stringify(hashes),
    );
    for (const { id, origin } of tagged) {
      if (origin !== 'owner') this.refuse(id, tag);
      else this.#catalog.run('DELETE FROM tags WHERE asset_id = ? AND tag = ?', id, tag);
    }
    return tagged.map(({ hash }) => hash);
  }

  /** The owner does not want a tag on an asset, whoever suggests it. */
  refuse(assetId: number, tag: string): void {
    this.#catalog.run('DELETE FROM tags WHERE asset_id = ? AND tag = ?', assetId, tag);
    this.#catalog.run('INSERT OR IGNORE INTO refused_tags (asset_id, tag) VALUES (?, ?)', assetId, tag);
  }

  /** Takes back that the owner does not want a tag on an asset. */
  permit(assetId: number, tag: string): void {
    this.#catalog.run('DELETE FROM refused_tags WHERE asset_id = ? AND tag = ?', assetId, tag);
  }

  has(assetId: number, tag: string): boolean {
    return this.#catalog.get('SELECT 1 FROM tags WHERE asset_id = ? AND tag = ?', assetId, tag) !== undefined;
  }

  isRefused(assetId: number, tag: string): boolean {
    return this.#catalog.get('SELECT 1 FROM refused_tags WHERE asset_id = ? AND tag = ?', assetId, tag) !== undefined;
  }

  /** Takes off what a derivation put there, whether or not the owner agreed. */
  withdraw(assetId: number, tag: string, derivationId: number): void {
    this.#catalog.run(
      'DELETE FROM tags WHERE asset_id = ? AND tag = ? AND derivation_id = ?',
      assetId,
      tag,
      derivationId,
    );
  }

  /**
   * Takes over the keywords that are written in an asset's file in place of those that were there before; tags of the
   * owner's and a model's stay, and what the owner took off does not come back.
   */
  keepFileTags(assetId: number, keywords: readonly string[]): void {
    const wanted = [...new Set(keywords.map((keyword) => keyword.trim()).filter(Boolean))];
    this.#catalog.run(
      `DELETE FROM tags WHERE asset_id = ? AND origin = 'file' AND confirmed = 0
         AND tag NOT IN (SELECT value FROM json_each(?))`,
      assetId,
      JSON.stringify(wanted),
    );
    for (const tag of wanted)
      if (!this.isRefused(assetId, tag)) this.#put(assetId, tag, { origin: 'file', confirmed: 0, derivationId: null });
  }

  /** Calls a tag by another name everywhere; where an asset has both, they become one. */
  rename(from: string, to: string): void {
    const catalog = this.#catalog;
    if (from.toLowerCase() !== to.toLowerCase()) {
      catalog.run(
        `UPDATE tags SET confirmed = 1 WHERE tag = ?2
           AND asset_id IN (SELECT asset_id FROM tags WHERE tag = ?1 AND confirmed = 1)`,
        from,
        to,
      );
      catalog.run(
        'DELETE FROM tags WHERE tag = ?1 AND asset_id IN (SELECT asset_id FROM tags WHERE tag = ?2)',
        from,
        to,
      );
    }
    catalog.run('UPDATE tags SET tag = ?2 WHERE tag = ?1', from, to);
    for (const table of ['tag_suggestions', 'refused_tags'] as const) {
      catalog.run(`UPDATE OR IGNORE ${table} SET tag = ?2 WHERE tag = ?1`, from, to);
      if (from.toLowerCase() !== to.toLowerCase()) catalog.run(`DELETE FROM ${table} WHERE tag = ?`, from);
    }
    catalog.run('UPDATE model_roles SET tag = ?2 WHERE tag = ?1', from, to);
    // Where languages were chosen for both, those of the name that stays hold.
    const chosen = "scope = 'tag' AND subject = ?1 COLLATE NOCASE";
    catalog.run(`UPDATE OR IGNORE ocr_choices SET subject = ?2 WHERE ${chosen}`, from, to);
    if (from.toLowerCase() !== to.toLowerCase()) catalog.run(`DELETE FROM ocr_choices WHERE ${chosen}`, from);
  }

  /** Whether the owner chose models for the files with a tag. */
  hasModels(tag: string): boolean {
    return this.#catalog.get('SELECT 1 FROM model_roles WHERE tag = ? LIMIT 1', tag) !== undefined;
  }
}
