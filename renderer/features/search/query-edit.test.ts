import { describe, expect, test } from 'vitest';
import {
  filtersOf,
  kindsOf,
  presetOf,
  toggleKind,
  withoutFilters,
  withoutProblems,
  withoutTerm,
  withPreset,
} from './query-edit.ts';

const now = Date.UTC(2024, 5, 30, 12);

describe('editing a query by its chips', () => {
  test('lists filters only, and takes out the one at its place', () => {
    const query = 'harbour type:pdf "open water" -tag:draft in:"my files"';
    const filters = filtersOf(query);
    expect(filters.map(({ term }) => term.type)).toEqual(['kind', 'tag', 'in']);
    expect(withoutTerm(query, filters[1]?.at ?? -1)).toBe('harbour type:pdf "open water" in:"my files"');
    expect(withoutFilters(query)).toBe('harbour "open water"');
  });

  test('kinds toggle, and add up', () => {
    const both = toggleKind(toggleKind('harbour', 'pdf'), 'image');
    expect(both).toBe('harbour type:pdf type:image');
    expect(kindsOf(both)).toEqual(new Set(['pdf', 'image']));
    expect(toggleKind(both, 'pdf')).toBe('harbour type:image');
    expect(toggleKind('harbour -type:pdf', 'pdf')).toBe('harbour -type:pdf type:pdf');
  });

  test('date presets replace other dates and are recognised', () => {
    expect(presetOf('harbour', now)).toBe('any');
    const year = withPreset('harbour before:2020 after:2019', 'year', now);
    expect(year).toBe('harbour after:2023-07-01');
    expect(presetOf(year, now)).toBe('year');
    expect(presetOf('harbour before:2020', now)).toBeNull();
    expect(withPreset(year, 'any', now)).toBe('harbour');
  });

  test('what cannot be understood is left out', () => {
    expect(withoutProblems('harbour type:nonsense after:yesterday')).toBe('harbour');
  });
});
