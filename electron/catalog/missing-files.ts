import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AssetSummary } from '../../shared/contract/library.ts';
import { type SummaryRow, summaryColumns, toSummary } from './asset-summary.ts';
import type { Catalog } from './database.ts';

/** Assets that are looked at in one turn of the host's loop. */
const ASSETS_A_TURN = 2_000;

/** A condition on an absent asset `a`. */
const LAY_ON_THE_DISK =
  'EXISTS (SELECT 1 FROM files f WHERE f.asset_id = a.id AND f.missing = 1 AND f.container_id IS NULL)';

interface Missing {
  id: number;
  path: string;
}

/** Assets that are at none of their places any more, while the library keeps all that is known of them. */
export class MissingFiles {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** Assets that lay on the disk themselves; what lay in a missing container comes and goes with it. Counted in turns. */
  async count(): Promise<number> {
    let count = 0;
    for await (const some of this.#inTurns()) count += some.length;
    return count;
  }

  /** How many there are, and some of them by path; looked for in turns. */
  async list(
    offset: number,
    limit: number,
  ): Promise<{ total: number; items: { asset: AssetSummary; tags: number }[] }> {
    let total = 0;
    let first: Missing[] = [];
    for await (const some of this.#inTurns()) {
      total += some.length;
      first = merge(first, some, offset + limit);
    }
    return { total, items: this.#items(first.slice(offset)) };
  }

  #items(missing: readonly Missing[]): { asset: AssetSummary; tags: number }[] {
    return this.#catalog
      .all<SummaryRow & { tags: number }>(
        `SELECT ${summaryColumns}, (SELECT count(*) FROM tags WHERE tags.asset_id = a.id) AS tags
         FROM json_each(?) asked CROSS JOIN assets a ON a.id = asked.value ORDER BY asked.key`,
        JSON.stringify(missing.map(({ id }) => id)),
      )
      .map(({ tags, ...row }) => ({ asset: toSummary(row), tags }));
  }

  /** All of them, so many at a time, each time by path. */
  async *#inTurns(): AsyncGenerator<Missing[]> {
    const { absent } = this.#catalog.get<{ absent: number }>(
      'SELECT count(*) AS absent FROM assets WHERE present = 0',
    ) ?? { absent: 0 };
    for (let offset = 0; offset < absent; offset += ASSETS_A_TURN) {
      if (offset > 0) await nextTurn();
      yield this.#catalog.all<Missing>(
        `SELECT a.id, a.path FROM (SELECT id FROM assets WHERE present = 0 ORDER BY size, id LIMIT ? OFFSET ?) some
         CROSS JOIN assets a ON a.id = some.id WHERE ${LAY_ON_THE_DISK} ORDER BY a.path`,
        ASSETS_A_TURN,
        offset,
      );
    }
  }

  /** Internal ids of some, or of those with these hashes. */
  ids(limit: number, hashes?: readonly string[]): number[] {
    const which = hashes ? 'AND a.hash IN (SELECT value FROM json_each(?))' : '';
    return this.#catalog
      .all<{ id: number }>(
        `SELECT a.id FROM assets a WHERE a.present = 0 AND ${LAY_ON_THE_DISK} ${which} LIMIT ?`,
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

/** Of two lists in the order of their paths the first of both together. */
function merge(one: readonly Missing[], other: readonly Missing[], most: number): Missing[] {
  const merged: Missing[] = [];
  let [at, from] = [0, 0];
  while (merged.length < most) {
    const [left, right] = [one[at], other[from]];
    const next = !right || (left && left.path <= right.path) ? left : right;
    if (!next) break;
    if (next === left) at++;
    else from++;
    merged.push(next);
  }
  return merged;
}
