import {
  contentTypes,
  coreProperties,
  packageOf,
  packageRelationships,
  relationships,
  xmlHead,
} from '../../../../build/sample-library/office/package.ts';

const OFFICE = 'vnd.openxmlformats-officedocument';
const SCHEMAS = 'http://schemas.openxmlformats.org';
const WORD = `xmlns:w="${SCHEMAS}/wordprocessingml/2006/main"`;
const about = { title: 'The annual report', author: 'Ines Harrow', created: '1998-03-03T10:00:00Z' };

/** A Word document of a body in WordprocessingML, with the parts that real ones have besides. */
export function wordDocument(body: string, parts: { footnotes?: string; header?: string } = {}): Uint8Array {
  const part = (element: string, content: string) =>
    `${xmlHead}<w:${element} ${WORD} xmlns:r="${SCHEMAS}/officeDocument/2006/relationships">${content}</w:${element}>`;
  return packageOf({
    '[Content_Types].xml': contentTypes({
      '/word/document.xml': `${OFFICE}.wordprocessingml.document.main`,
      '/word/footnotes.xml': `${OFFICE}.wordprocessingml.footnotes`,
      '/word/header1.xml': `${OFFICE}.wordprocessingml.header`,
      '/docProps/core.xml': 'vnd.openxmlformats-package.core-properties',
    }),
    '_rels/.rels': packageRelationships('word/document.xml'),
    'docProps/core.xml': coreProperties(about),
    'word/document.xml': part(
      'document',
      `<w:body>${body}<w:sectPr><w:headerReference w:type="default" r:id="rId2"/></w:sectPr></w:body>`,
    ),
    'word/footnotes.xml': part('footnotes', parts.footnotes ?? ''),
    'word/header1.xml': part('hdr', parts.header ?? ''),
    'word/_rels/document.xml.rels': relationships([
      { id: 'rId1', type: 'footnotes', target: 'footnotes.xml' },
      { id: 'rId2', type: 'header', target: 'header1.xml' },
    ]),
  });
}

/** A paragraph of WordprocessingML; `style` is the id of a style, such as `Heading1`. */
export function wordParagraph(text: string, style = 'Normal'): string {
  return `<w:p><w:pPr><w:pStyle w:val="${style}"/></w:pPr><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
}

/** A workbook of sheets, each the XML of its rows. */
export function workbook(sheets: Readonly<Record<string, string>>, sharedStrings: readonly string[] = []): Uint8Array {
  const names = Object.keys(sheets);
  const main = `xmlns="${SCHEMAS}/spreadsheetml/2006/main" xmlns:r="${SCHEMAS}/officeDocument/2006/relationships"`;
  const entries = names.map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`);
  const paths = names.map((_, index) => `worksheets/sheet${index + 1}.xml`);
  return packageOf({
    '[Content_Types].xml': contentTypes({
      '/xl/workbook.xml': `${OFFICE}.spreadsheetml.sheet.main`,
      '/xl/sharedStrings.xml': `${OFFICE}.spreadsheetml.sharedStrings`,
      '/xl/styles.xml': `${OFFICE}.spreadsheetml.styles`,
      ...Object.fromEntries(paths.map((path) => [`/xl/${path}`, `${OFFICE}.spreadsheetml.worksheet`])),
    }),
    '_rels/.rels': packageRelationships('xl/workbook.xml'),
    'docProps/core.xml': coreProperties(about),
    'xl/workbook.xml': `${xmlHead}<workbook ${main}><sheets>${entries.join('')}</sheets></workbook>`,
    'xl/sharedStrings.xml': `${xmlHead}<sst ${main}>${sharedStrings.map((text) => `<si><t>${text}</t></si>`).join('')}</sst>`,
    // The second style of a cell is that of a date (built-in format 14).
    'xl/styles.xml': `${xmlHead}<styleSheet ${main}><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>\
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>\
<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    'xl/_rels/workbook.xml.rels': relationships([
      ...paths.map((target, index) => ({ id: `rId${index + 1}`, type: 'worksheet', target })),
      { id: 'rIdStrings', type: 'sharedStrings', target: 'sharedStrings.xml' },
      { id: 'rIdStyles', type: 'styles', target: 'styles.xml' },
    ]),
    ...Object.fromEntries(
      Object.values(sheets).map((rows, index) => [
        `xl/${paths[index]}`,
        `${xmlHead}<worksheet ${main}><sheetData>${rows}</sheetData></worksheet>`,
      ]),
    ),
  });
}

/** A presentation of slides with a title, text and notes. */
export function presentation(slides: readonly { title: string; text: string; notes?: string }[]): Uint8Array {
  const names = `xmlns:a="${SCHEMAS}/drawingml/2006/main" xmlns:p="${SCHEMAS}/presentationml/2006/main" \
xmlns:r="${SCHEMAS}/officeDocument/2006/relationships"`;
  const shape = (type: string, text: string) =>
    `<p:sp><p:nvSpPr><p:cNvPr id="2" name="x"/><p:cNvSpPr/><p:nvPr><p:ph type="${type}"/></p:nvPr></p:nvSpPr><p:spPr/>\
<p:txBody><a:bodyPr/><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`;
  const page = (element: string, shapes: string) =>
    `${xmlHead}<p:${element} ${names}><p:cSld><p:spTree>${shapes}</p:spTree></p:cSld></p:${element}>`;
  const parts: Record<string, string> = {};
  const types: Record<string, string> = {};
  slides.forEach(({ title, text, notes }, index) => {
    const number = index + 1;
    parts[`ppt/slides/slide${number}.xml`] = page('sld', shape('title', title) + shape('body', text));
    types[`/ppt/slides/slide${number}.xml`] = `${OFFICE}.presentationml.slide`;
    if (notes === undefined) return;
    parts[`ppt/notesSlides/notesSlide${number}.xml`] = page('notes', shape('body', notes));
    types[`/ppt/notesSlides/notesSlide${number}.xml`] = `${OFFICE}.presentationml.notesSlide`;
    parts[`ppt/slides/_rels/slide${number}.xml.rels`] = relationships([
      { id: 'rId1', type: 'notesSlide', target: `../notesSlides/notesSlide${number}.xml` },
    ]);
  });
  const list = slides.map((_, index) => `<p:sldId id="${256 + index}" r:id="rId${index + 1}"/>`).join('');
  return packageOf({
    '[Content_Types].xml': contentTypes({
      '/ppt/presentation.xml': `${OFFICE}.presentationml.presentation.main`,
      ...types,
    }),
    '_rels/.rels': packageRelationships('ppt/presentation.xml'),
    'docProps/core.xml': coreProperties(about),
    'ppt/presentation.xml': `${xmlHead}<p:presentation ${names}><p:sldIdLst>${list}</p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relationships(
      slides.map((_, index) => ({ id: `rId${index + 1}`, type: 'slide', target: `slides/slide${index + 1}.xml` })),
    ),
    ...parts,
  });
}

/** An OpenDocument of a body; `type` is the last word of its MIME type, such as `text`. */
export function openDocument(type: 'text' | 'spreadsheet' | 'presentation', body: string): Uint8Array {
  const names = ['office', 'text', 'table', 'draw', 'presentation', 'svg', 'manifest']
    .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
    .join(' ');
  const mime = `application/vnd.oasis.opendocument.${type}`;
  return packageOf(
    {
      mimetype: mime,
      'META-INF/manifest.xml': `${xmlHead}<manifest:manifest ${names}><manifest:file-entry manifest:full-path="/" \
manifest:media-type="${mime}"/></manifest:manifest>`,
      'content.xml': `${xmlHead}<office:document-content ${names} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"><office:body>\
<office:${type}>${body}</office:${type}></office:body></office:document-content>`,
    },
    ['mimetype'],
  );
}
