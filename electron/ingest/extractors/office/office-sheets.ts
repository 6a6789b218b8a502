import type { OfficeContentNode, OfficeParserAST } from 'officeparser';
import type { Sheet } from '../table.ts';

interface CellPlace {
  row?: number;
  col?: number;
}

/** The sheets of a parsed spreadsheet. */
export function sheetsOf(document: OfficeParserAST): Sheet[] {
  return document.content.filter(({ type }) => type === 'sheet').map(toSheet);
}

function toSheet(node: OfficeContentNode, index: number): Sheet {
  const rows: string[][] = [];
  for (const cell of (node.children ?? []).flatMap(({ children }) => children ?? [])) {
    const { row = rows.length, col = 0 } = (cell.metadata ?? {}) as CellPlace;
    // Rows that the document skips are there, empty.
    while (rows.length <= row) rows.push([]);
    const cells = rows[row] ?? [];
    while (cells.length < col) cells.push('');
    cells[col] = (cell.text ?? '').trim();
  }
  const { sheetName } = (node.metadata ?? {}) as { sheetName?: string };
  return { name: sheetName ?? `Sheet${index + 1}`, rows };
}
