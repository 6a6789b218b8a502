import type { AssetState, Coverage } from '../../shared/contract/library.ts';

/** In the order in which they matter: what is still to come, what may call for a look, what is as it should be. */
const order = ['pending', 'failed', 'quarantined', 'unsupported', 'empty', 'ready'] as const satisfies AssetState[];

/** What no search finds by its content, by what became of it; with `searchable` it adds up to the library. */
export function unfoundParts({ unfound }: Pick<Coverage, 'unfound'>): { state: AssetState; count: number }[] {
  return order.map((state) => ({ state, count: unfound[state] })).filter(({ count }) => count > 0);
}
