import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Anchor } from '../../shared/anchors.ts';
import { type Block, chunkBlocks, cleanText, paragraphBlocks } from './chunker.ts';

const page = (number: number): Anchor => ({
  type: 'page',
  page: number,
  boxes: [{ x: 0, y: number / 10, width: 1, height: 0.1 }],
});
const sentence = (length: number) => `The ${'word '.repeat(length / 5)}end.`;
const wordsIn = (texts: readonly string[]) => texts.join(' ').split(/\s+/).filter(Boolean);

it('text has its letters, and not the forms in which they are drawn', () => {
  expect(cleanText('an eﬃcient ﬁsh \uFEE3\uFEB4')).toBe('an efficient fish \u0645\u0633');
});

describe('chunkBlocks', () => {
  it('joins short paragraphs of a page, with all their boxes', () => {
    const passages = chunkBlocks([
      { text: 'One.', anchor: page(1) },
      { text: 'Two.', anchor: page(1) },
    ]);
    expect(passages).toEqual([
      { text: 'One.\nTwo.', anchor: { type: 'page', page: 1, boxes: [...boxes(1), ...boxes(1)] } },
    ]);
  });

  it('never crosses a page or a sheet', () => {
    const rows = (sheet: string): Block => ({
      text: 'a | b',
      anchor: { type: 'cells', sheet, startRow: 1, endRow: 1, columns: 2 },
    });
    expect(
      chunkBlocks([
        { text: 'One.', anchor: page(1) },
        { text: 'Two.', anchor: page(2) },
      ]),
    ).toHaveLength(2);
    expect(chunkBlocks([rows('A'), rows('B')])).toHaveLength(2);
  });

  it('keeps a heading with what follows it', () => {
    const lines = (start: number): Anchor => ({ type: 'lines', start, end: start });
    const passages = chunkBlocks([
      { text: sentence(1100), anchor: lines(1) },
      { text: 'The harbour', anchor: lines(3) },
      { text: sentence(600), anchor: lines(5) },
    ]);
    expect(passages.map(({ text }) => text.startsWith('The harbour\n'))).toEqual([false, true]);
    expect(passages[1]?.anchor).toEqual({ type: 'lines', start: 3, end: 5 });
  });

  it('of what is said in a recording joins the times, too', () => {
    const said = (line: number): Block => ({
      text: `Word ${line}.`,
      anchor: { type: 'lines', start: line, end: line, time: { start: line * 1000, end: line * 1000 + 900 } },
    });
    expect(chunkBlocks([said(1), said(2)])).toEqual([
      { text: 'Word 1.\nWord 2.', anchor: { type: 'lines', start: 1, end: 2, time: { start: 1000, end: 2900 } } },
    ]);
    const long = chunkBlocks(Array.from({ length: 300 }, (_, index) => said(index + 1)));
    expect(long).toHaveLength(4);
    expect(long[1]?.anchor).toMatchObject({ start: 91, time: { start: 91_000, end: 180_900 } });
  });

  it('cuts an overlong paragraph at ends of sentences', () => {
    const passages = chunkBlocks([{ text: Array(6).fill(sentence(500)).join(' '), anchor: page(1) }]);
    expect(passages.length).toBeGreaterThan(2);
    for (const { text } of passages) expect(text.endsWith('.')).toBe(true);
  });

  it('loses no word, keeps their order, and keeps to the limit', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 50 }),
      fc.array(fc.lorem({ maxCount: 60 }), { maxLength: 40 }).map((parts) => parts.join(' ')),
    );
    const anchors = fc.oneof(
      fc.nat(3).map((number) => page(number + 1)),
      fc
        .tuple(fc.nat(50), fc.nat(9))
        .map(([start, more]): Anchor => ({ type: 'lines', start: start + 1, end: start + 1 + more })),
    );
    fc.assert(
      fc.property(fc.array(fc.record({ text, anchor: anchors }), { maxLength: 12 }), (blocks) => {
        const passages = chunkBlocks(blocks);
        expect(wordsIn(passages.map((passage) => passage.text))).toEqual(wordsIn(blocks.map((block) => block.text)));
        for (const passage of passages) {
          expect(passage.text.length).toBeLessThanOrEqual(2000);
          if (passage.anchor.type === 'lines') expect(passage.anchor.start).toBeLessThanOrEqual(passage.anchor.end);
        }
      }),
    );
  });

  it('cuts what has no spaces without breaking a character', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6000 }), fc.constantFrom('x', '漢', '𝔘'), (length, character) => {
        const source = character.repeat(length);
        const passages = chunkBlocks([{ text: source, anchor: page(1) }]);
        expect(passages.map(({ text }) => text).join('')).toBe(source);
        for (const { text } of passages) expect(text.isWellFormed()).toBe(true);
      }),
    );
  });
});

function boxes(number: number) {
  const anchor = page(number);
  return anchor.type === 'page' ? anchor.boxes : [];
}

describe('cleanText', () => {
  it('composes, drops what is not seen, and keeps lines', () => {
    expect(cleanText('Ko\u0308ln\u00AD\u0000  am\tRhein \r\n und\u2028so')).toBe('Köln am Rhein\nund\nso');
  });
});

describe('paragraphBlocks', () => {
  it('counts lines from 1', () => {
    expect(paragraphBlocks('a\nb\n\n\nc')).toEqual([
      { text: 'a\nb', anchor: { type: 'lines', start: 1, end: 2 } },
      { text: 'c', anchor: { type: 'lines', start: 5, end: 5 } },
    ]);
  });
});
