import { createRequire } from 'node:module';
import type * as lancedb from '@lancedb/lancedb';
import type { IndexHit } from '../index-protocol.ts';

// LanceDB is CommonJS and tells its Arrow types by identity, so the CommonJS build it loads must be ours too.
export const arrow = createRequire(import.meta.url)('apache-arrow') as typeof import('apache-arrow');

/** A condition on the column `asset`. */
export function assetFilter(assetIds: readonly number[]): string {
  return assetIds.length > 0 ? `asset IN (${assetIds.join(', ')})` : 'false';
}

/** What LanceDB answered, best first; `toScore` turns the values of `column` into scores. */
export function toHits(
  table: Awaited<ReturnType<lancedb.Query['toArrow']>>,
  column: string,
  toScore: (value: number) => number,
): IndexHit[] {
  // As arrays of numbers: to ask the columns for each value takes many times as long.
  const [ids, assets, values] = ['id', 'asset', column].map(
    (name) => table.getChild(name)?.toArray() as ArrayLike<number>,
  );
  const hits = Array.from(
    { length: table.numRows },
    (_, row): IndexHit => ({
      id: ids?.[row] ?? 0,
      assetId: assets?.[row] ?? 0,
      score: toScore(values?.[row] ?? 0),
    }),
  );
  // Rows that the index has not folded in yet come unordered.
  return hits.sort(byScore);
}

export function byScore(one: IndexHit, other: IndexHit): number {
  return other.score - one.score;
}
