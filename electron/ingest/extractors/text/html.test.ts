import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extracted, passagesText } from '../extraction-for-tests.ts';
import { encode } from './encode-for-tests.ts';
import { htmlToText } from './html-to-text.ts';

describe('a web page', () => {
  it('is what a reader sees of it', async () => {
    const found = await extracted(
      'a.html',
      `<!doctype html><html><head><title>The pier &amp; the harbour</title><style>p { color: hidden }</style>
       <script>hidden()</script></head><body><h1>Pier</h1><p>Caf&eacute; &#8212; open <b>daily</b>,<br>all year.</p>
       <noscript>Without scripts</noscript><!-- hidden --><img alt="The lantern" src="hidden.png">
       <a href="hidden">to the boats</a><ul><li>one<li>two</ul></body></html>text after the end`,
    );
    expect(found.title).toBe('The pier & the harbour');
    const text = passagesText(found);
    for (const seen of [
      'Pier',
      'Café — open daily,',
      'all year.',
      'The lantern',
      'to the boats',
      'one',
      'after the end',
    ])
      expect(text).toContain(seen);
    expect(text).not.toContain('hidden');
    expect(found.passages[0]?.anchor).toMatchObject({ type: 'lines', start: 1 });
  });

  it('has a row of a table on a line, and the parts of a layout apart', () => {
    const data = '<table><tr><th>Year<th>Dues<tr><td>1931<td>42</table>';
    expect(htmlToText(data)).toBe('Year | Dues\n1931 | 42');
    const layout = '<table><tr><td><p>The menu</p><td><h2>Story</h2><p>It began.</p></table>';
    expect(htmlToText(layout).split(/\n+/)).toEqual(['The menu', 'Story', 'It began.']);
  });

  it('says what it is about, and has what XHTML keeps out of the reach of markup', async () => {
    const about =
      '<meta name="Keywords" content="oak &amp; larch"><meta content=Ines name=author><meta charset="utf-8">';
    const found = await extracted(
      'a.xhtml',
      `<?xml version="1.0"?><html><head>${about}</head><body><details><summary>Dues</summary><![CDATA[1 < 2]]></details></body></html>`,
    );
    expect(found.metadata).toEqual([
      { label: 'Author', value: 'Ines' },
      { label: 'Keywords', value: 'oak & larch' },
    ]);
    expect(passagesText(found).split('\n')).toEqual(['Dues', '1 < 2']);
  });

  it('is read in the encoding that it declares', async () => {
    const bytes = encode('<html><head><meta charset="windows-1251"></head><body>Порт</body></html>', 'windows-1251');
    expect(passagesText(await extracted('a.htm', bytes))).toBe('Порт');
  });

  it('is told by its name where it begins like none', async () => {
    expect(passagesText(await extracted('a.html', 'Just <i>a</i> fragment'))).toBe('Just a fragment');
    expect(passagesText(await extracted('a.txt', 'Just <i>a</i> fragment'))).toBe('Just <i>a</i> fragment');
  });

  it('keeps its text however deep it is nested', () => {
    const deep = `${'<div><font>'.repeat(10_000)}needle &amp; thread${'</font></div>'.repeat(10_000)}<p>after`;
    expect(htmlToText(deep)).toMatch(/needle & thread\s+after/);
  });

  it('of any shape is read', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<p>',
        '</p>',
        '<table>',
        '<tr>',
        '<td>',
        '</table>',
        '<!--',
        '-->',
        '<script>',
        '&amp;',
        '<',
        '">',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        expect(typeof htmlToText(pieces.join(''))).toBe('string');
      }),
    );
  });
});
