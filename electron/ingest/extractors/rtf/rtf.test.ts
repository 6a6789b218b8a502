import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extracted, passagesText } from '../extraction-for-tests.ts';
import { plainMarkdown } from '../text/markdown.ts';
import { readRtf } from './rtf-document.ts';

const wordsOf = async (rtf: string) => passagesText(await extracted('a.rtf', rtf)).split('\n');
const markdownOf = (rtf: string) => readRtf(Buffer.from(rtf, 'latin1'), 1e6).text;

describe('RTF', () => {
  it('has what it says of itself', async () => {
    const found = await extracted(
      'a.rtf',
      String.raw`{\rtf1\ansi{\info{\title Die Br\'fccke}{\author Ines \u321?ukasz}{\*\company Board}{\creatim\yr1998\mo3\dy3\hr10\min5}{\revtim\yr2001}}Open.}`,
    );
    expect(found).toMatchObject({
      title: 'Die Brücke',
      date: Date.UTC(1998, 2, 3, 10, 5),
      metadata: [
        { label: 'Author', value: 'Ines Łukasz' },
        { label: 'Company', value: 'Board' },
      ],
      passages: [{ text: 'Open.', anchor: { type: 'lines', start: 1, end: 1 } }],
    });
  });

  it('has headings, tables, notes, links and what stands at the top of its pages', () => {
    const rtf = String.raw`{\rtf1{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}}
{\header Board of harbours\par}{\footer {\field{\*\fldinst PAGE}{\fldrslt 1}}\par}
\pard\s1 Harbour dues\par\pard\plain They {\b rose}{\footnote By order.} in 1931.\par
\pard\outlinelevel1 Costs\par
\trowd\cellx1\pard\intbl Year\cell Dues\par in pounds\cell\row\trowd\cellx1 1931\cell 42\cell\row\pard
{\field{\*\fldinst HYPERLINK "http://example.invalid"}{\fldrslt the list}}\par}`;
    expect(markdownOf(rtf)).toBe(
      [
        '# Harbour dues',
        'They rose in 1931.',
        '## Costs',
        '| Year | Dues in pounds |\n| --- | --- |\n| 1931 | 42 |',
        'the list',
        'By order.',
        'Board of harbours',
      ].join('\n\n'),
    );
  });

  it('has what is hidden, as whoever searches may know of it, and nothing of what is deleted, drawn or meant for its program', async () => {
    const rtf = String.raw`{\rtf1{\fonttbl{\f0 Times;}}{\colortbl;\red0;}Seen{\v , hidden}{\deleted unseen}{\*\secret unseen}{\pict 89504e47}{\object{\*\objdata 0105}{\result  and shown}}{\bin5 }}}} {\shp{\*\shpinst{\sp{\sn unseen}{\sv unseen}}{\shptxt  in a box}}{\shprslt unseen}}\par}`;
    expect(await wordsOf(rtf)).toEqual(['Seen, hidden and shown in a box']);
  });

  it('is read in the character sets of its fonts and in Unicode', async () => {
    const rtf = String.raw`{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset204 Arial;}{\f2\fcharset128 Mincho;}}Br\'fccke\par
{\f1 \'cf\'f0\'e8\'e2\'e5\'f2}\par{\f2 \'93\'fa\'96{\'7b}}\par\u20320?\u22909\'3f {\uc0\u8364}{\uc2\u-10179\'3f\'3f\u-8704 ??}\par{\upr{ansi}{\*\ud{\u321}}}\u-3913?}`;
    expect(await wordsOf(rtf.replace(String.raw`{\'7b}`, String.raw`\'7b`))).toEqual([
      'Brücke',
      'Привет',
      '日本',
      '你好 €😀',
      'Ł•',
    ]);
    expect(await wordsOf(String.raw`{\rtf1\mac Br\'9fcke}`)).toEqual(['Brücke']);
    expect(await wordsOf(String.raw`{\rtf1\ansicpg1251 \'cf\'f0\'e8\'e2\'e5\'f2}`)).toEqual(['Привет']);
    expect(await wordsOf(String.raw`{\rtf1\ansi\ansicpg437 Gr\'94\'e1e}`)).toEqual(['Größe']);
    expect(await wordsOf(String.raw`{\rtf1\pca \'9dre}`)).toEqual(['Øre']);
    expect(await wordsOf(String.raw`{\rtf1\ansicpg852 \'9d\'a2d\'ab}`)).toEqual(['Łódź']);
  });

  it('shows signs as they are', async () => {
    const line = String.raw`1. a *b* _c_ [d](e) # f | g <h> & &amp; C:\i`;
    const rtf = `{\\rtf1 ${line.replaceAll('\\', '\\\\')}\\line - j\\~k\\_l\\-m\\par}`;
    expect(await wordsOf(rtf)).toEqual([line, '- j k-lm']);
  });

  it('that is cut off is read up to there', async () => {
    expect(await wordsOf(String.raw`{\rtf1{\header Top\par}{\b The lamp is lit.\par And th`)).toEqual([
      'The lamp is lit.',
      'And th',
      'Top',
    ]);
  });

  it('is read to its limit where it is longer', () => {
    const { text, cut } = readRtf(Buffer.from(`{\\rtf1 ${'lamp \\par '.repeat(1000)}}`), 100);
    expect(cut).toBe(true);
    expect(text.length).toBeLessThan(300);
  });

  it('of groups in groups without end comes to one', () => {
    expect(markdownOf(`{\\rtf1 ${'{'.repeat(100_000)}deep${'}'.repeat(100_000)} after`)).toBe('deep after');
  });

  it('gives back any words, whatever signs are in them', () => {
    const word = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 }).filter((text) => /\S/.test(text));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 10 }), (words) => {
        const escaped = words.map((text) => text.replace(/[\\{}]/g, '\\$&').replace(/[\r\n]/g, ''));
        const given = words.join(' ').replace(/\s+/g, ' ').trim();
        expect(
          plainMarkdown(markdownOf(`{\\rtf1 ${escaped.join(' ')}}`))
            .replace(/\s+/g, ' ')
            .trim(),
        ).toBe(given);
      }),
    );
  });
});
