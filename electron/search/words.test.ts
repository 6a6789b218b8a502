import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeSnippet, wantedWords } from './snippet.ts';
import { meaningfulWords, stemOf, textForIndex, wordFinder, wordsOf } from './words.ts';

const wanted = (...words: string[]) => wantedWords(words);

describe('words', () => {
  it('compares words by their English stem, without case and accents', () => {
    expect(stemOf('Harbours')).toBe(stemOf('harbour'));
    expect(stemOf('Köln')).toBe('koln');
  });

  it('sets the words of scripts without spaces apart', () => {
    expect(textForIndex('東京は日本の首都です').split(' ')).toEqual(expect.arrayContaining(['東京', '首都']));
  });

  it('adds the parts of camel-case names after the text', () => {
    expect(textForIndex('see HarbourPlan now')).toBe('see HarbourPlan now\nHarbour Plan');
    expect(textForIndex('parseHTTPDate, getÖlStand')).toBe('parseHTTPDate, getÖlStand\nparse HTTPDate get Öl Stand');
  });

  it('comes to an end with a word of any length', () => {
    const word = 'x'.repeat(400_000);
    expect(textForIndex(word)).toBe(word);
  });

  it('leaves function words out, unless there are no others', () => {
    expect(meaningfulWords(['where', 'is', 'the', 'lamp'])).toEqual(['lamp']);
    expect(meaningfulWords(['to', 'be'])).toEqual(['to', 'be']);
  });

  it('finds each word where it stands', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        let last = 0;
        for (const { start, end } of wordsOf(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(text.slice(start, end)).toMatch(/^[\p{L}\p{N}\p{M}]+$/u);
          last = end;
        }
      }),
    );
  });

  it('finds the words of the wanted stems, all of them and no others', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'dying',
        'Skies',
        'LAMP',
        'lamps',
        'Öl',
        'œuvre',
        'x東京abc',
        '東京',
        'abc',
        '3rd',
        'e\u0301tude',
      ),
      fc.string({ unit: fc.constantFrom(...'aeinsgyTLé東x1'), minLength: 1, maxLength: 7 }),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 4 }), fc.array(word, { maxLength: 30 }), (query, words) => {
        const stems = new Set(query.flatMap((text) => wordsOf(text).map(({ stem }) => stem)));
        for (const text of [words.join(' '), words.join('–')])
          expect(wordFinder(stems)(text)).toEqual(wordsOf(text).filter(({ stem }) => stems.has(stem)));
      }),
    );
  });
});

describe('makeSnippet', () => {
  it('marks the wanted words in any form and says which it found', () => {
    const snippet = makeSnippet('The harbours were dredged.', wanted('harbour', 'lamp'));
    expect(snippet).toEqual({
      parts: [
        { text: 'The ', match: false },
        { text: 'harbours', match: true },
        { text: ' were dredged.', match: false },
      ],
      matched: ['harbour'],
    });
  });

  it('shows the stretch of a long text that has most of the words', () => {
    const text = `harbour ${'nothing here. '.repeat(100)}the lamp of the harbour ${'nothing there. '.repeat(100)}`;
    const { parts, matched } = makeSnippet(text, wanted('harbour', 'lamp'));
    expect(matched.toSorted()).toEqual(['harbour', 'lamp']);
    expect(parts.map(({ text: part }) => part).join('')).toContain('the lamp of the harbour');
    expect(parts[0]).toEqual({ text: '… ', match: false });
  });

  it('never loses or invents a letter inside its window', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('lamp', 'harbour', 'fog', 'a', '\n', '. '), { maxLength: 300 }), (words) => {
        const text = words.join(' ');
        const shown = makeSnippet(text, wanted('lamp'))
          .parts.map(({ text: part }) => part)
          .join('')
          .replace(/^… | …$/g, '');
        expect(text.replace(/\s+/g, ' ')).toContain(shown.trim());
      }),
    );
  });
});
