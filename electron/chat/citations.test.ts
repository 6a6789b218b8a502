import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stemOf } from '../search/words.ts';
import { markedSources, quoteFrom } from './citations.ts';

describe('markedSources', () => {
  it('reads single marks, lists and ranges, and leaves out what was not offered', () => {
    expect(markedSources('It was so [2]. And [1, 3] or [4–5], see [9] and [0] and [x].', 5)).toEqual([2, 1, 3, 4, 5]);
  });

  it('never marks what was not offered', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(20), (answer, count) => {
        for (const n of markedSources(`${answer}[1][3-99999]`, count)) expect(n >= 1 && n <= count).toBe(true);
      }),
    );
  });
});

describe('quoteFrom', () => {
  const text = 'The keeper lived alone. The harbour was dredged in 1931. Nobody knew why. '.repeat(5);

  it('takes the sentences that bear most on the question, as they stand', () => {
    const quote = quoteFrom(text, new Set([stemOf('harbours'), stemOf('dredged')]));
    expect(quote.startsWith('The harbour was dredged in 1931.')).toBe(true);
    expect(quote.length).toBeLessThanOrEqual(320);
    expect(text).toContain(quote);
  });

  it('cuts a sentence without end at a word', () => {
    const quote = quoteFrom('lamp '.repeat(500), new Set());
    expect(quote.endsWith('lamp …')).toBe(true);
    expect(quote.length).toBeLessThanOrEqual(322);
  });
});
