import type { FailureGroup } from '../../shared/contract/jobs.ts';
import { type AssetState, assetStates, type Coverage } from '../../shared/contract/library.ts';
import type { Catalog } from './database.ts';

/** How the reading of the library came out: what can be found, and what failed and why. */
export class AssetOutcomes {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  coverage(): Omit<Coverage, 'embedded'> {
    const rows = this.#catalog.all<{ state: AssetState; count: number; searchable: number; passages: number }>(
      'SELECT state, count(*) AS count, sum(passages > 0) AS searchable, sum(passages) AS passages FROM assets WHERE present = 1 GROUP BY state',
    );
    const byState = Object.fromEntries(
      assetStates.map((state) => [state, rows.find((row) => row.state === state)?.count ?? 0]),
    ) as Coverage['byState'];
    const total = (value: (row: (typeof rows)[number]) => number) => rows.reduce((sum, row) => sum + value(row), 0);
    return {
      assets: total((row) => row.count),
      searchable: total((row) => row.searchable),
      byState,
      passages: total((row) => row.passages),
    };
  }

  /** Assets that did not end as ready, grouped by state and reason, largest group first. */
  failures(filesPerGroup: number): FailureGroup[] {
    const unreadable = this.#catalog.all<{ reason: string; count: number }>(
      'SELECT failure AS reason, count(*) AS count FROM files WHERE failure IS NOT NULL AND missing = 0 GROUP BY failure',
    );
    const groups = this.#catalog.all<{ state: FailureGroup['state']; reason: string; count: number }>(
      "SELECT state, reason, count(*) AS count FROM assets WHERE present = 1 AND state IN ('failed', 'quarantined', 'unsupported', 'empty') GROUP BY state, reason",
    );
    return [
      ...unreadable.map(({ reason, count }) => ({
        state: 'failed' as const,
        reason,
        count,
        files: this.#catalog
          .all<{ path: string }>(
            'SELECT path FROM files WHERE failure = ? AND missing = 0 ORDER BY path LIMIT ?',
            reason,
            filesPerGroup,
          )
          .map(({ path }) => ({ assetId: '', path })),
      })),
      ...groups.map(({ state, reason, count }) => ({
        state,
        reason,
        count,
        files: this.#catalog.all<{ assetId: string; path: string }>(
          'SELECT hash AS assetId, path FROM assets WHERE present = 1 AND state = ? AND reason = ? ORDER BY path LIMIT ?',
          state,
          reason,
          filesPerGroup,
        ),
      })),
    ].sort((one, other) => other.count - one.count);
  }
}
