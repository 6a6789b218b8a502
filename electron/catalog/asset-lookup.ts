import type { AssetDetail, AssetSummary } from '../../shared/contract/library.ts';
import { type AssetCondition, allOf, pathsBelow } from './asset-conditions.ts';
import { factColumns, type SummaryRow, summaryColumns, toSummary } from './asset-summary.ts';
import type { Catalog } from './database.ts';

interface PlaceRow {
  path: string;
  modified: number;
  missing: number;
  containerId: string | null;
  containerName: string | null;
  containerPath: string | null;
}

function toPlace({ path, modified, missing, containerId, containerName, containerPath }: PlaceRow) {
  const container =
    containerId === null ? null : { id: containerId, name: containerName ?? '', path: containerPath ?? '' };
  return { path, modified, missing: missing === 1, container };
}

/** Assets that were named or are looked for: which they are, and what is shown of them. */
export class AssetLookup {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** All that is shown of one asset, by its public id. */
  detail(hash: string): AssetDetail | undefined {
    const catalog = this.#catalog;
    const row = catalog.get<SummaryRow & { pages: number; parts: number; passages: number; metadata: string }>(
      `SELECT ${summaryColumns}, a.pages, a.parts, a.passages, a.metadata FROM assets a WHERE a.hash = ?`,
      hash,
    );
    if (!row) return undefined;
    const { pages, parts, passages, metadata, ...summary } = row;
    const files = catalog.all<PlaceRow>(
      `SELECT f.path, f.modified, f.missing, c.name AS containerName, c.path AS containerPath, container.hash AS containerId
       FROM files f LEFT JOIN files c ON c.id = f.container_id LEFT JOIN assets container ON container.id = c.asset_id
       WHERE f.asset_id = ? ORDER BY f.missing, f.container_id IS NOT NULL, f.path`,
      row.id,
    );
    return {
      ...toSummary(summary),
      pages,
      passages,
      metadata: JSON.parse(metadata) as AssetDetail['metadata'],
      parts: parts > 0 ? this.#countBelow(row.path) : 0,
      unreadParts: parts > 0 ? this.#countUnread(row.id) : 0,
      faces: JSON.parse(
        catalog.get<{ faces: string }>('SELECT faces FROM pictures WHERE asset_id = ?', row.id)?.faces ?? '[]',
      ) as AssetDetail['faces'],
      files: files.map(toPlace),
      tags: catalog
        .all<{ tag: string }>('SELECT tag FROM tags WHERE asset_id = ? ORDER BY tag', row.id)
        .map(({ tag }) => tag),
      derivations: this.readings(row.id),
    };
  }

  /** How many assets lie below a path, at any depth. */
  #countBelow(path: string): number {
    const { from, to } = pathsBelow(path);
    return (
      this.#catalog.get<{ count: number }>(
        'SELECT count(DISTINCT asset_id) AS count FROM files WHERE path >= ? AND path < ? AND missing = 0',
        from,
        to,
      )?.count ?? 0
    );
  }

  #countUnread(containerId: number): number {
    return (
      this.#catalog.get<{ count: number }>(
        'SELECT count(*) AS count FROM parts WHERE container_id = ? AND failure IS NOT NULL',
        containerId,
      )?.count ?? 0
    );
  }

  /** The public id of the asset at a path; undefined where there is none. */
  idAt(path: string): string | undefined {
    return this.#catalog.get<{ hash: string }>(
      'SELECT a.hash FROM files f JOIN assets a ON a.id = f.asset_id WHERE f.path = ? ORDER BY f.missing LIMIT 1',
      path,
    )?.hash;
  }

  /** What engines read from an asset's file; what models wrote of it is the concern of DerivationRepository. */
  readings(id: number): AssetDetail['derivations'] {
    return this.#catalog.all(
      `SELECT kind, engine, engine_version AS engineVersion, parameters, max(time) AS time FROM derivations
       WHERE asset_id = ? AND model_name = '' GROUP BY kind, engine, engine_version, parameters ORDER BY time`,
      id,
    );
  }

  /** Summaries of the given assets, by internal id; without excerpts, which a search does without and which cost most. */
  summaries(ids: readonly number[]): Map<number, AssetSummary> {
    const rows = this.#catalog.all<SummaryRow>(
      `SELECT ${factColumns}, '' AS excerpt FROM json_each(?) asked CROSS JOIN assets a ON a.id = asked.value`,
      JSON.stringify(ids),
    );
    return new Map(rows.map((row) => [row.id, toSummary(row)]));
  }

  /** The first words of an asset's text, whatever they were read from, up to 280 characters. */
  excerpt(id: number): string {
    const row = this.#catalog.get<{ text: string }>(
      `SELECT substr(text, 1, 280) AS text FROM passages WHERE asset_id = ? AND source IN ('text', 'ocr', 'transcript')
       ORDER BY page, position LIMIT 1`,
      id,
    );
    return row?.text ?? '';
  }

  /** Internal ids of the assets that meet all conditions, at most `limit`. */
  idsWhere(conditions: readonly AssetCondition[], limit: number): number[] {
    const { sql, parameters } = allOf(conditions);
    return this.#catalog
      .all<{ id: number }>(`SELECT a.id FROM assets a WHERE ${sql} LIMIT ?`, ...parameters, limit)
      .map(({ id }) => id);
  }

  /** Internal ids of the newest assets that meet all conditions. */
  newestWhere(conditions: readonly AssetCondition[], limit: number): number[] {
    const { sql, parameters } = allOf(conditions);
    return this.#catalog
      .all<{ id: number }>(`SELECT a.id FROM assets a WHERE ${sql} ORDER BY a.date DESC LIMIT ?`, ...parameters, limit)
      .map(({ id }) => id);
  }

  /** Which of the given assets meet all conditions. */
  keepWhere(ids: readonly number[], conditions: readonly AssetCondition[]): Set<number> {
    const { sql, parameters } = allOf(conditions);
    // As one row, and as a join: each search asks this, and rows cost more than the look-up, as the set of an IN does.
    const { kept } = this.#catalog.get<{ kept: string }>(
      `SELECT json_group_array(a.id) AS kept FROM json_each(?) asked CROSS JOIN assets a ON a.id = asked.value WHERE ${sql}`,
      JSON.stringify(ids),
      ...parameters,
    ) ?? { kept: '[]' };
    return new Set(JSON.parse(kept) as number[]);
  }
}
