import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OutlinedTerm, readOutline, readTable, writeOutline, writeTable } from './vocabulary-outline.ts';

const outline = `Places
\tHarbour
\t\t{port}
\t\tPier
\tHill
[Things]
    Lamp
      {light}
`;

const terms: OutlinedTerm[] = [
  { name: 'Places', parent: null, synonyms: [] },
  { name: 'Harbour', parent: 'Places', synonyms: ['port'] },
  { name: 'Pier', parent: 'Harbour', synonyms: [] },
  { name: 'Hill', parent: 'Places', synonyms: [] },
  { name: 'Things', parent: null, synonyms: [] },
  { name: 'Lamp', parent: 'Things', synonyms: ['light'] },
];

describe('keywords as Lightroom writes them', () => {
  it('are read with their levels and synonyms, and say what is no keyword', () => {
    expect(readOutline(`\uFEFF${outline}`)).toEqual({ terms, problems: [] });
    expect(readOutline(`{alone}\r\n${'x'.repeat(101)}\r\nGood`)).toEqual({
      terms: [{ name: 'Good', parent: null, synonyms: [] }],
      problems: ['Line 1: “alone” is a synonym of nothing.', 'Line 2 is no word for a tag.'],
    });
  });
});

describe('a table of keywords', () => {
  it('is read with and without its heads, wider terms first, and a circle is cut', () => {
    const table = 'term,parent,synonyms\nPier,Harbour,\nHarbour,Places,"port; haven"\nPlaces,,\n';
    const read = [
      { name: 'Places', parent: null, synonyms: [] },
      { name: 'Harbour', parent: 'Places', synonyms: ['port', 'haven'] },
      { name: 'Pier', parent: 'Harbour', synonyms: [] },
    ];
    expect(readTable(table)).toEqual({ terms: read, problems: [] });
    expect(readTable('Lamp\n,x\n').problems).toEqual(['Row 2 has no word for a tag.']);
    expect(readTable('a,b\nb,a\n').terms).toEqual([
      { name: 'b', parent: null, synonyms: [] },
      { name: 'a', parent: 'b', synonyms: [] },
    ]);
  });

  it('does not open as a formula in a spreadsheet, and comes back as it was', () => {
    const odd = [{ name: '=1+1', parent: null, synonyms: ['a'] }];
    expect(writeTable(odd)).not.toMatch(/^=|,=/m);
    expect(readTable(writeTable(odd)).terms).toEqual(odd);
  });
});

/** Trees of terms with different names, wider ones first. */
const anyTerms = fc
  .uniqueArray(
    fc.stringMatching(/^[A-Za-z0-9 äß'",;+=-]{1,12}$/).map((name) => `n${name.trim()}`),
    { maxLength: 12, selector: (name) => name.toLowerCase() },
  )
  .chain((names) =>
    fc.tuple(...names.map((_, index) => fc.nat({ max: index }))).map((picks) =>
      names.map((name, index): OutlinedTerm => {
        const pick = picks[index] ?? 0;
        return {
          name,
          parent: pick === index ? null : (names[pick] ?? null),
          synonyms: pick % 2 ? [`${name} too`] : [],
        };
      }),
    ),
  );
const sorted = (some: readonly OutlinedTerm[]) => some.toSorted((one, other) => (one.name < other.name ? -1 : 1));

it('both forms keep any tree of terms', () => {
  fc.assert(
    fc.property(anyTerms, (some) => {
      expect(sorted(readOutline(writeOutline(some)).terms)).toEqual(sorted(some));
      const simple = some.map((term) => ({ ...term, synonyms: term.synonyms.filter((word) => !word.includes(';')) }));
      expect(sorted(readTable(writeTable(simple)).terms)).toEqual(sorted(simple));
    }),
    { numRuns: 200 },
  );
});

it('any text is read without an error', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void [readOutline(text), readTable(text)]));
});
