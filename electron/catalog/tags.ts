import type { Catalog } from './database.ts';

/** The owner's tags on assets, which are named by their public ids. */
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

  /** Puts a tag on assets; answers which of them did not have it. */
  add(hashes: readonly string[], tag: string): string[] {
    const added = this.#catalog.all<{ id: number; hash: string }>(
      `SELECT a.id, a.hash FROM assets a WHERE a.hash IN (SELECT value FROM json_each(?))
       AND NOT EXISTS (SELECT 1 FROM tags t WHERE t.asset_id = a.id AND t.tag = ?)`,
      JSON.stringify(hashes),
      tag,
    );
    for (const { id } of added) this.#catalog.run('INSERT INTO tags (asset_id, tag) VALUES (?, ?)', id, tag);
    return added.map(({ hash }) => hash);
  }

  remove(hashes: readonly string[], tag: string): void {
    this.#catalog.run(
      'DELETE FROM tags WHERE tag = ? AND asset_id IN (SELECT id FROM assets WHERE hash IN (SELECT value FROM json_each(?)))',
      tag,
      JSON.stringify(hashes),
    );
  }

  /** Takes over the keywords that are written in an asset's file. */
  keepFileTags(assetId: number, keywords: readonly string[]): void {
    for (const tag of keywords)
      this.#catalog.run('INSERT INTO tags (asset_id, tag) VALUES (?, ?) ON CONFLICT DO NOTHING', assetId, tag);
  }
}
