import { seededRandom } from './random.ts';

const RESAMPLES = 2000;
const SEED = 20_240_229;
/** Fewer items that differ cannot say anything at the 5 % level: a sign test on five ends at p = 0.0625. */
const FEWEST_DIFFERENT = 6;

/** The value below which a share of the values lies, by the nearest rank; null of none. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

/** The mean of the values that are there, each with its weight; null of none. */
export function weightedMean(values: readonly { value: number; weight: number }[]): number | null {
  const weight = values.reduce((sum, each) => sum + each.weight, 0);
  return weight > 0 ? values.reduce((sum, each) => sum + each.value * each.weight, 0) / weight : null;
}

export interface PairedDifference {
  mean: number;
  /** Within these the mean lies in 95 of 100 samples like this one. */
  interval: [low: number, high: number];
  /** Whether the interval leaves out zero and enough items differ for that to mean something. */
  clear: boolean;
}

/**
 * How far two models are apart on the same items, by the percentile bootstrap over the items' differences (Efron 1979);
 * null of no items. The same differences always give the same interval.
 */
export function pairedBootstrap(differences: readonly number[]): PairedDifference | null {
  const { length } = differences;
  if (length === 0) return null;
  const random = seededRandom(SEED);
  const means = Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let drawn = 0; drawn < length; drawn++) sum += differences[Math.floor(random() * length)] ?? 0;
    return sum / length;
  });
  const low = percentile(means, 0.025) ?? 0;
  const high = percentile(means, 0.975) ?? 0;
  const different = differences.filter((difference) => difference !== 0).length;
  return {
    mean: differences.reduce((sum, difference) => sum + difference, 0) / length,
    interval: [low, high],
    clear: different >= FEWEST_DIFFERENT && (low > 0 || high < 0),
  };
}

/** How likely a fair coin would be as one-sided as this, either way: the exact two-sided sign test; ties do not count. */
export function signTest(wins: number, losses: number): number {
  const tosses = wins + losses;
  const fewer = Math.min(wins, losses);
  let choose = 1;
  let tail = 0;
  for (let heads = 0; heads <= fewer; heads++) {
    tail += choose / 2 ** tosses;
    choose = (choose * (tosses - heads)) / (heads + 1);
  }
  return Math.min(1, 2 * tail);
}
