import type { AssetDetail, AssetSummary } from '../../shared/contract/library.ts';
import { type AssetCondition, allOf } from './asset-conditions.ts';
import { factColumns, type SummaryRow, summaryColumns, toSummary } from './asset-summary.ts';
import type { Catalog } from './database.ts';

/** Assets that were named or are looked for: which they are, and what is shown of them. */
export class AssetLookup {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** All that is shown of one asset, by its public id. */
  detail(hash: string): AssetDetail | undefined {
    const catalog = this.#catalog;
    const row = catalog.get<SummaryRow & { pages: number; passages: number; metadata: string }>(
      `SELECT ${summaryColumns}, a.pages, a.passages, a.metadata FROM assets a WHERE a.hash = ?`,
      hash,
    );
    if (!row) return undefined;
    const { pages, passages, metadata, ...summary } = row;
    const files = catalog.all<{ path: string; modified: number; missing: number }>(
      'SELECT path, modified, missing FROM files WHERE asset_id = ? ORDER BY missing, path',
      row.id,
    );
    return {
      ...toSummary(summary),
      pages,
      passages,
      metadata: JSON.parse(metadata) as AssetDetail['metadata'],
      files: files.map((file) => ({ ...file, missing: file.missing === 1 })),
      tags: catalog
        .all<{ tag: string }>('SELECT tag FROM tags WHERE asset_id = ? ORDER BY tag', row.id)
        .map(({ tag }) => tag),
      derivations: this.readings(row.id),
    };
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
