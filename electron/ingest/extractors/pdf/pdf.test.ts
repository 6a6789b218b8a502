import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDFString, rgb } from 'pdf-lib';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../e2e/temporary-folder.ts';
import type { Extraction } from '../../../workers/media-protocol.ts';
import { extracted, passagesText, refusal } from '../extraction-for-tests.ts';
import { identify } from '../identify/identify.ts';
import { pagePicture } from '../image/page-picture.ts';
import { closePdf } from './open-pdf.ts';
import { parsePdfDate, wantsOcr } from './pdf.ts';
import { joinLines } from './pdf-paragraphs.ts';
import { addScannedPage, addTextPage, handMadePdf, helloPage, pdf, printedPicture } from './pdfs-for-tests.ts';

afterAll(closePdf);

const catalog = '<< /Type /Catalog /Pages 2 0 R >>';
const tree = '<< /Type /Pages /Kids [3 0 R] /Count 1 >>';
const RECOVERED = 'The PDF is damaged. What could be recovered of it is searched.';

function boxesOn(page: number, { passages }: Extraction) {
  return passages.flatMap(({ anchor }) => (anchor.type === 'page' && anchor.page === page ? anchor.boxes : []));
}

describe('a PDF with text', () => {
  it('has it page by page, with the place of each line as fractions of the page', async () => {
    const found = await extracted(
      'a.pdf',
      await pdf((document, font) => {
        addTextPage(document, font, 'The board met in the spring.');
        addTextPage(document, font, 'The pier was found sound.');
      }),
    );
    expect(found).toMatchObject({
      title: 'Harbour report',
      date: Date.UTC(1998, 2, 3, 10),
      pages: 2,
      width: 400,
      height: 600,
      pagesForOcr: [],
      notes: [],
    });
    expect(found.metadata).toContainEqual({ label: 'Author', value: 'Ines Harrow' });
    expect(found.passages.map(({ text }) => text)).toEqual([
      'The board met in the spring.',
      'The pier was found sound.',
    ]);
    const [box] = boxesOn(2, found);
    expect(box?.x).toBeCloseTo(0.1, 2);
    expect(box?.y).toBeGreaterThan(1 - 512 / 600 - 0.01);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(1 - 496 / 600 + 0.01);
    expect(box?.width).toBeGreaterThan(0.25);
  });

  it('has words that were broken at the end of a line as one', async () => {
    const found = await extracted(
      'a.pdf',
      await pdf((document, font) => {
        const page = addTextPage(document, font, 'It was long before the pier was built that the light-');
        page.drawText('house was lit, and all of the harbour saw it from afar.', { x: 40, y: 486, size: 12, font });
      }),
    );
    expect(passagesText(found)).toContain('that the lighthouse was lit');
  });

  it('has words that were broken at the end of a page as one, where they begin', async () => {
    const pages = [
      ['The keeper wrote that the light-', '12'],
      ['The Harbour Log', 'house was lit, and all of', 'the harbour saw it.'],
    ];
    const bytes = await pdf((document, font) => {
      for (const lines of pages) {
        const page = document.addPage([400, 600]);
        for (const [index, line] of lines.entries()) {
          const y = index === lines.length - 1 && lines.length === 2 ? 40 : 560 - index * 14 - (index > 0 ? 60 : 0);
          page.drawText(line, { x: 40, y, size: 12, font });
        }
      }
    });
    const { passages } = await extracted('a.pdf', bytes);
    expect(passages.map(({ text }) => text)).toEqual([
      'The keeper wrote that the lighthouse\n12',
      'The Harbour Log\nwas lit, and all of the harbour saw it.',
    ]);
  });

  it('has the sections of its outline, by what their destinations tell of the place', async () => {
    const item = (number: number, title: string, more: string, next = 0) => ({
      [number]: `<< /Title (${title}) /Parent 6 0 R ${more} ${next > 0 ? `/Next ${next} 0 R` : ''} >>`,
    });
    const paragraph = (y: number, text: string) => `BT /F 12 Tf 40 ${y} Td (${text}) Tj ET `;
    const page = [560, 500, 300, 200].map((y, index) => paragraph(y, `${'Long words. '.repeat(17)}P${index}`)).join('');
    const found = await extracted(
      'a.pdf',
      handMadePdf(
        {
          ...helloPage,
          1: '<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R /Dests << /lamp [3 0 R /FitH 14 0 R] >> >>',
          2: '<< /Type /Pages /Kids [3 0 R 13 0 R] /Count 2 >>',
          4: `<< /Length ${page.length + 40} >>\nstream\n${paragraph(30, 'Foot')}${page}\nendstream`,
          6: '<< /First 7 0 R /Last 12 0 R >>',
          ...item(7, 'The pier', '/Dest [3 0 R /XYZ null 520 0] /First 8 0 R', 9),
          // Back to where it comes from, which no reader may follow for ever.
          ...item(8, 'Its lamp', '/A << /S /GoTo /D /lamp >> /First 7 0 R', 8),
          ...item(9, 'Gone', '/Dest [99 0 R /Fit]', 10),
          ...item(10, 'Elsewhere', '/A << /S /URI /URI (http://x.example) >>', 11),
          ...item(11, ' The\nwreck ', '/Dest [13 0 R /Fit]', 7),
          13: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Resources << /Font << /F 5 0 R >> >> /Contents 15 0 R >>',
          14: '240',
          15: '<< /Length 60 >>\nstream\nBT /F 24 Tf 40 500 Td (On the ground) Tj ET\nendstream',
        },
        'trailer << /Root 1 0 R >>\n%%EOF',
      ),
    );
    const places = found.passages.map(({ anchor, text }) => [text.slice(-2), anchor.type === 'page' && anchor.section]);
    expect(places).toEqual([
      ['P0', undefined],
      ['P2', 'The pier'],
      ['P3', 'Its lamp'],
      ['nd', 'The wreck'],
    ]);
  });

  it.each([
    [90, { x: 500 / 600, y: 0.1 }],
    [180, { x: 0.9, y: 500 / 600 }],
    [270, { x: 100 / 600, y: 0.9 }],
  ])('turned by %i degrees has its boxes where a reader sees them', async (turned, { x, y }) => {
    const found = await extracted(
      'a.pdf',
      await pdf((document, font) => addTextPage(document, font, 'The pier.', turned)),
    );
    expect(passagesText(found)).toBe('The pier.');
    const [box] = boxesOn(1, found);
    if (!box) expect.fail('There is no box.');
    // The corner where the text begins, as the page is shown.
    const nearest = (at: number, size: number, wanted: number) =>
      Math.min(Math.abs(at - wanted), Math.abs(at + size - wanted));
    expect(nearest(box.x, box.width, x)).toBeLessThan(0.02);
    expect(nearest(box.y, box.height, y)).toBeLessThan(0.02);
    expect(found.width).toBe(turned === 180 ? 400 : 600);
  });

  it('has what stamps and signatures draw, once', async () => {
    const appearance = (text: string) => {
      const content = `BT /F 12 Tf 5 5 Td (${text}) Tj ET`;
      const form = '/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F 5 0 R >> >>';
      return `<< ${form} /Length ${content.length} >>\nstream\n${content}\nendstream`;
    };
    const annotation = (rest: string) => `<< /Type /Annot /F 4 ${rest} >>`;
    const bytes = handMadePdf(
      {
        ...helloPage,
        1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [7 0 R 8 0 R] >> >>',
        2: tree,
        3: `${helloPage[3]?.slice(0, -2)} /Annots [6 0 R 7 0 R 8 0 R] >>`,
        6: annotation('/Subtype /Stamp /Rect [100 40 300 60] /AP << /N 9 0 R >>'),
        7: annotation('/Subtype /Widget /FT /Sig /T (s) /Rect [100 80 300 100] /AP << /N 10 0 R >>'),
        8: annotation('/Subtype /Widget /FT /Tx /T (t) /V (oak) /Rect [100 120 300 140] /AP << /N 11 0 R >>'),
        9: appearance('PAID IN FULL'),
        10: appearance('Signed by Ines Harrow'),
        11: appearance('oak'),
      },
      'trailer << /Root 1 0 R >>',
    );
    const found = await extracted('a.pdf', bytes);
    expect(passagesText(found).split('\n')).toEqual(['Hello harbour', 'oak', 'PAID IN FULL', 'Signed by Ines Harrow']);
    const [, , stamp] = boxesOn(1, found);
    expect(stamp?.y).toBeCloseTo(1 - 54 / 600, 1);
  });

  it('has what stands in the fields of its form and in comments', async () => {
    const found = await extracted(
      'form.pdf',
      await pdf((document, font) => {
        const page = addTextPage(document, font, 'Application');
        const field = document.getForm().createTextField('applicant.name');
        field.setText('Jürgen Müller');
        field.addToPage(page, { x: 40, y: 400, width: 200, height: 20 });
        const choice = document.getForm().createDropdown('port');
        choice.addOptions(['Kiel', 'Husum']);
        choice.select('Husum');
        choice.addToPage(page, { x: 40, y: 350, width: 200, height: 20 });
        const contents = PDFString.of('Ask the pilot');
        const note = document.context.obj({
          Type: 'Annot',
          Subtype: 'Text',
          Rect: [300, 300, 320, 320],
          Contents: contents,
        });
        page.node.addAnnot(document.context.register(note));
      }),
    );
    const text = passagesText(found);
    for (const said of ['Application', 'Jürgen Müller', 'Husum', 'Ask the pilot']) expect(text).toContain(said);
    expect(boxesOn(1, found).some(({ x, y }) => Math.abs(x - 0.1) < 0.02 && Math.abs(y - 180 / 600) < 0.02)).toBe(true);
  });

  it('packed into object streams is read as well', async () => {
    const bytes = await pdf((document, font) => addTextPage(document, font, 'The pier.'), { objectStreams: true });
    expect(passagesText(await extracted('a.pdf', bytes))).toBe('The pier.');
  });
});

describe('pages without text of their own', () => {
  it('want OCR, and no others', async () => {
    const scan = await printedPicture(['NOTICE TO MARINERS']);
    const found = await extracted(
      'a.pdf',
      await pdf(async (document, font) => {
        addTextPage(document, font, 'The board met in the spring.');
        await addScannedPage(document, scan);
        document.addPage([400, 600]);
        // A stamp on a scan is not all that is on it.
        (await addScannedPage(document, scan)).drawText('Received 3 March 1998', { x: 10, y: 5, size: 8, font });
      }),
    );
    expect(found.pagesForOcr).toEqual([2, 4]);
    expect(passagesText(found)).toContain('Received 3 March 1998');
  });

  it.each([
    ['a blank page', [], { images: 0, paths: 2, pictureShare: 0 }, false],
    ['a scan', [], { images: 1, paths: 0, pictureShare: 1 }, true],
    ['letters drawn as outlines', [], { images: 0, paths: 300, pictureShare: 0 }, true],
    [
      'a photograph with a caption',
      ['The pier in 1931, seen from the north'],
      { images: 1, paths: 0, pictureShare: 0.8 },
      true,
    ],
    [
      'a page with a small picture',
      ['The pier in 1931, seen from the north'],
      { images: 1, paths: 0, pictureShare: 0.2 },
      false,
    ],
    ['text on a picture', ['words '.repeat(100)], { images: 1, paths: 0, pictureShare: 1 }, false],
    ['text that is junk', ['\uE001\uE002\uE003\uE004a'], { images: 0, paths: 0, pictureShare: 0 }, true],
  ])('%s', (_, lines, objects, wanted) => {
    expect(
      wantsOcr(
        lines.map((text) => ({ text })),
        () => objects,
      ),
    ).toBe(wanted);
  });
});

describe('a PDF that is not sound', () => {
  it.each([
    [
      'its header is missing',
      handMadePdf({ 1: catalog, 2: tree, ...helloPage }, 'trailer << /Root 1 0 R >>\n%%EOF', ''),
      [],
    ],
    [
      'its header is in the wrong place',
      handMadePdf({ 1: catalog, 2: tree, ...helloPage }, 'trailer << /Root 1 0 R >>', 'junk\n%PDF-1.4\n'),
      [],
    ],
    [
      'its cross-reference table is missing',
      handMadePdf({ 1: catalog, 2: tree, ...helloPage }, 'trailer << /Root 1 0 R >>'),
      [],
    ],
    ['its trailer is missing', handMadePdf({ 2: tree, ...helloPage }, ''), [RECOVERED]],
    [
      'its trailer names the wrong object',
      handMadePdf({ 1: catalog, 2: tree, ...helloPage }, 'trailer << /Root 5 0 R >>'),
      [RECOVERED],
    ],
    [
      'its objects lie in one that is not packed, without a list',
      handMadePdf(
        {
          4: helloPage[4] ?? '',
          6: `<< /Type /ObjStm /N 2 /First 10 /Length 200 >>\nstream\n3 0 5 ${(helloPage[3] ?? '').length} \n${helloPage[3]}${helloPage[5]}\nendstream`,
        },
        '%%EOF',
      ).toString('latin1'),
      [RECOVERED],
    ],
    [
      'its catalog names no tree of pages',
      handMadePdf({ 1: '<< /Type /Catalog >>', ...helloPage }, 'trailer << /Root 1 0 R >>'),
      [RECOVERED],
    ],
    [
      'its tree of pages goes round in circles',
      handMadePdf(
        { 1: catalog, 2: '<< /Type /Pages /Kids [2 0 R] /Count 1 >>', ...helloPage },
        'trailer << /Root 1 0 R >>',
      ),
      [RECOVERED],
    ],
  ])('is read where %s', async (_, bytes, notes) => {
    const found = await extracted('a.pdf', bytes);
    expect(passagesText(found)).toBe('Hello harbour');
    expect(found.notes).toEqual(notes);
  });

  it('is read as far as it is there where it is cut off, in the order of its pages', async () => {
    const whole = await pdf((document, font) => {
      for (let page = 1; page <= 40; page++) addTextPage(document, font, `This is page ${page} of the report.`);
    });
    const found = await extracted('a.pdf', whole.subarray(0, Math.floor(whole.length * 0.8)));
    expect(found.notes).toEqual([RECOVERED]);
    expect(found.pages).toBeGreaterThan(20);
    expect(found.passages[11]?.text).toBe('This is page 12 of the report.');
  });

  it('is read though its pages do not say that they are pages', async () => {
    const untyped = helloPage[3]?.replace('/Type /Page ', '') ?? '';
    const bytes = handMadePdf({ ...helloPage, 1: catalog, 2: tree, 3: untyped }, 'trailer << /Root 1 0 R >>');
    expect(passagesText(await extracted('a.pdf', bytes))).toBe('Hello harbour');
    const empty = handMadePdf({ 1: catalog, 2: tree, 3: untyped }, 'trailer << /Root 1 0 R >>');
    expect(await extracted('b.pdf', empty)).toMatchObject({ passages: [], pagesForOcr: [1] });
  });

  it('says of a scan that it is damaged, and not that it is empty', async () => {
    const scan = '/Type /XObject /Subtype /Image /Width 60 /Height 80 /BitsPerComponent 8 /ColorSpace /DeviceGray';
    const path = join(temporaryFolder(), 'a.pdf');
    const objects = {
      1: catalog,
      2: tree,
      3: '<< /Type /Page /MediaBox [0 0 400 600] /Resources << /XObject << /I 6 0 R >> >> /Contents 4 0 R >>',
      4: '<< /Length 24 >>\nstream\n400 0 0 600 0 0 cm /I Do\nendstream',
      6: `<< ${scan} /Filter /DCTDecode /Length 4 >>\nstream\nnone\nendstream`,
    };
    writeFileSync(path, handMadePdf(objects, 'trailer << /Root 1 0 R >>'));
    const identity = await identify({ path });
    await expect(pagePicture({ path, identity, page: 1 })).rejects.toThrow('damaged');
    writeFileSync(
      path,
      handMadePdf({ ...objects, 4: '<< /Length 0 >>\nstream\n\nendstream' }, 'trailer << /Root 1 0 R >>'),
    );
    expect(await pagePicture({ path, identity: await identify({ path }), page: 1 })).toMatchObject({ known: [] });
  });

  it('says which pages could not be read', async () => {
    const whole = await pdf((document, font) => {
      for (let page = 1; page <= 3; page++) addTextPage(document, font, `This is page ${page}.`);
    });
    // What is on the second page, garbled where it is packed.
    const start = whole.indexOf('stream\n', whole.indexOf('stream\n') + 20) + 7;
    whole.fill(0x5a, start, start + 40);
    const found = await extracted('a.pdf', whole);
    expect(found.notes).toEqual(['Damaged and not read: page 2.']);
    expect(found.passages.map(({ text }) => text)).toEqual(['This is page 1.', 'This is page 3.']);
  });

  it.each([
    ['a header alone', '%PDF-1.4\n%%EOF\n', /^The PDF is damaged: .*no pages.* Get another copy of it\.$/],
    [
      'no pages',
      handMadePdf({ 1: catalog, 2: '<< /Type /Pages /Kids [] /Count 0 >>' }, 'trailer << /Root 1 0 R >>'),
      /damaged/,
    ],
    ['not a PDF', '%PDF-1.7\nnot a PDF at all', /damaged/],
  ])('is refused where it is %s', async (_, bytes, reason) => {
    expect(await refusal('a.pdf', bytes)).toEqual({ refused: 'failed', reason: expect.stringMatching(reason) });
  });

  it('is refused where it wants a password', async () => {
    const encryption = `<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <${'41'.repeat(32)}> /U <${'42'.repeat(32)}> >>`;
    const end = `trailer << /Root 1 0 R /Encrypt 6 0 R /ID [<${'43'.repeat(16)}> <${'43'.repeat(16)}>] >>`;
    expect(await refusal('a.pdf', handMadePdf({ 1: catalog, 2: tree, ...helloPage, 6: encryption }, end))).toEqual({
      refused: 'failed',
      reason: 'It is protected by a password. Give the password, and it is read.',
    });
  });

  it('is empty where there is nothing on its pages', async () => {
    const found = await extracted('a.pdf', await pdf((document) => document.addPage([400, 600])));
    expect(found).toMatchObject({ pages: 1, passages: [], pagesForOcr: [], notes: [] });
  });

  it('is empty where there are only drawings on them', async () => {
    const bytes = await pdf((document) =>
      document.addPage([400, 600]).drawLine({ start: { x: 0, y: 0 }, end: { x: 9, y: 9 }, color: rgb(1, 0, 0) }),
    );
    expect(await extracted('a.pdf', bytes)).toMatchObject({ passages: [], pagesForOcr: [] });
  });
});

describe('joinLines', () => {
  it('joins words that were broken at the end of a line', () => {
    expect(joinLines(['The light-', 'house was lit', 'in Kiel-', 'Holtenau, by gas\u00AD', 'light.'])).toBe(
      'The lighthouse was lit in Kiel-Holtenau, by gaslight.',
    );
    expect(joinLines(['In\u00ADteger and Kiel\u00ADHoltenau'])).toBe('Integer and Kiel-Holtenau');
  });

  it('joins words of capitals where all around is in capitals', () => {
    expect(joinLines(['THE HAR-', 'BOUR COM\u00AD', 'MITTEE OF 1931'])).toBe('THE HARBOUR COMMITTEE OF 1931');
    expect(joinLines(['The plan for CD-', 'ROM drives of ISO\u00AD', 'IEC'])).toBe(
      'The plan for CD-ROM drives of ISO-IEC',
    );
  });

  it('sets no space where lines of Chinese or Japanese end', () => {
    expect(joinLines(['灯台の点', '検、', 'コー ', 'ドを', 'Kiel で', '등대'])).toBe(
      '灯台の点検、コードを Kiel で 등대',
    );
  });
});

describe('parsePdfDate', () => {
  it.each([
    ["D:19980303110000+01'00'", Date.UTC(1998, 2, 3, 10)],
    ['D:20240131', Date.UTC(2024, 0, 31)],
    ['19980303', Date.UTC(1998, 2, 3)],
    ['yesterday', null],
    ['D:00010101', null],
  ])('%s', (text, time) => {
    expect(parsePdfDate(text)).toBe(time);
  });
});
