import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { packageOf, xmlHead } from '../../../../build/sample-library/office/package.ts';
import { extracted, passagesText, read, refusal } from '../extraction-for-tests.ts';
import { openDocument, presentation, wordDocument, wordParagraph } from './documents-for-tests.ts';

const run = (text: string) => `<w:r><w:t>${text}</w:t></w:r>`;

describe('a Word document', () => {
  it('has headings, tables, notes, boxes and what stands at the top of its pages, without what was deleted', async () => {
    const row = (...cells: string[]) =>
      `<w:tr>${cells.map((cell) => `<w:tc>${wordParagraph(cell)}</w:tc>`).join('')}</w:tr>`;
    const box = `<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">\
<mc:Choice Requires="wps"><w:drawing><w:txbxContent>${wordParagraph('In a box')}</w:txbxContent></w:drawing></mc:Choice>\
<mc:Fallback><w:pict><w:txbxContent>${wordParagraph('In a box')}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent>`;
    const body = [
      wordParagraph('Harbour dues', 'Heading1'),
      `<w:p>${run('They rose')}<w:r><w:footnoteReference w:id="2"/></w:r>${run(' in 1931.')}</w:p>`,
      `<w:tbl>${row('Year', 'Dues')}${row('1931', '42')}</w:tbl>`,
      `<w:p><w:ins w:id="1" w:author="x">${run('inserted')}</w:ins><w:del w:id="2" w:author="x"><w:r><w:delText>deleted</w:delText></w:r></w:del></w:p>`,
      `<w:p><w:r>${box}</w:r></w:p>`,
      wordParagraph('Costs *5* &lt;script&gt; &amp; more'),
    ];
    const found = await extracted(
      'a.docx',
      wordDocument(body.join(''), {
        footnotes: `<w:footnote w:id="2">${wordParagraph('By order of the board')}</w:footnote>`,
        header: wordParagraph('Board of harbours'),
      }),
    );
    expect(found).toMatchObject({
      title: 'The annual report',
      date: Date.UTC(1998, 2, 3, 10),
      metadata: [{ label: 'Author', value: 'Ines Harrow' }],
      notes: [],
    });
    expect(passagesText(found).split('\n')).toEqual([
      'Harbour dues',
      'They rose in 1931.',
      'Year | Dues',
      '1931 | 42',
      'inserted',
      'In a box',
      'Costs *5* <script> & more',
      'By order of the board',
      'Board of harbours',
    ]);
    expect(found.passages[0]?.anchor).toMatchObject({ type: 'lines', start: 1 });
    expect(found.content).toMatchObject({ type: 'text', format: 'markdown' });
    expect(JSON.stringify(found.content)).not.toContain('author');
  });

  it('has merged cells, tables in tables and centred lines as Markdown that is shown, without HTML', async () => {
    const cell = (content: string, properties = '') => `<w:tc><w:tcPr>${properties}</w:tcPr>${content}</w:tc>`;
    const row = (...cells: string[]) => `<w:tr>${cells.join('')}</w:tr>`;
    const inner = `<w:tbl>${row(cell(wordParagraph('North')), cell(wordParagraph('South')))}</w:tbl>`;
    const body = [
      `<w:p><w:pPr><w:jc w:val="center"/></w:pPr>${run('In the middle')}</w:p>`,
      '<w:tbl>',
      row(cell(wordParagraph('Both piers'), '<w:gridSpan w:val="2"/>')),
      row(cell(wordParagraph('Oak') + wordParagraph('Larch')), cell(`${wordParagraph('Sides')}${inner}<w:p/>`)),
      '</w:tbl>',
    ];
    const found = await extracted('a.docx', wordDocument(body.join('')));
    expect(passagesText(found).split('\n')).toEqual(['In the middle', 'Both piers |', 'Oak Larch | Sides North South']);
    expect(JSON.stringify(found.content)).not.toContain('<');
  });

  it('has the words that its parser passes over, and each once', async () => {
    const body = `<w:p>${run('Costs *5* a_b')}</w:p>`;
    const found = await extracted(
      'a.docx',
      wordDocument(body, { footnotes: `<w:footnote w:id="2">${wordParagraph('Nobody refers to this')}</w:footnote>` }),
    );
    expect(passagesText(found).split('\n')).toEqual(['Costs *5* a_b', 'Nobody refers to this']);
  });

  it('is read by its words where it is written in a way that its parser does not know', async () => {
    const bytes = packageOf({
      'word/document.xml': `${xmlHead}<n:document xmlns:n="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><n:body><n:p><n:r><n:t>Written by</n:t><n:tab/><n:t>a script</n:t></n:r></n:p><n:p><n:r><n:t>&#x54;wice</n:t></n:r></n:p></n:body></n:document>`,
      '[Content_Types].xml': '<Types/>',
    });
    const found = await extracted('a.docx', bytes);
    expect(passagesText(found)).toBe('Written by a script\nTwice');
    expect(found.notes).toEqual([
      'The document could not be read as it is laid out: its words alone are shown and searched.',
    ]);
  });

  it('without a word has none', async () => {
    const found = await extracted('a.docx', wordDocument('<w:p/>'));
    expect(found.passages).toEqual([]);
    expect(found.content).toMatchObject({ type: 'text', text: expect.stringMatching(/^\s*$/) });
  });

  it('that is cut off is what is left of it, and told by its first parts', async () => {
    const whole = wordDocument(wordParagraph('Harbour dues.'));
    const { identity, found } = await read('a.bin', whole.subarray(0, whole.length - 200));
    expect(identity).toMatchObject({ kind: 'document' });
    expect(found).toMatchObject({
      passages: [{ text: 'Harbour dues.' }],
      notes: ['The file is damaged or cut short. What is left of it is shown and searched.'],
    });
    const start = Buffer.from(whole).indexOf('word/document.xml') + 20;
    expect(await refusal('a.docx', whole.subarray(0, start))).toEqual({
      refused: 'failed',
      reason: 'The document is damaged and cannot be opened. Get another copy of it, or save it anew.',
    });
  });
});

describe('a presentation', () => {
  it('has slides with their notes, in the order in which they are shown', async () => {
    const found = await extracted(
      'a.pptx',
      presentation([
        { title: 'Tides', text: 'High water', notes: 'Speak slowly' },
        { title: 'Boats', text: 'Three of them' },
      ]),
    );
    expect(found.content).toEqual({
      type: 'slides',
      slides: [
        { title: 'Tides', text: 'High water', notes: 'Speak slowly' },
        { title: 'Boats', text: 'Three of them', notes: '' },
      ],
    });
    expect(found.pages).toBe(2);
    const whole = unzipSync(presentation([{ title: 'Tides', text: 'High water' }]));
    const relations = `${xmlHead}<Relationships><Relationship Id="rId9" Target="../diagrams/data1.xml"/></Relationships>`;
    const diagram = `${xmlHead}<dgm:dataModel xmlns:dgm="d" xmlns:a="a"><a:p><a:r><a:t>In a diagram</a:t></a:r></a:p></dgm:dataModel>`;
    const more = {
      'ppt/slides/_rels/slide1.xml.rels': Buffer.from(relations),
      'ppt/diagrams/data1.xml': Buffer.from(diagram),
    };
    expect((await extracted('a.pptx', zipSync({ ...whole, ...more }))).content).toMatchObject({
      slides: [{ title: 'Tides', text: 'High water\nIn a diagram' }],
    });
    const comment = (said: string) => `${xmlHead}<p:cmLst xmlns:p="p"><p:cm authorId="0">${said}</p:cm></p:cmLst>`;
    const comments = {
      'ppt/slides/_rels/slide1.xml.rels': Buffer.from(
        `${xmlHead}<Relationships><Relationship Id="rId8" Target="../comments/comment1.xml"/><Relationship Id="rId9" Target="../comments/modernComment_7F.xml"/></Relationships>`,
      ),
      'ppt/comments/comment1.xml': Buffer.from(comment('<p:pos x="1"/><p:text>Said of old</p:text>')),
      'ppt/comments/modernComment_7F.xml': Buffer.from(comment('<a:p><a:r><a:t>Said of late</a:t></a:r></a:p>')),
    };
    expect((await extracted('a.pptx', zipSync({ ...whole, ...comments }))).content).toMatchObject({
      slides: [{ title: 'Tides', text: 'High water\nSaid of old\nSaid of late' }],
    });
    expect(found.passages).toEqual([
      { text: 'Tides\nHigh water\nSpeak slowly', anchor: { type: 'slide', slide: 1 } },
      { text: 'Boats\nThree of them', anchor: { type: 'slide', slide: 2 } },
    ]);
  });
});

describe('OpenDocument', () => {
  it('text has headings, spaces, notes, lists and frames', async () => {
    const found = await extracted(
      'a.odt',
      openDocument(
        'text',
        `<text:h text:outline-level="1">Harbour dues</text:h>
         <text:p>They<text:s text:c="2"/>rose<text:tab/>in 1931<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>By order</text:p></text:note-body></text:note></text:p>
         <text:list><text:list-item><text:p>Item one</text:p></text:list-item></text:list>
         <text:p><draw:frame><draw:text-box><text:p>In a frame</text:p></draw:text-box></draw:frame></text:p>`,
      ),
    );
    expect(passagesText(found).split('\n')).toEqual([
      'Harbour dues',
      'They rose in 1931',
      'Item one',
      'In a frame',
      'By order',
    ]);
  });

  it('text has its comments, charts and descriptions of pictures, without what was deleted', async () => {
    const comment =
      '<office:annotation><dc:creator>Ines</dc:creator><dc:date>1998-03-03</dc:date><text:p>Is that so?</text:p></office:annotation>';
    const deleted =
      '<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>Ines</dc:creator></office:change-info><text:p>Taken out</text:p></text:deletion></text:changed-region></text:tracked-changes>';
    const picture = '<draw:frame><draw:image/><svg:desc>A pier at dusk</svg:desc></draw:frame>';
    const bytes = openDocument('text', `${deleted}<text:p>Dues${comment} rose.${picture}</text:p>`);
    const chart = `${xmlHead}<office:document-content xmlns:office="o" xmlns:text="t"><office:body><text:p>Dues by year</text:p></office:body></office:document-content>`;
    const found = await extracted(
      'a.odt',
      zipSync({ ...unzipSync(bytes), 'Object 1/content.xml': Buffer.from(chart) }),
    );
    expect(passagesText(found).split('\n')).toEqual(['Dues rose.', 'Is that so?', 'A pier at dusk', 'Dues by year']);
  });

  it('spreadsheet has comments and shapes beside its cells', async () => {
    const note = (text: string) =>
      `<office:annotation><dc:creator>Ines</dc:creator><dc:date>1998-03-03T10:00:00</dc:date><text:p>${text}</text:p></office:annotation>`;
    const cell = (text: string, before = '') =>
      `<table:table-cell>${before}<text:p>${text}</text:p></table:table-cell>`;
    const empty = (times: number) => `<table:table-cell table:number-columns-repeated="${times}"/>`;
    const found = await extracted(
      'a.ods',
      openDocument(
        'spreadsheet',
        `<table:table table:name="Costs"><table:shapes><draw:frame><draw:text-box><text:p>In a box</text:p></draw:text-box></draw:frame></table:shapes>
         <table:table-row>${cell('Item', note('Which?'))}</table:table-row>
         <table:table-row table:number-rows-repeated="3">${empty(1)}</table:table-row>
         <table:table-row>${empty(27)}${cell('28.10.95', note('Too</text:p><text:p>early'))}</table:table-row></table:table>
         <table:table table:name="Sums"><table:table-row>${cell('9', note('Add up'))}</table:table-row></table:table>`,
      ),
    );
    expect(found.content).toMatchObject({
      sheets: [
        { name: 'Costs' },
        { name: 'Sums' },
        {
          name: 'Comments and shapes',
          rows: [
            ['', 'In a box'],
            ['A1', 'Which?'],
            ['AB5', 'Too\nearly'],
            ['A1', 'Add up'],
          ],
        },
      ],
    });
  });

  it('spreadsheet has its cells where they are, and repeats what it says it repeats', async () => {
    const cell = (text: string) => `<table:table-cell><text:p>${text}</text:p></table:table-cell>`;
    const found = await extracted(
      'a.ods',
      openDocument(
        'spreadsheet',
        `<table:table table:name="Costs"><table:table-row>${cell('Item')}${cell('Sum')}</table:table-row>
         <table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>
         <table:table-row>${cell('Rope')}<table:table-cell table:number-columns-repeated="2"/>${cell('28.10.95')}</table:table-row>
         <table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>
         </table:table>`,
      ),
    );
    expect(found.content).toEqual({
      type: 'table',
      sheets: [{ name: 'Costs', rows: [['Item', 'Sum'], [], [], ['Rope', '', '', '28.10.95']], truncated: false }],
    });
    expect(found.passages[0]?.anchor).toMatchObject({ type: 'cells', sheet: 'Costs', startRow: 1, endRow: 4 });
  });

  it('in one XML file is told by it and read as a package is', async () => {
    const flat = (type: string, body: string) =>
      `${xmlHead}<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.${type}">
       <office:meta><dc:title>The annual report</dc:title></office:meta>
       <office:master-styles><style:master-page style:name="Standard"><style:header><text:p>Board of harbours</text:p></style:header></style:master-page></office:master-styles>
       <office:body><office:${type}>${body}</office:${type}></office:body></office:document>`;
    const image =
      '<draw:frame><draw:image><office:binary-data>aGFyYm91cg==</office:binary-data></draw:image></draw:frame>';
    const text = await extracted('report', flat('text', `<text:h>Dues</text:h><text:p>They rose.${image}</text:p>`));
    expect(text.title).toBe('The annual report');
    expect(passagesText(text).split('\n')).toEqual(['Dues', 'They rose.', 'Board of harbours']);
    const row = '<table:table-row><table:table-cell><text:p>Rope</text:p></table:table-cell></table:table-row>';
    const sheet = flat('spreadsheet', `<table:table table:name="Costs">${row}</table:table>`);
    expect((await extracted('costs', sheet)).content).toMatchObject({ sheets: [{ name: 'Costs', rows: [['Rope']] }] });
    const cut = sheet.slice(0, sheet.indexOf('</table:table-cell'));
    expect(passagesText(await extracted('cut.xml', cut))).toContain('Rope');
  });

  it('presentation has its pages', async () => {
    const frame = (text: string) => `<draw:frame><draw:text-box><text:p>${text}</text:p></draw:text-box></draw:frame>`;
    const found = await extracted(
      'a.odp',
      openDocument(
        'presentation',
        `<draw:page>${frame('Tides')}${frame('High water')}<presentation:notes>${frame('Speak slowly')}</presentation:notes></draw:page>
         <draw:page>${frame('Boats')}</draw:page>`,
      ),
    );
    expect(found.content).toEqual({
      type: 'slides',
      slides: [
        { title: 'Tides', text: 'High water', notes: 'Speak slowly' },
        { title: 'Boats', text: '', notes: '' },
      ],
    });
  });

  it('that is encrypted wants a password', async () => {
    const mime = 'application/vnd.oasis.opendocument.text';
    const encryption =
      '<manifest:encryption-data manifest:checksum-type="SHA1/1K" manifest:checksum="AAAA"><manifest:algorithm manifest:algorithm-name="Blowfish CFB" manifest:initialisation-vector="AAAA"/><manifest:key-derivation manifest:key-derivation-name="PBKDF2" manifest:iteration-count="1024" manifest:salt="AAAA"/></manifest:encryption-data>';
    const manifest = `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="${mime}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml" manifest:size="9">${encryption}</manifest:file-entry></manifest:manifest>`;
    const parts = { mimetype: mime, 'content.xml': new Uint8Array(64).fill(7), 'META-INF/manifest.xml': manifest };
    expect(await refusal('a.odt', packageOf(parts, ['mimetype']))).toEqual({
      refused: 'failed',
      reason: 'It is protected by a password. Save a copy without the password and add that.',
    });
  });
});
