import type { SearchGroup } from '../../../shared/contract/search.ts';

/** A hit among the results: which asset, and which of its places, counted from 0. */
export interface ResultPlace {
  group: number;
  hit: number;
}

/** The place that a key leads to through all hits in order; undefined for keys that do not move. */
export function placeAfterKey(
  key: string,
  place: ResultPlace,
  groups: readonly SearchGroup[],
): ResultPlace | undefined {
  const last = groups.length - 1;
  const hitsOf = (group: number) => groups[group]?.hits.length ?? 0;
  switch (key) {
    case 'ArrowDown':
    case 'j':
    case 'J':
      if (place.hit + 1 < hitsOf(place.group)) return { ...place, hit: place.hit + 1 };
      return place.group < last ? { group: place.group + 1, hit: 0 } : place;
    case 'ArrowUp':
    case 'k':
    case 'K':
      if (place.hit > 0) return { ...place, hit: place.hit - 1 };
      return place.group > 0 ? { group: place.group - 1, hit: Math.max(0, hitsOf(place.group - 1) - 1) } : place;
    case 'PageDown':
      return { group: Math.min(last, place.group + 5), hit: 0 };
    case 'PageUp':
      return { group: Math.max(0, place.group - 5), hit: 0 };
    case 'Home':
      return { group: 0, hit: 0 };
    case 'End':
      return { group: last, hit: Math.max(0, hitsOf(last) - 1) };
    default:
      return undefined;
  }
}
