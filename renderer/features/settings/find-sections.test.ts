import { describe, expect, it } from 'vitest';
import { findSections } from './find-sections.ts';
import { sectionIds, useSettingsText } from './text.ts';

const find = (query: string) => findSections(query, useSettingsText().section);

describe('findSections', () => {
  it('shows all sections while nothing is asked', () => {
    expect(find('  ')).toEqual(sectionIds);
  });

  it.each([
    ['dark', ['appearance']],
    ['OCR language', ['reading']],
    ['telemetry', ['about']],
    ['gguf', ['models']],
    ['nonsense', []],
  ])('finds %j', (query, found) => expect(find(query)).toEqual(found));
});
