import type { AssetFilter, AssetState, Coverage, Inventory } from '../../../shared/contract/library.ts';
import { unfoundParts } from '../../app/unfound.ts';

export type Part = Exclude<AssetState, 'ready'> | 'found' | 'wordless';

/** What each part of the library has become, those that can be found first; together they are all of it. */
export function coverageParts(coverage: Pick<Coverage, 'searchable' | 'unfound'>): {
  part: Part;
  count: number;
  filter: AssetFilter;
}[] {
  return [
    { part: 'found', count: coverage.searchable, filter: { found: true } },
    ...unfoundParts(coverage).map(({ state, count }) => ({
      part: state === 'ready' ? ('wordless' as const) : state,
      count,
      filter: { states: [state], found: false },
    })),
  ];
}

/** Files that were found and not yet looked into. */
export function waitingFiles({ assets }: Pick<Coverage, 'assets'>, inventory: Omit<Inventory, 'missing'>): number {
  const { files, copies, sidecars, unreadable, noFiles } = inventory;
  return Math.max(0, files - assets - copies - sidecars - unreadable - noFiles);
}
