import type { Measure } from '../../shared/contract/bench.ts';
import type { ItemResult } from './bench-task.ts';

/**
 * The place, counted from 1, of the best of the wanted ones when sorted by falling score. Of equal scores the wanted one
 * comes last, so that a model that tells nothing apart gains nothing by it. Null where none is wanted.
 */
export function rankOf(scores: ArrayLike<number>, wanted: ReadonlySet<number>): number | null {
  let best = Number.NEGATIVE_INFINITY;
  for (const index of wanted) best = Math.max(best, scores[index] ?? Number.NEGATIVE_INFINITY);
  if (best === Number.NEGATIVE_INFINITY) return null;
  let before = 0;
  for (let index = 0; index < scores.length; index++)
    if (!wanted.has(index) && (scores[index] ?? Number.NEGATIVE_INFINITY) >= best) before++;
  return before + 1;
}

/**
 * What finding the one thing that was looked for at a place is worth; null stands for not found. With one relevant thing
 * recall@k is 1 or 0, the ideal gain is 1, and so nDCG@10 (Järvelin and Kekäläinen 2002) is 1 / log2(1 + rank).
 */
export function rankMeasures(rank: number | null): Partial<Record<Measure, number>> {
  const within = (k: number) => (rank !== null && rank <= k ? 1 : 0);
  return {
    ndcg10: rank !== null && rank <= 10 ? 1 / Math.log2(1 + rank) : 0,
    recall1: within(1),
    recall5: within(5),
    recall10: within(10),
    mrr: rank === null ? 0 : 1 / rank,
  };
}

/** A place in a ranking as a result. */
export function placed(rank: number | null): ItemResult {
  return { measures: rankMeasures(rank), weight: 1, answer: rank === null ? '' : String(rank) };
}
