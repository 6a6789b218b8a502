import { type AssetState, assetStates, type Coverage } from '../../shared/contract/library.ts';
import type { Catalog } from './database.ts';

/** How the reading of the library came out: what can be found, and in which files it is. */
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
      wordless: rows.reduce((sum, row) => sum + (row.state === 'ready' ? row.count - row.searchable : 0), 0),
      passages: total((row) => row.passages),
    };
  }

  /** What the library's files come to; a file that lies in another one counts, too. */
  files(): { files: number; copies: number; unreadable: number; sidecars: number } {
    const row = this.#catalog.get<{
      files: number;
      placed: number;
      assets: number;
      unreadable: number;
      sidecars: number;
    }>(
      `SELECT count(*) AS files, count(asset_id) AS placed, count(DISTINCT asset_id) AS assets,
         count(failure) AS unreadable, count(describes) AS sidecars FROM files WHERE missing = 0`,
    );
    const { files = 0, placed = 0, assets = 0, unreadable = 0, sidecars = 0 } = row ?? {};
    return { files, copies: placed - assets, unreadable, sidecars };
  }
}
