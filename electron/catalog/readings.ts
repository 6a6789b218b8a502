import type { AssetKind } from '../../shared/contract/library.ts';
import type { Catalog } from './database.ts';

/** The stages of reading of which it is kept who did them. */
export type ReadingStage = 'extract' | 'unpack' | 'render' | 'ocr';

/** Who does a stage of reading assets of a format, or did it. */
export interface ReadBy {
  stage: ReadingStage;
  /** What the asset was taken to be: who reads it goes by that. */
  mime: string;
  kind: AssetKind;
  engine: string;
  engineVersion: string;
  /** The program of the system that was wanted and not there; empty where none was. */
  lacks: string;
}

/** Assets of which a stage was done by the same reader. */
export interface ReadingGroup extends ReadBy {
  readonly key: string;
}

function keyOf({ stage, mime, kind, engine, engineVersion, lacks }: ReadBy): string {
  return JSON.stringify([stage, mime, kind, engine, engineVersion, lacks]);
}

function toGroup(key: string): ReadingGroup {
  const [stage, mime, kind, engine, engineVersion, lacks] = JSON.parse(key);
  return { key, stage, mime, kind, engine, engineVersion, lacks };
}

/** By whom each stage of reading an asset was last done, or is to be done. */
export class ReadingRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** Notes who does a stage of an asset. */
  keep(assetId: number, by: ReadBy): void {
    this.#catalog.run(
      'INSERT OR REPLACE INTO readings (asset_id, stage, done_by) VALUES (?, ?, ?)',
      assetId,
      by.stage,
      keyOf(by),
    );
  }

  /** By whom a stage was done; undefined where it was not. */
  of(assetId: number, stage: ReadingStage): ReadBy | undefined {
    const row = this.#catalog.get<{ done_by: string }>(
      'SELECT done_by FROM readings WHERE asset_id = ? AND stage = ?',
      assetId,
      stage,
    );
    return row && toGroup(row.done_by);
  }

  /** Who did what; each is found by a leap in the index, as there are few of them and many assets. */
  groups(): ReadingGroup[] {
    return this.#catalog
      .all<{ done_by: string | null }>(
        `WITH RECURSIVE leaps (done_by) AS (
           SELECT min(done_by) FROM readings
           UNION ALL SELECT (SELECT min(r.done_by) FROM readings r WHERE r.done_by > leaps.done_by) FROM leaps
           WHERE leaps.done_by IS NOT NULL
         ) SELECT done_by FROM leaps WHERE done_by IS NOT NULL`,
      )
      .map(({ done_by }) => toGroup(done_by ?? ''));
  }

  /** How many assets of a group are there. */
  count({ key }: ReadingGroup): number {
    return (
      this.#catalog.get<{ count: number }>(
        `SELECT count(*) AS count FROM readings r CROSS JOIN assets a ON a.id = r.asset_id
         WHERE r.done_by = ? AND a.present = 1`,
        key,
      )?.count ?? 0
    );
  }

  /** Assets of a group that are there, after one and in the order of their ids. */
  after({ key }: ReadingGroup, assetId: number, limit: number): number[] {
    return this.#catalog
      .all<{ id: number }>(
        `SELECT r.asset_id AS id FROM readings r CROSS JOIN assets a ON a.id = r.asset_id
         WHERE r.done_by = ? AND r.asset_id > ? AND a.present = 1 ORDER BY r.asset_id LIMIT ?`,
        key,
        assetId,
        limit,
      )
      .map(({ id }) => id);
  }
}
