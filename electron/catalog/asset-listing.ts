import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AssetFilter, AssetSummary, Facet, ListingShape, sortKeys } from '../../shared/contract/library.ts';
import { type AssetCondition, allOf, escapeLike, filterConditions } from './asset-conditions.ts';
import { type SummaryRow, summaryColumns, toSummary } from './asset-summary.ts';
import type { Catalog } from './database.ts';

/** Rows of a listing's shape that are read at once. */
const SHAPE_ROWS = 5000;

/** Which assets are listed, and in what order. */
interface Order {
  filter: AssetFilter;
  sort: (typeof sortKeys)[number];
  descending: boolean;
}

const sortColumns: Record<Order['sort'], string> = {
  date: 'a.date',
  name: 'a.name COLLATE NOCASE',
  size: 'a.size',
  kind: 'a.kind',
};

/** The library as a list: its pages, its shape, places in it, and what it can be narrowed by. */
export class AssetListing {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** A page of the listing, and how many assets it has in all. */
  list(request: Order & { offset: number; limit: number }): { total: number; assets: AssetSummary[] } {
    const { sql, parameters } = allOf(filterConditions(request.filter));
    const direction = request.descending ? 'DESC' : 'ASC';
    const rows = this.#catalog.all<SummaryRow>(
      `SELECT ${summaryColumns} FROM assets a WHERE ${sql} ORDER BY ${sortColumns[request.sort]} ${direction}, a.id ${direction} LIMIT ? OFFSET ?`,
      ...parameters,
      request.limit,
      request.offset,
    );
    return { total: this.#count({ sql, parameters }), assets: rows.map(toSummary) };
  }

  /** The shape of a whole listing; read in turns, so that a large library does not hold up the host. */
  async shape(request: Order): Promise<ListingShape> {
    const { sql, parameters } = allOf(filterConditions(request.filter));
    const direction = request.descending ? 'DESC' : 'ASC';
    const ratios: number[] = [];
    for (let offset = 0; ; offset += SHAPE_ROWS) {
      const rows = this.#catalog.all<{ ratio: number }>(
        `SELECT CASE WHEN a.width > 0 AND a.height > 0 THEN CAST(100 * a.width / a.height AS INTEGER) ELSE 0 END AS ratio
         FROM assets a WHERE ${sql} ORDER BY ${sortColumns[request.sort]} ${direction}, a.id ${direction} LIMIT ? OFFSET ?`,
        ...parameters,
        SHAPE_ROWS,
        offset,
      );
      for (const { ratio } of rows) ratios.push(ratio);
      if (rows.length < SHAPE_ROWS) break;
      await nextTurn();
    }
    const months =
      request.sort === 'date'
        ? this.#catalog.all<{ month: string; count: number }>(
            `SELECT a.month, count(*) AS count FROM assets a WHERE ${sql} GROUP BY a.month ORDER BY a.month ${direction}`,
            ...parameters,
          )
        : [];
    return { ratios, months };
  }

  /**
   * The place of the next asset whose name begins with a prefix, from a place on and round the end; where no name does,
   * of one whose title does. Looked for in turns, as the shape is read.
   */
  async placeOfName(request: Order & { prefix: string; from: number }): Promise<number | null> {
    const { sql, parameters } = allOf(filterConditions(request.filter));
    const direction = request.descending ? 'DESC' : 'ASC';
    const pattern = `${escapeLike(request.prefix)}%`;
    const total = this.#count({ sql, parameters });
    const from = Math.min(request.from, total);
    let titled: number | null = null;
    for (const [start, end] of [[from, total] as const, [0, from] as const]) {
      for (let offset = start; offset < end; offset += SHAPE_ROWS) {
        const rows = this.#catalog.all<{ named: number; titled: number }>(
          `SELECT a.name LIKE ? ESCAPE '\\' AS named, a.title LIKE ? ESCAPE '\\' AS titled
           FROM assets a WHERE ${sql} ORDER BY ${sortColumns[request.sort]} ${direction}, a.id ${direction} LIMIT ? OFFSET ?`,
          pattern,
          pattern,
          ...parameters,
          Math.min(SHAPE_ROWS, end - offset),
          offset,
        );
        const at = rows.findIndex(({ named }) => named === 1);
        if (at >= 0) return offset + at;
        const atTitle = rows.findIndex((row) => row.titled === 1);
        if (atTitle >= 0) titled ??= offset + atTitle;
        await nextTurn();
      }
    }
    return titled;
  }

  #count({ sql, parameters }: AssetCondition): number {
    return (
      this.#catalog.get<{ count: number }>(`SELECT count(*) AS count FROM assets a WHERE ${sql}`, ...parameters)
        ?.count ?? 0
    );
  }

  /** Counts by kind, state, month and tag, each under the other active filters. */
  async facets(filter: AssetFilter): Promise<Record<'kinds' | 'states' | 'months' | 'tags', Facet[]>> {
    const under = (without: keyof AssetFilter) => allOf(filterConditions({ ...filter, [without]: undefined }));
    const grouped = async (value: string, from: string, condition: AssetCondition, order: string): Promise<Facet[]> => {
      await nextTurn(); // one query a turn, so that a large library does not hold up the host
      return this.#catalog.all<Facet>(
        `SELECT ${value} AS value, count(DISTINCT a.id) AS count FROM ${from} WHERE ${condition.sql} GROUP BY value ORDER BY ${order} LIMIT 500`,
        ...condition.parameters,
      );
    };
    return {
      kinds: await grouped('a.kind', 'assets a', under('kinds'), 'count DESC'),
      states: await grouped('a.state', 'assets a', under('states'), 'count DESC'),
      months: await grouped('a.month', 'assets a', under('month'), 'value DESC'),
      tags: await grouped('tags.tag', 'assets a JOIN tags ON tags.asset_id = a.id', under('tag'), 'count DESC, value'),
    };
  }
}
