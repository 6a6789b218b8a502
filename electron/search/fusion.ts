import type { SearchHit } from '../../shared/contract/search.ts';
import type { IndexHit } from '../workers/index-protocol.ts';

export interface RankedHit extends IndexHit {
  foundBy: SearchHit['foundBy'];
}

/** The constant of reciprocal rank fusion: Cormack, Clarke and Büttcher, SIGIR 2009. */
const RANK_CONSTANT = 60;

/**
 * Joins hits by words and by meaning, both best first. With one list alone its scores stay;
 * with both, each hit scores the sum of 1 / (60 + rank).
 */
export function fuse(byWords: readonly IndexHit[], byMeaning: readonly IndexHit[]): RankedHit[] {
  if (byMeaning.length === 0) return byWords.map((hit) => ({ ...hit, foundBy: 'words' }));
  const fused = new Map<number, RankedHit>();
  byWords.forEach((hit, rank) => {
    fused.set(hit.id, { ...hit, score: 1 / (RANK_CONSTANT + rank + 1), foundBy: 'words' });
  });
  byMeaning.forEach((hit, rank) => {
    const score = 1 / (RANK_CONSTANT + rank + 1);
    const known = fused.get(hit.id);
    fused.set(
      hit.id,
      known ? { ...known, score: known.score + score, foundBy: 'both' } : { ...hit, score, foundBy: 'meaning' },
    );
  });
  return [...fused.values()].sort((one, other) => other.score - one.score);
}
