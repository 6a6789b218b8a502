import fc from 'fast-check';
import type { Root } from 'hast';
import { describe, expect, test } from 'vitest';
import { citationMarks, splitMarks } from './citation-marks.ts';

const known = new Set([1, 2, 3, 12]);

describe('citation marks in a text', () => {
  test('are told from the text around them', () => {
    expect(splitMarks('It rained [2]. Then [1, 12] snow.', known)).toEqual([
      { type: 'text', text: 'It rained ' },
      { type: 'marks', numbers: [2], text: '[2]' },
      { type: 'text', text: '. Then ' },
      { type: 'marks', numbers: [1, 12], text: '[1, 12]' },
      { type: 'text', text: ' snow.' },
    ]);
  });

  test('may be ranges, and leave out unknown sources', () => {
    expect(splitMarks('[1–3][2-99]', known)).toEqual([
      { type: 'marks', numbers: [1, 2, 3], text: '[1–3]' },
      { type: 'marks', numbers: [2, 3, 12], text: '[2-99]' },
    ]);
  });

  test('of unknown sources are text', () => {
    expect(splitMarks('year [1999] and [x] and [7]', known)).toEqual([
      { type: 'text', text: 'year [1999] and [x] and [7]' },
    ]);
  });

  test('never lose a character', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('[1]', '[2,3]', '[9]', '[1-3]', '['))), (parts) => {
        const text = parts.join('');
        expect(
          splitMarks(text, known)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});

test('marks become elements that stay with the word before them, everywhere but in code', () => {
  const text = (value: string) => ({ type: 'text' as const, value });
  const element = (tagName: string, ...children: Root['children']) =>
    ({ type: 'element', tagName, properties: {}, children }) as Root['children'][number];
  const tree: Root = { type: 'root', children: [element('p', text('so [1]'), element('code', text('a[1]')))] };
  citationMarks(known)()(tree);
  expect(tree.children).toMatchObject([
    {
      tagName: 'p',
      children: [
        { value: 'so\u00a0' },
        { tagName: 'cite', properties: { dataN: '1' } },
        { tagName: 'code', children: [{ value: 'a[1]' }] },
      ],
    },
  ]);
});
