import type { FailureGroup } from '../../shared/contract/jobs.ts';
import type { Catalog } from './database.ts';

/** Which failures, as the library groups them. */
export type FailureChoice = Pick<FailureGroup, 'state' | 'reason' | 'ignored'>;

/**
 * All that did not end as ready: files that could not be read at all, by their path, and assets, by their hash. What the
 * owner ignores is ignored for its reason; when it ends for another one, it shows again.
 */
const FAILING = `WITH failing AS (
    SELECT 'failed' AS state, failure AS reason, '' AS assetId, path, path AS what
    FROM files WHERE failure IS NOT NULL AND missing = 0
    UNION ALL
    SELECT state, reason, hash, path, hash FROM assets
    WHERE present = 1 AND state IN ('failed', 'quarantined', 'unsupported', 'empty')
  ), judged AS (
    SELECT failing.*, ignored.what IS NOT NULL AS ignored
    FROM failing LEFT JOIN ignored_failures ignored ON ignored.what = failing.what AND ignored.reason = failing.reason
  )`;

interface Row extends Omit<FailureGroup, 'ignored' | 'files'> {
  ignored: number;
  assetId: string;
  path: string;
}

/** What of the library could not be read, and what of that the owner does not want to see. */
export class FailureRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** By state and reason, the largest group first; each with so many of its files. */
  groups(filesPerGroup: number): FailureGroup[] {
    const rows = this.#catalog.all<Row>(
      `${FAILING}, ranked AS (
         SELECT *, count(*) OVER (PARTITION BY state, reason, ignored) AS count,
           row_number() OVER (PARTITION BY state, reason, ignored ORDER BY path) AS place FROM judged
       ) SELECT state, reason, ignored, count, assetId, path FROM ranked WHERE place <= ?
       ORDER BY count DESC, state, reason, ignored, place`,
      filesPerGroup,
    );
    const groups = Map.groupBy(rows, ({ state, reason, ignored }) => `${state} ${ignored} ${reason}`);
    return [...groups.values()].flatMap((members) => {
      const [first] = members;
      if (!first) return [];
      const { state, reason, ignored, count } = first;
      const files = members.map(({ assetId, path }) => ({ assetId, path }));
      return { state, reason, ignored: ignored === 1, count, files };
    });
  }

  /** Ignores what ended like this, or no longer does. Answers how many files that concerned. */
  setIgnored({ state, reason }: Omit<FailureChoice, 'ignored'>, ignored: boolean): number {
    return this.#catalog.transaction('durable', () => {
      const concerned = this.#catalog
        .all<{ what: string }>(
          `${FAILING} SELECT DISTINCT what FROM judged WHERE state = ? AND reason = ? AND ignored = ?`,
          state,
          reason,
          ignored ? 0 : 1,
        )
        .map(({ what }) => what);
      for (const what of concerned) {
        if (ignored)
          this.#catalog.run('INSERT OR REPLACE INTO ignored_failures (what, reason) VALUES (?, ?)', what, reason);
        else this.#catalog.run('DELETE FROM ignored_failures WHERE what = ?', what);
      }
      return concerned.length;
    });
  }

  /** Internal ids of the assets that ended like this and are not ignored. */
  assetIds(state: string, reason: string): number[] {
    return this.#catalog
      .all<{ id: number }>(
        `SELECT id FROM assets a WHERE present = 1 AND state = ? AND reason = ? AND NOT EXISTS
           (SELECT 1 FROM ignored_failures ignored WHERE ignored.what = a.hash AND ignored.reason = a.reason) ORDER BY id`,
        state,
        reason,
      )
      .map(({ id }) => id);
  }
}
