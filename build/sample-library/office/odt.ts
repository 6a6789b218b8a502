import type { Piece, Prose } from '../story/prose.ts';
import { escapeXml, packageOf, xmlHead } from './package.ts';

const TYPE = 'application/vnd.oasis.opendocument.text';
const namespaces = ['office', 'text', 'table', 'style', 'meta', 'manifest']
  .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  .concat('xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"')
  .concat('xmlns:dc="http://purl.org/dc/elements/1.1/"')
  .join(' ');

/** An OpenDocument text with a title, headings, paragraphs and tables. */
export function odt(prose: Prose): Uint8Array {
  const body = [
    `<text:p text:style-name="Title">${escapeXml(prose.title)}</text:p>`,
    `<text:p text:style-name="Subtitle">${escapeXml(prose.byline)}</text:p>`,
    ...prose.pieces.map(pieceXml),
  ].join('');
  return packageOf(
    {
      mimetype: TYPE,
      'META-INF/manifest.xml': manifest,
      'meta.xml': `${xmlHead}<office:document-meta ${namespaces} office:version="1.3"><office:meta>\
<dc:title>${escapeXml(prose.title)}</dc:title><meta:initial-creator>${escapeXml(prose.author)}</meta:initial-creator>\
<meta:creation-date>${prose.created.slice(0, 19)}</meta:creation-date><dc:language>${prose.language}</dc:language>\
</office:meta></office:document-meta>`,
      'styles.xml': styles,
      'content.xml': `${xmlHead}<office:document-content ${namespaces} office:version="1.3"><office:body><office:text>\
${body}</office:text></office:body></office:document-content>`,
    },
    ['mimetype'],
  );
}

const manifest = `${xmlHead}<manifest:manifest ${namespaces} manifest:version="1.3">\
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="${TYPE}"/>\
${['content', 'styles', 'meta']
  .map((part) => `<manifest:file-entry manifest:full-path="${part}.xml" manifest:media-type="text/xml"/>`)
  .join('')}</manifest:manifest>`;

const styles = `${xmlHead}<office:document-styles ${namespaces} office:version="1.3"><office:styles>\
${[
  ['Title', 'fo:font-size="20pt" fo:font-weight="bold" fo:color="#1f3a56"'],
  ['Subtitle', 'fo:font-size="10pt" fo:font-style="italic" fo:color="#5b6b7b"'],
  ['Heading_20_1', 'fo:font-size="14pt" fo:font-weight="bold" fo:color="#1f3a56"'],
  ['Standard', 'fo:font-size="11pt"'],
]
  .map(
    ([name, look]) => `<style:style style:name="${name}" style:family="paragraph">\
<style:paragraph-properties fo:margin-bottom="0.25cm"/><style:text-properties ${look}/></style:style>`,
  )
  .join('')}</office:styles></office:document-styles>`;

function pieceXml(piece: Piece): string {
  switch (piece.type) {
    case 'heading':
      return `<text:h text:style-name="Heading_20_1" text:outline-level="1">${escapeXml(piece.text)}</text:h>`;
    case 'paragraph':
      return text(piece.text);
    case 'figure':
      return text(piece.caption);
    case 'table':
      return tableXml(piece.rows);
  }
}

function text(content: string): string {
  return `<text:p text:style-name="Standard">${escapeXml(content)}</text:p>`;
}

function tableXml(rows: readonly (readonly string[])[]): string {
  const cells = rows.map(
    (row) =>
      `<table:table-row>${row.map((cell) => `<table:table-cell office:value-type="string">${text(cell)}</table:table-cell>`).join('')}</table:table-row>`,
  );
  return `<table:table><table:table-column table:number-columns-repeated="${rows[0]?.length ?? 1}"/>${cells.join('')}</table:table>`;
}
