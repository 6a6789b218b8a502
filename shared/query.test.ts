import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatQuery, parseQuery, startOfPeriod } from './query.ts';

describe('parseQuery', () => {
  it('reads words, phrases, exclusions and filters', () => {
    expect(
      parseQuery(
        'harbour "north pier" -fog -"old lamp" type:pdf -tag:draft path:"my notes" in:letters before:2024 after:2020-05',
      ),
    ).toEqual({
      terms: [
        { type: 'word', text: 'harbour', negated: false },
        { type: 'phrase', text: 'north pier', negated: false },
        { type: 'word', text: 'fog', negated: true },
        { type: 'phrase', text: 'old lamp', negated: true },
        { type: 'kind', kind: 'pdf', negated: false },
        { type: 'tag', tag: 'draft', negated: true },
        { type: 'path', text: 'my notes', negated: false },
        { type: 'in', folder: 'letters', negated: false },
        { type: 'before', date: '2024' },
        { type: 'after', date: '2020-05' },
      ],
      problems: [],
    });
  });

  it('keeps colons that are not filters in words', () => {
    expect(
      parseQuery('at 10:30 see https://x.invalid/a well-known').terms.map((term) => term.type === 'word' && term.text),
    ).toEqual(['at', '10:30', 'see', 'https://x.invalid/a', 'well-known']);
  });

  it('takes an unclosed quote to the end and drops bare punctuation', () => {
    expect(parseQuery('what ? "north pier').terms).toEqual([
      { type: 'word', text: 'what', negated: false },
      { type: 'phrase', text: 'north pier', negated: false },
    ]);
  });

  it('turns a negated date round', () => {
    expect(parseQuery('-before:2024').terms).toEqual([{ type: 'after', date: '2024' }]);
  });

  it('reads what is asked of pictures', () => {
    expect(parseQuery('rating:4 -rating:2+ camera:"EOS R5" has:GPS -has:faces')).toEqual({
      terms: [
        { type: 'rating', stars: 4, orMore: false, negated: false },
        { type: 'rating', stars: 2, orMore: true, negated: true },
        { type: 'camera', text: 'EOS R5', negated: false },
        { type: 'has', what: 'gps', negated: false },
        { type: 'has', what: 'faces', negated: true },
      ],
      problems: [],
    });
    expect(parseQuery('rating:9 has:wings').problems).toHaveLength(2);
  });

  it('says what it could not read', () => {
    const { terms, problems } = parseQuery('fog type:banana before:yesterday tag: type:constructor');
    expect(terms).toEqual([{ type: 'word', text: 'fog', negated: false }]);
    expect(problems).toHaveLength(4);
  });

  it('never throws, and what it formats parses back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const { terms } = parseQuery(text);
        expect(parseQuery(formatQuery(terms)).terms).toEqual(terms);
      }),
    );
    const piece = fc.constantFrom(
      'fog',
      '"a b"',
      '-',
      'type:pdf',
      'tag:"x y"',
      'in:',
      'path:a"b',
      'before:2024-02-30',
      'after:1999',
      'rating:3+',
      'camera:"x y"',
      'has:gps',
      ':',
      '"',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const { terms } = parseQuery(pieces.join(' '));
        expect(parseQuery(formatQuery(terms)).terms).toEqual(terms);
      }),
    );
  });
});

describe('startOfPeriod', () => {
  it('reads years, months and days, and refuses days that do not exist', () => {
    expect(startOfPeriod('2024')).toBe(Date.UTC(2024, 0, 1));
    expect(startOfPeriod('2024-05')).toBe(Date.UTC(2024, 4, 1));
    expect(startOfPeriod('2024-02-29')).toBe(Date.UTC(2024, 1, 29));
    expect(startOfPeriod('2023-02-29')).toBeUndefined();
    expect(startOfPeriod('2024-13')).toBeUndefined();
  });
});
