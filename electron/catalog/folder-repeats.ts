import { dirname } from 'node:path';
import type { Facet } from '../../shared/contract/library.ts';

/**
 * How often the sum over a folder's subfolders counts the same asset again, for every folder where it does. `places` are
 * the folders of the assets that lie in more than one.
 */
export function repeatsByFolder(places: readonly { asset: number; folder: string }[]): Facet[] {
  const repeats = new Map<string, number>();
  for (const ofAsset of Map.groupBy(places, ({ asset }) => asset).values()) {
    const times = new Map<string, number>();
    for (const { folder } of ofAsset)
      for (const above of withAncestors(folder)) times.set(above, (times.get(above) ?? 0) + 1);
    for (const [folder, count] of times) if (count > 1) repeats.set(folder, (repeats.get(folder) ?? 0) + count - 1);
  }
  return [...repeats].map(([value, count]) => ({ value, count }));
}

function withAncestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...withAncestors(parent)];
}
