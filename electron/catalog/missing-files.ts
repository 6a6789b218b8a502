import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AssetSummary } from '../../shared/contract/library.ts';
import { type SummaryRow, summaryColumns, toSummary } from './asset-summary.ts';
import type { Catalog } from './database.ts';

/** Assets that are looked at in one turn of the host's loop. */
const ASSETS_A_TURN = 2_000;

/** A condition on an absent asset `a`. */
const LAY_ON_THE_DISK =
  'EXISTS (SELECT 1 FROM files f WHERE f.asset_id = a.id AND f.missing = 1 AND f.container_id IS NULL)';

/** Assets that are at none of their places any more, while the library keeps all that is known of them. */
export class MissingFiles {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** Assets that lay on the disk themselves; what lay in a missing container comes and goes with it. Counted in turns. */
  async count(): Promise<number> {
    let count = 0;
    for await (const some of this.inTurns()) count += some.length;
    return count;
  }

  /** How many there are, and some of them by path; looked for in turns. */
  async list(
    offset: number,
    limit: number,
  ): Promise<{ total: number; items: { asset: AssetSummary; tags: number }[] }> {
    let total = 0;
    const asked: number[] = [];
    for await (const some of this.inTurns()) {
      asked.push(...some.slice(Math.max(0, offset - total), Math.max(0, offset + limit - total)));
      total += some.length;
    }
    return { total, items: this.#items(asked) };
  }

  #items(ids: readonly number[]): { asset: AssetSummary; tags: number }[] {
    return this.#catalog
      .all<SummaryRow & { tags: number }>(
        `SELECT ${summaryColumns}, (SELECT count(*) FROM tags WHERE tags.asset_id = a.id) AS tags
         FROM json_each(?) asked CROSS JOIN assets a ON a.id = asked.value ORDER BY asked.key`,
        JSON.stringify(ids),
      )
      .map(({ tags, ...row }) => ({ asset: toSummary(row), tags }));
  }

  /** The internal ids of all of them by path, so many in each turn of the host's loop. */
  async *inTurns(): AsyncGenerator<number[]> {
    let last = { path: '', id: 0 };
    for (;;) {
      const some = this.#catalog.all<{ id: number; path: string; layOnTheDisk: 0 | 1 }>(
        `SELECT a.id, a.path, ${LAY_ON_THE_DISK} AS layOnTheDisk FROM assets a INDEXED BY assets_missing
         WHERE a.present = 0 AND a.path <> '' AND (a.path, a.id) > (?, ?) ORDER BY a.path, a.id LIMIT ?`,
        last.path,
        last.id,
        ASSETS_A_TURN,
      );
      yield some.flatMap(({ id, layOnTheDisk }) => (layOnTheDisk === 1 ? id : []));
      last = some.at(-1) ?? last;
      if (some.length < ASSETS_A_TURN) return;
      await nextTurn();
    }
  }

  /** The internal ids of those with these hashes. */
  ids(hashes: readonly string[]): number[] {
    return this.#catalog
      .all<{ id: number }>(
        `SELECT a.id FROM json_each(?) asked CROSS JOIN assets a ON a.hash = asked.value
         WHERE a.present = 0 AND ${LAY_ON_THE_DISK}`,
        JSON.stringify(hashes),
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
