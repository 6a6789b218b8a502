import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesIn, queryNeedle, textNeedle } from './needle.ts';

function found(text: string, needle: ReturnType<typeof queryNeedle>): string[] {
  return needle ? matchesIn(text, needle).map(({ start, end }) => text.slice(start, end)) : [];
}

describe('the words of a query', () => {
  test('match in their other forms, but not inside longer words', () => {
    expect(found('Budgets and the budget; budgeting, budgerigar', queryNeedle('budget'))).toEqual([
      'Budgets',
      'budget',
      'budgeting',
    ]);
    expect(found('The library, two libraries', queryNeedle('libraries'))).toEqual(['library', 'libraries']);
    expect(found('cat catalogue', queryNeedle('cat'))).toEqual(['cat']);
  });

  test('leave out function words, filters and what is excluded', () => {
    expect(found('where is the harbour of the fleet', queryNeedle('where is the harbour -fleet type:pdf'))).toEqual([
      'harbour',
    ]);
    expect(queryNeedle('type:pdf -fleet')).toBeNull();
  });

  test('match without regard to accents', () => {
    expect(found('Die Straße nach Köln, Koln', queryNeedle('köln'))).toEqual(['Köln', 'Koln']);
  });

  test('a phrase goes over line breaks', () => {
    expect(found('the quick\n  brown fox, quick red', queryNeedle('"quick brown"'))).toEqual(['quick\n  brown']);
  });

  test('what overlaps is marked once', () => {
    expect(found('open water', queryNeedle('water "open water"'))).toEqual(['open water']);
  });
});

describe('the find field', () => {
  test('finds inside words and takes signs as they are', () => {
    expect(found('a.b aXb (a.b)', textNeedle('a.b'))).toEqual(['a.b', 'a.b']);
    expect(textNeedle('   ')).toBeNull();
  });

  test('finds every text in itself, whatever it is made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.string({ unit: 'binary' }), (wanted, before) => {
        const needle = textNeedle(wanted);
        fc.pre(needle !== null && wanted.normalize('NFD').replace(/\p{M}/gu, '').trim() !== '');
        if (!needle) return;
        const text = `${before} ${wanted}`;
        const matches = matchesIn(text, needle);
        expect(matches.length).toBeGreaterThan(0);
        for (const { start, end } of matches) expect(start).toBeLessThan(end);
      }),
    );
  });
});
