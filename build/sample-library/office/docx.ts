import type { Piece, Prose } from '../story/prose.ts';
import {
  contentTypes,
  coreProperties,
  escapeXml,
  packageOf,
  packageRelationships,
  relationships,
  xmlHead,
} from './package.ts';

const NAMESPACE = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const WORD = 'vnd.openxmlformats-officedocument.wordprocessingml';

/** A Word document with a title, headings, paragraphs and tables. Figures are named by their captions only. */
export function docx(prose: Prose): Uint8Array {
  const body = [
    styled('Title', prose.title),
    styled('Subtitle', prose.byline),
    ...prose.pieces.map((piece) => pieceXml(piece)),
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417"/></w:sectPr>',
  ].join('');
  return packageOf({
    '[Content_Types].xml': contentTypes({
      '/word/document.xml': `${WORD}.document.main`,
      '/word/styles.xml': `${WORD}.styles`,
      '/docProps/core.xml': 'vnd.openxmlformats-package.core-properties',
    }),
    '_rels/.rels': packageRelationships('word/document.xml'),
    'docProps/core.xml': coreProperties(prose),
    'word/document.xml': `${xmlHead}<w:document xmlns:w="${NAMESPACE}"><w:body>${body}</w:body></w:document>`,
    'word/styles.xml': styles(prose.language),
    'word/_rels/document.xml.rels': relationships([{ id: 'rId1', type: 'styles', target: 'styles.xml' }]),
  });
}

function pieceXml(piece: Piece): string {
  switch (piece.type) {
    case 'heading':
      return styled('Heading1', piece.text);
    case 'paragraph':
      return styled('Normal', piece.text);
    case 'figure':
      return styled('Subtitle', piece.caption);
    case 'table':
      return tableXml(piece.rows);
  }
}

function styled(style: string, text: string, bold = false): string {
  const weight = bold ? '<w:rPr><w:b/></w:rPr>' : '';
  return `<w:p><w:pPr><w:pStyle w:val="${style}"/></w:pPr><w:r>${weight}<w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r></w:p>`;
}

function tableXml(rows: readonly (readonly string[])[]): string {
  const columns = rows[0]?.length ?? 0;
  const width = Math.floor(9072 / Math.max(1, columns));
  const borders = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV']
    .map((side) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="9AA5B1"/>`)
    .join('');
  const cells = rows.map((row, index) => {
    const texts = row.map(
      (text) =>
        `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/></w:tcPr>${styled('Normal', text, index === 0)}</w:tc>`,
    );
    return `<w:tr>${texts.join('')}</w:tr>`;
  });
  return `<w:tbl><w:tblPr><w:tblW w:w="9072" w:type="dxa"/><w:tblBorders>${borders}</w:tblBorders></w:tblPr><w:tblGrid>\
${`<w:gridCol w:w="${width}"/>`.repeat(columns)}</w:tblGrid>${cells.join('')}</w:tbl>${styled('Normal', '')}`;
}

function styles(language: string): string {
  const style = (id: string, name: string, size: number, extra: string, spacing: string) =>
    `<w:style w:type="paragraph" ${id === 'Normal' ? 'w:default="1" ' : ''}w:styleId="${id}"><w:name w:val="${name}"/>\
${id === 'Normal' ? '' : '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/>'}<w:pPr>${spacing}</w:pPr>\
<w:rPr>${extra}<w:sz w:val="${size}"/></w:rPr></w:style>`;
  return `${xmlHead}<w:styles xmlns:w="${NAMESPACE}"><w:docDefaults><w:rPrDefault><w:rPr>\
<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/><w:lang w:val="${language}"/></w:rPr></w:rPrDefault></w:docDefaults>\
${style('Normal', 'Normal', 22, '', '<w:spacing w:after="120"/>')}\
${style('Title', 'Title', 40, '<w:b/><w:color w:val="1F3A56"/>', '<w:spacing w:after="60"/>')}\
${style('Subtitle', 'Subtitle', 20, '<w:i/><w:color w:val="5B6B7B"/>', '<w:spacing w:after="280"/>')}\
${style('Heading1', 'heading 1', 28, '<w:b/><w:color w:val="1F3A56"/>', '<w:keepNext/><w:spacing w:before="320" w:after="100"/><w:outlineLvl w:val="0"/>')}\
</w:styles>`;
}
