import type { AssetState, Coverage, Inventory } from '../../../shared/contract/library.ts';

type Part = Exclude<AssetState, 'ready'> | 'found' | 'wordless';

/** What each part of the library has become, those that can be found first; together they are all of it. */
export function coverageParts({ byState, wordless }: Pick<Coverage, 'byState' | 'wordless'>): {
  part: Part;
  state: AssetState;
  count: number;
}[] {
  const others = (['pending', 'failed', 'quarantined', 'unsupported', 'empty'] as const).map((state) => ({
    part: state,
    state,
    count: byState[state],
  }));
  return [
    { part: 'found' as const, state: 'ready' as const, count: byState.ready - wordless },
    { part: 'wordless' as const, state: 'ready' as const, count: wordless },
    ...others,
  ].filter(({ part, count }) => count > 0 || part === 'found');
}

/** Files that were found and not yet looked into. */
export function waitingFiles({ assets }: Pick<Coverage, 'assets'>, inventory: Omit<Inventory, 'missing'>): number {
  const { files, copies, sidecars, unreadable, noFiles } = inventory;
  return Math.max(0, files - assets - copies - sidecars - unreadable - noFiles);
}
