import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../e2e/temporary-folder.ts';
import { extracted, passagesText, read } from '../extraction-for-tests.ts';
import { identify } from '../identify/identify.ts';
import { openImage } from '../image/open-image.ts';
import { documentIn, pagesIn } from './djvu-pages.ts';
import { djvuLibre } from './djvulibre.ts';

describe('what DjVuLibre prints', () => {
  it('becomes lines with their places, counted from above', () => {
    const printed = String.raw`(page 0 0 200 100 (para 20 60 120 90
      (line 20 80 120 90 "\303\234ber \"uns\"") (line 20 60 100 70 "zwei") ) )
      failed () (page 0 0 10 10 "alles\nzusammen" )`;
    expect(pagesIn(printed.replace(String.raw`\303\234`, 'Ü'))).toEqual([
      [
        { text: 'Über "uns"', box: { x: 0.1, y: expect.closeTo(0.1), width: 0.5, height: 0.1 } },
        { text: 'zwei', box: { x: 0.1, y: expect.closeTo(0.3), width: 0.4, height: 0.1 } },
      ],
      null,
      [],
      [
        { text: 'alles', box: { x: 0, y: 0, width: 1, height: 1 } },
        { text: 'zusammen', box: { x: 0, y: 0, width: 1, height: 1 } },
      ],
    ]);
  });

  it('becomes the facts and the outline of a document', () => {
    const told = `2\nwidth=320 height=240\nwidth=9 height=8 rotation=1\nyear\t"1901"\nTitle\t"Ein \\"Buch\\""\n(bookmarks\n ("Kapitel 1"\n  "#1" )\n ("Kapitel 2"\n  "#2"\n  ("Unter"\n   "#2" ) ("Fern" "http://x" ) ) )\n`;
    expect(documentIn(told)).toEqual({
      pages: 2,
      width: 320,
      height: 240,
      metadata: new Map([
        ['year', '1901'],
        ['title', 'Ein "Buch"'],
      ]),
      outline: [
        { title: 'Kapitel 1', page: 1 },
        { title: 'Kapitel 2', page: 2 },
        { title: 'Unter', page: 2 },
      ],
    });
    expect(documentIn('')).toMatchObject({ pages: 0, outline: [] });
  });

  it('is taken whatever it is', () => {
    const parts = fc.constantFrom('(', ')', '(page 0 0 9 9 ', '(line 1 1 2 2 ', '"a\\"', '"', ' ', '7', 'failed', '\\');
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 200 }), (printed) => {
        const places = pagesIn(printed.join('')).flatMap((lines) => (lines ?? []).map(({ box }) => box));
        expect(places.every(({ x, y }) => x >= 0 && x <= 1 && y >= 0 && y <= 1)).toBe(true);
        documentIn(printed.join('\n'));
      }),
    );
  });
});

const tools = await djvuLibre();
const run = (program: string, ...args: readonly string[]) => execFileSync(program, args, { stdio: 'ignore' });

/** A book of two pages, the first of which has its text; answers where it lies. */
function madeBook(): string {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder, name);
  writeFileSync(at('a.pgm'), Buffer.concat([Buffer.from('P5 320 240 255\n'), Buffer.alloc(320 * 240, 90)]));
  writeFileSync(at('b.pbm'), Buffer.concat([Buffer.from('P4 320 240\n'), Buffer.alloc(40 * 240, 0x0f)]));
  run('c44', at('a.pgm'), at('a.djvu'));
  run('cjb2', at('b.pbm'), at('b.djvu'));
  run('djvm', '-c', at('m.djvu'), at('a.djvu'), at('b.djvu'));
  writeFileSync(
    at('text'),
    '(page 0 0 320 240 (line 10 200 200 220 (word 10 200 60 220 "Zwölf") (word 70 200 200 220 "Kähne")) (line 10 178 200 198 "im Hafen"))',
  );
  writeFileSync(at('outline'), '(bookmarks ("Der Hafen" "#1"))');
  writeFileSync(at('meta'), 'title "Am Meer"\nauthor "A. Autor"\nyear "1901"\n');
  const commands = `set-outline ${at('outline')}; set-meta ${at('meta')}; select 1; set-txt ${at('text')}; save`;
  run('djvused', at('m.djvu'), '-e', commands);
  return at('m.djvu');
}

describe.skipIf(!tools)('a DjVu document', () => {
  it('has the text of its pages with their places; pages without are for OCR', async () => {
    const path = madeBook();
    const bytes = readFileSync(path);
    const found = await extracted('a.bin', bytes);
    expect(found).toMatchObject({
      engine: 'djvulibre',
      title: 'Am Meer',
      pages: 2,
      width: 320,
      height: 240,
      facts: { title: 'Am Meer', creator: 'A. Autor' },
      metadata: [{ label: 'Year', value: '1901' }],
      pagesForOcr: [2],
      notes: [],
    });
    expect(passagesText(found)).toBe('Zwölf Kähne im Hafen');
    expect(found.passages[0]?.anchor).toMatchObject({ type: 'page', page: 1, section: 'Der Hafen' });
    const second = await openImage(path, await identify({ path }), { page: 2 });
    expect(await second.metadata()).toMatchObject({ width: 320, height: 240, channels: 1 });
    expect(await extracted('a.djvu', bytes.subarray(0, bytes.length - 20))).toMatchObject({
      passages: found.passages,
      notes: [expect.stringContaining('cut short'), 'Damaged and not read: page 2.'],
    });
    // A page alone, the picture of which is broken.
    const single = readFileSync(join(dirname(path), 'b.djvu')).fill(0xff, 40);
    expect((await read('b.djvu', single)).found).toMatchObject({ refused: 'failed' });
    const { found: cut } = await read('a.djvu', bytes.subarray(0, 100));
    expect(cut).toMatchObject({ refused: 'failed', reason: expect.stringContaining('damaged or cut off') });
  });
});
