import type { AssetKind, AssetState, AssetSummary } from '../../../shared/contract/library.ts';

interface Counted<T> {
  value: T;
  count: number;
}

interface Summary {
  kinds: Counted<AssetKind>[];
  /** Those that are not ready. */
  states: Counted<AssetState>[];
  /** Bytes of all of them. */
  size: number;
  /** The earliest and the latest date, in milliseconds since 1970. */
  first: number;
  last: number;
}

/** What assets, one or more, are together; kinds and states by their number. */
export function summarise(assets: readonly Pick<AssetSummary, 'kind' | 'state' | 'size' | 'date'>[]): Summary {
  const summary = { size: 0, first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
  for (const { size, date } of assets) {
    summary.size += size;
    summary.first = Math.min(summary.first, date);
    summary.last = Math.max(summary.last, date);
  }
  return {
    ...summary,
    kinds: counted(assets.map(({ kind }) => kind)),
    states: counted(assets.map(({ state }) => state)).filter(({ value }) => value !== 'ready'),
  };
}

function counted<T>(values: readonly T[]): Counted<T>[] {
  return [...Map.groupBy(values, (value) => value)]
    .map(([value, all]) => ({ value, count: all.length }))
    .toSorted((one, other) => other.count - one.count);
}
