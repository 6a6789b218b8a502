import { describe, expect, it } from 'vitest';
import { packageOf } from '../../../../build/sample-library/office/package.ts';
import type { Extraction } from '../../../workers/media-protocol.ts';
import { extracted, read, refusal } from '../extraction-for-tests.ts';
import { bookPage, epub, navigation, ncx } from './books-for-tests.ts';

const places = ({ passages }: Extraction) =>
  passages.map(({ text, anchor }) => [anchor.type === 'lines' ? anchor.section : anchor.type, text]);

const metadata = `<dc:title>The keeper’s
  book</dc:title><dc:creator>Ines Harrow</dc:creator><dc:creator>Jürgen Müller</dc:creator><dc:language>de-CH</dc:language>
<dc:publisher>Board of harbours</dc:publisher><dc:date>1998-03-03</dc:date><dc:subject>Lamps</dc:subject>
<dc:description>&lt;p&gt;Of lamps &amp;amp; tides&lt;/p&gt;</dc:description>`;

describe('an EPUB', () => {
  it('has chapters as its contents name them, wherever in its parts they begin', async () => {
    const found = await extracted(
      'a.epub',
      epub(
        {
          'nav.xhtml': navigation(
            ['The lamp', 'one.xhtml'],
            ['The tide', 'one.xhtml#tide'],
            ['The <b>wreck</b>', 'the%20end.xhtml#w'],
          ),
          'one.xhtml': bookPage(
            '<h1>The lamp</h1><p>It is lit.</p><div class="c" id="tide"><h1>The tide</h1><p>It turns.</p></div>',
          ),
          'more.xhtml': bookPage('<p>It turns again.</p>'),
          'the end.xhtml': bookPage("<p>Still the tide.</p><section id='w'><p>It lies deep.</p></section>"),
        },
        { metadata },
      ),
    );
    expect(found).toMatchObject({
      title: 'The keeper’s book',
      date: Date.UTC(1998, 2, 3),
      metadata: [
        { label: 'Author', value: 'Ines Harrow, Jürgen Müller' },
        { label: 'Language', value: 'Swiss High German (de-CH)' },
        { label: 'Publisher', value: 'Board of harbours' },
        { label: 'Subject', value: 'Lamps' },
        { label: 'Description', value: 'Of lamps & tides' },
        { label: 'Chapters', value: '3' },
      ],
      notes: [],
    });
    expect(places(found)).toEqual([
      ['The lamp', 'The lamp\nIt is lit.'],
      ['The tide', 'The tide\nIt turns.\nIt turns again.\nStill the tide.'],
      ['The wreck', 'It lies deep.'],
    ]);
    if (found.content.type !== 'text') expect.fail();
    const anchor = found.passages[2]?.anchor;
    expect(anchor?.type === 'lines' && found.content.text.split('\n')[anchor.start - 1]).toBe('It lies deep.');
  });

  it('of EPUB 2 has its contents in an NCX; without any, its parts are chapters by their headings', async () => {
    const pages = { 'a.xhtml': bookPage('<h2>One</h2><p>Lit.</p>'), 'b.xhtml': bookPage('<p>Dark.</p>') };
    expect(
      places(await extracted('a.epub', epub({ ...pages, 'toc.ncx': ncx(['Lamp', 'a.xhtml'], ['Night', 'b.xhtml']) }))),
    ).toEqual([
      ['Lamp', 'One\nLit.'],
      ['Night', 'Dark.'],
    ]);
    expect(places(await extracted('a.epub', epub(pages)))).toEqual([
      ['One', 'One\nLit.'],
      ['The book', 'Dark.'],
    ]);
  });

  it('is told by its parts where it was packed without its declaration', async () => {
    const { identity } = await read('a.zip', packageOf({ 'META-INF/container.xml': '<a/>', 'x.opf': '<package/>' }));
    expect(identity).toMatchObject({ mime: 'application/epub+zip', kind: 'document' });
  });

  it('that is protected against copying says so, and is read where its fonts alone are', async () => {
    const encryption = (method: string, path: string) =>
      `<encryption><EncryptedData><EncryptionMethod Algorithm="${method}"/><CipherData><CipherReference URI="${path}"/></CipherData></EncryptedData></encryption>`;
    const book = (xml: string) =>
      epub({ 'a.xhtml': bookPage('<p>Lit.</p>') }, { more: { 'META-INF/encryption.xml': xml } });
    const drm = book(encryption('http://www.w3.org/2001/04/xmlenc#aes128-cbc', 'OEBPS/a.xhtml'));
    expect(await refusal('a.epub', drm)).toMatchObject({ refused: 'failed', reason: expect.stringContaining('(DRM)') });
    const fonts = book(encryption('http://www.idpf.org/2008/embedding', 'OEBPS/f.otf'));
    expect(places(await extracted('a.epub', fonts))).toEqual([['The book', 'Lit.']]);
  });

  it('says what is missing in it', async () => {
    const whole = { 'a.xhtml': bookPage('<p>Lit.</p>'), 'b.xhtml': bookPage('<p>Dark.</p>') };
    const book = epub(whole);
    const renamed = Buffer.from(
      Buffer.from(book).toString('latin1').replaceAll('OEBPS/b.xhtml', 'OEBPS/x.xhtml'),
      'latin1',
    );
    expect((await extracted('a.epub', renamed)).notes).toEqual(['1 of 2 parts of the book are missing in the file.']);
    const cut = await extracted('a.epub', book.subarray(0, book.length - 300));
    expect(cut.notes).toContain('The file is damaged or cut short. What is left of it is shown and searched.');
    expect(await refusal('a.epub', book.subarray(0, Buffer.from(book).indexOf('OEBPS/a.xhtml')))).toEqual({
      refused: 'failed',
      reason: 'The book is damaged and cannot be opened. Get another copy of it.',
    });
  });

  it('that unpacks to more than can be read says so', async () => {
    const more = { 'OEBPS/a.xhtml': new Uint8Array(257 * 1024 * 1024) };
    expect(await refusal('a.epub', epub({ 'a.xhtml': '' }, { more }))).toEqual({
      refused: 'failed',
      reason: 'The book unpacks to more than can be read safely.',
    });
  });

  it('leads nowhere outside itself', async () => {
    const found = await extracted(
      'a.epub',
      epub({
        'a.xhtml': bookPage('<p>Lit.</p>'),
        'toc.ncx': ncx(['Up', '../../../etc/passwd'], ['Lamp', './x/../a.xhtml#none']),
      }),
    );
    expect(places(found)).toEqual([['Lamp', 'Lit.']]);
  });
});
