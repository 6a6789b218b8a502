import { type AssetState, assetStates, type Coverage, type Inventory } from '../../shared/contract/library.ts';
import type { Catalog } from './database.ts';
import { isNoFile } from './no-files.ts';

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
    const byState = (value: (row: (typeof rows)[number]) => number) =>
      Object.fromEntries(
        assetStates.map((state) => {
          const row = rows.find((one) => one.state === state);
          return [state, row ? value(row) : 0];
        }),
      ) as Coverage['byState'];
    const total = (value: (row: (typeof rows)[number]) => number) => rows.reduce((sum, row) => sum + value(row), 0);
    return {
      assets: total((row) => row.count),
      searchable: total((row) => row.searchable),
      byState: byState((row) => row.count),
      unfound: byState((row) => row.count - row.searchable),
      passages: total((row) => row.passages),
    };
  }

  /** What the library's files come to; a file that lies in another one counts, too. */
  files(): Omit<Inventory, 'missing'> {
    const row = this.#catalog.get<{
      files: number;
      placed: number;
      assets: number;
      unread: number;
      noFiles: number | null;
      sidecars: number;
    }>(
      `SELECT count(*) AS files, count(asset_id) AS placed, count(DISTINCT asset_id) AS assets,
         count(failure) AS unread, sum(${isNoFile}) AS noFiles, count(describes) AS sidecars FROM files f WHERE missing = 0`,
    );
    const { files = 0, placed = 0, assets = 0, unread = 0, sidecars = 0 } = row ?? {};
    const noFiles = row?.noFiles ?? 0;
    return { files, copies: placed - assets, unreadable: unread - noFiles, noFiles, sidecars };
  }
}
