import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { checkCitations } from './citation-check.ts';
import { editDistance, errorRates, normaliseReading } from './error-rates.ts';
import { rankMeasures, rankOf } from './ranking.ts';
import { pairedBootstrap, percentile, signTest } from './statistics.ts';

describe('ranks', () => {
  it('count what scores higher, and equals against the model', () => {
    expect(rankOf([0.1, 0.9, 0.5], new Set([1]))).toBe(1);
    expect(rankOf([0.1, 0.9, 0.5], new Set([0]))).toBe(3);
    expect(rankOf([0, 0, 0, 0], new Set([2]))).toBe(4);
    expect(rankOf([0.3, 0.9, 0.5], new Set([0, 2]))).toBe(2);
    expect(rankOf([1, 2], new Set())).toBe(null);
  });

  it('are worth between 0 and 1, and the less the further down', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (rank) => {
        const [here, below] = [rankMeasures(rank), rankMeasures(rank + 1)];
        for (const key of ['ndcg10', 'recall1', 'recall5', 'recall10', 'mrr'] as const) {
          expect(here[key]).toBeGreaterThanOrEqual(0);
          expect(here[key]).toBeLessThanOrEqual(1);
          expect(here[key]).toBeGreaterThanOrEqual(below[key] ?? 0);
        }
      }),
    );
    expect(rankMeasures(1)).toEqual({ ndcg10: 1, recall1: 1, recall5: 1, recall10: 1, mrr: 1 });
    expect(rankMeasures(3).ndcg10).toBeCloseTo(0.5);
    expect(rankMeasures(null)).toEqual({ ndcg10: 0, recall1: 0, recall5: 0, recall10: 0, mrr: 0 });
  });
});

describe('error rates', () => {
  const letters = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });

  test('the distance is a metric', () => {
    fc.assert(
      fc.property(letters, letters, letters, (one, other, third) => {
        expect(editDistance(one, one)).toBe(0);
        expect(editDistance(one, other)).toBe(editDistance(other, one));
        expect(editDistance(one, third)).toBeLessThanOrEqual(editDistance(one, other) + editDistance(other, third));
        expect(editDistance(one, other)).toBeLessThanOrEqual(Math.max(one.length, other.length));
        expect(editDistance(one, [])).toBe(one.length);
      }),
    );
  });

  test('a text has no errors against itself, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(errorRates(text, text)).toMatchObject({ cer: 0, wer: 0 });
        expect(normaliseReading(normaliseReading(text))).toBe(normaliseReading(text));
      }),
    );
  });

  test('are edits over the length of the right text', () => {
    expect(errorRates('the lamp', 'the lump')).toEqual({ cer: 1 / 8, wer: 1 / 2, length: 8 });
    expect(errorRates('abcd', '')).toMatchObject({ cer: 1, wer: 1 });
    expect(errorRates('a', 'a b c').wer).toBe(2);
  });

  test('do not count quotes, dashes, case, white space or words cut at the line’s end', () => {
    expect(errorRates('“The light-\nhouse” – 1931', '"the lighthouse"  -\n1931').cer).toBe(0);
    expect(errorRates('Köln', 'Koln').cer).toBe(1 / 4);
  });
});

describe('citations', () => {
  const sources = ['The harbour was dredged in 1931 at a cost of 1,250 pounds.', 'The lamp was lit in 1874.'];

  test('that hold', () => {
    expect(checkCitations('The harbour was dredged in 1931 [1]. The lamp was lit in 1874. [2]', sources)).toEqual({
      marked: 1,
      validMarks: 1,
      numbersFound: 1,
      wordsFound: 1,
    });
    expect(checkCitations('It cost 1250 pounds [1].', sources)).toMatchObject({ numbersFound: 1 });
  });

  test('that do not', () => {
    const made = checkCitations(
      'The harbour was dredged in 1932 [1]. Nobody ever saw whales there. See this [7].',
      sources,
    );
    expect(made.marked).toBe(1 / 2);
    expect(made.validMarks).toBe(1 / 2);
    expect(made.numbersFound).toBe(0);
    expect(made.wordsFound).toBeGreaterThan(0.5);
  });

  test('of an answer without any', () => {
    expect(checkCitations('', sources)).toEqual({
      marked: null,
      validMarks: null,
      numbersFound: null,
      wordsFound: null,
    });
    expect(checkCitations('The lamp was lit.', sources)).toMatchObject({ marked: 0, validMarks: null });
  });

  test('shares are between 0 and 1 for any answer', () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom(' [1]. ', '[2-9]', '[99]', '1931', '1,250', 'harbour ', '\n'));
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        for (const share of Object.values(checkCitations(pieces.join(''), sources)))
          if (share !== null) expect(share >= 0 && share <= 1).toBe(true);
      }),
    );
  });
});

describe('whether better is more than chance', () => {
  it('is not said of few items, or of items that differ both ways', () => {
    expect(pairedBootstrap([1, 1, 1, 1, 1])?.clear).toBe(false);
    expect(pairedBootstrap([1, -1, 0.5, -0.5, 0.2, -0.3, 0.1, -0.2])?.clear).toBe(false);
    expect(pairedBootstrap([])).toBe(null);
  });

  it('is said of many that differ one way', () => {
    const difference = pairedBootstrap([0.4, 0.5, 0.6, 0, 0.3, 0.5, 0.2, 0.4]);
    expect(difference?.clear).toBe(true);
    expect(difference?.interval[0]).toBeGreaterThan(0);
    expect(difference?.interval[1]).toBeLessThan(0.6);
  });

  it('turns round with the sides, and the interval holds the mean', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 }), (values) => {
        const one = pairedBootstrap(values);
        expect(one?.interval[0]).toBeLessThanOrEqual((one?.mean ?? 0) + 1e-9);
        expect(one?.interval[1]).toBeGreaterThanOrEqual((one?.mean ?? 0) - 1e-9);
        expect(pairedBootstrap(values.map((value) => -value))?.mean).toBeCloseTo(-(one?.mean ?? 0));
      }),
      { numRuns: 50 },
    );
  });

  it('of judgements is what the binomial tables say', () => {
    expect(signTest(0, 0)).toBe(1);
    expect(signTest(5, 5)).toBe(1);
    expect(signTest(6, 0)).toBeCloseTo(0.03125);
    expect(signTest(1, 9)).toBeCloseTo(0.021484, 5);
    expect(signTest(9, 1)).toBe(signTest(1, 9));
  });
});

test('percentiles are values that occur', () => {
  expect(percentile([5, 1, 3], 0.5)).toBe(3);
  expect(percentile([1, 2, 3, 4], 0.95)).toBe(4);
  expect(percentile([], 0.5)).toBe(null);
});
