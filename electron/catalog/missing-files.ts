import type { AssetSummary } from '../../shared/contract/library.ts';
import { type SummaryRow, summaryColumns, toSummary } from './asset-summary.ts';
import type { Catalog } from './database.ts';

/** Assets that are at none of their places any more, while the library keeps all that is known of them. */
export class MissingFiles {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** Assets that lay on the disk themselves; what lay in a missing container comes and goes with it. */
  count(): number {
    return this.#catalog.get<{ count: number }>(`SELECT count(*) AS count FROM ${FROM}`)?.count ?? 0;
  }

  /** By path. */
  list(offset: number, limit: number): { asset: AssetSummary; tags: number }[] {
    return this.#catalog
      .all<SummaryRow & { tags: number }>(
        `SELECT ${summaryColumns}, (SELECT count(*) FROM tags WHERE tags.asset_id = a.id) AS tags
         FROM ${FROM} ORDER BY a.path LIMIT ? OFFSET ?`,
        limit,
        offset,
      )
      .map(({ tags, ...row }) => ({ asset: toSummary(row), tags }));
  }

  /** Internal ids of some, or of those with these hashes. */
  ids(limit: number, hashes?: readonly string[]): number[] {
    const which = hashes ? 'AND a.hash IN (SELECT value FROM json_each(?))' : '';
    return this.#catalog
      .all<{ id: number }>(
        `SELECT a.id FROM ${FROM} ${which} LIMIT ?`,
        ...(hashes ? [JSON.stringify(hashes)] : []),
        limit,
      )
      .map(({ id }) => id);
  }

  /** Forgets where an asset lay. Answers every asset that has lost a place with that, those in it too. */
  forget(assetId: number): Set<number> {
    const lost = this.#catalog.all<{ id: number; assetId: number | null }>(
      `WITH RECURSIVE lost (id, asset_id) AS (
         SELECT id, asset_id FROM files WHERE asset_id = ? AND missing = 1
         UNION SELECT f.id, f.asset_id FROM files f JOIN lost ON f.container_id = lost.id
       ) SELECT id, asset_id AS assetId FROM lost`,
      assetId,
    );
    this.#catalog.run(
      'DELETE FROM files WHERE id IN (SELECT value FROM json_each(?))',
      JSON.stringify(lost.map(({ id }) => id)),
    );
    return new Set(lost.flatMap((file) => file.assetId ?? []));
  }
}

const FROM = `assets a WHERE a.present = 0
  AND EXISTS (SELECT 1 FROM files f WHERE f.asset_id = a.id AND f.missing = 1 AND f.container_id IS NULL)`;
