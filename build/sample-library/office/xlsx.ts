import {
  type About,
  contentTypes,
  coreProperties,
  escapeXml,
  officeRelations,
  packageOf,
  packageRelationships,
  relationships,
  xmlHead,
} from './package.ts';

/** A cell: text, a number, a sum of money, or a formula with the value it has. */
export type Cell = string | number | { pounds: number } | { formula: string; pounds: number };

/** A sheet; its first row is the head. Widths are in characters. */
export interface Sheet {
  name: string;
  widths: readonly number[];
  rows: readonly (readonly Cell[])[];
}

const NAMESPACE = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const EXCEL = 'vnd.openxmlformats-officedocument.spreadsheetml';
/** Indexes into the cell formats of the style sheet below. */
const [PLAIN, HEAD, MONEY] = [0, 1, 2];

/** An Excel workbook. */
export function xlsx(about: About, sheets: readonly Sheet[]): Uint8Array {
  const paths = sheets.map((_, index) => `worksheets/sheet${index + 1}.xml`);
  const list = sheets.map(
    ({ name }, index) => `<sheet name="${escapeXml(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  return packageOf({
    '[Content_Types].xml': contentTypes({
      '/xl/workbook.xml': `${EXCEL}.sheet.main`,
      '/xl/styles.xml': `${EXCEL}.styles`,
      ...Object.fromEntries(paths.map((path) => [`/xl/${path}`, `${EXCEL}.worksheet`])),
      '/docProps/core.xml': 'vnd.openxmlformats-package.core-properties',
    }),
    '_rels/.rels': packageRelationships('xl/workbook.xml'),
    'docProps/core.xml': coreProperties(about),
    'xl/workbook.xml': `${xmlHead}<workbook xmlns="${NAMESPACE}" xmlns:r="${officeRelations}"><sheets>${list.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships([
      ...paths.map((target, index) => ({ id: `rId${index + 1}`, type: 'worksheet', target })),
      { id: 'rIdStyles', type: 'styles', target: 'styles.xml' },
    ]),
    'xl/styles.xml': styles,
    ...Object.fromEntries(sheets.map((sheet, index) => [`xl/${paths[index]}`, sheetXml(sheet)])),
  });
}

function sheetXml({ widths, rows }: Sheet): string {
  const columns = widths.map(
    (width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  const lines = rows.map((row, y) => {
    const cells = row.map((cell, x) => cellXml(cell, `${String.fromCharCode(65 + x)}${y + 1}`, y === 0));
    return `<row r="${y + 1}">${cells.join('')}</row>`;
  });
  return `${xmlHead}<worksheet xmlns="${NAMESPACE}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" \
topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns.join('')}</cols>\
<sheetData>${lines.join('')}</sheetData></worksheet>`;
}

function cellXml(cell: Cell, reference: string, head: boolean): string {
  if (typeof cell === 'string') {
    const style = head ? HEAD : PLAIN;
    return `<c r="${reference}" s="${style}" t="inlineStr"><is><t>${escapeXml(cell)}</t></is></c>`;
  }
  if (typeof cell === 'number') return `<c r="${reference}" s="${PLAIN}"><v>${cell}</v></c>`;
  const formula = 'formula' in cell ? `<f>${escapeXml(cell.formula)}</f>` : '';
  return `<c r="${reference}" s="${MONEY}">${formula}<v>${cell.pounds}</v></c>`;
}

const styles = `${xmlHead}<styleSheet xmlns="${NAMESPACE}"><numFmts count="1"><numFmt numFmtId="164" \
formatCode="&quot;£&quot;#,##0"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/>\
<sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill>\
<patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/>\
</cellStyleXfs><cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/>\
</cellXfs></styleSheet>`;
