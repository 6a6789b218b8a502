import type { AssetState, Coverage } from '../../shared/contract/library.ts';

/** What is as it should be, what is still to come, what may call for a look, and what cannot be helped. */
const order = ['ready', 'pending', 'failed', 'quarantined', 'unsupported', 'empty'] as const satisfies AssetState[];

/** What no search finds by its content, by what became of it; with `searchable` it adds up to the library. */
export function unfoundParts({ unfound }: Pick<Coverage, 'unfound'>): { state: AssetState; count: number }[] {
  return order.map((state) => ({ state, count: unfound[state] })).filter(({ count }) => count > 0);
}
