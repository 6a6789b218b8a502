import type { ExtractedContent } from '../../../shared/contract/library.ts';
import type { Block } from '../chunker.ts';
import { cleanText } from '../chunker.ts';

/** Rows and columns of a sheet that the viewer is given. */
const SHOWN_ROWS = 2000;
const SHOWN_COLUMNS = 100;
const CELL_SHOWN = 2000;

export interface Sheet {
  name: string;
  rows: string[][];
}

/** Sheets as the viewer shows them. */
export function tableContent(sheets: readonly Sheet[]): ExtractedContent {
  return {
    type: 'table',
    sheets: sheets.map(({ name, rows }) => ({
      name,
      rows: rows
        .slice(0, SHOWN_ROWS)
        .map((row) => row.slice(0, SHOWN_COLUMNS).map((cell) => cell.slice(0, CELL_SHOWN))),
      truncated: rows.length > SHOWN_ROWS || rows.some((row) => row.length > SHOWN_COLUMNS),
    })),
  };
}

/** A block a row: its cells with the names of their columns, where the sheet has a header. */
export function rowBlocks({ name, rows }: Sheet): Block[] {
  const header = headerOf(rows);
  const columns = Math.max(1, ...rows.slice(0, SHOWN_ROWS).map((row) => row.length));
  return rows.flatMap((row, index): Block[] => {
    const text = rowText(row, header && index > 0 ? header : undefined);
    return text === ''
      ? []
      : [{ text, anchor: { type: 'cells', sheet: name, startRow: index + 1, endRow: index + 1, columns } }];
  });
}

function rowText(row: readonly string[], header: readonly string[] | undefined): string {
  const cells = row.map((cell, column) => {
    const value = cleanText(cell).replace(/\s+/g, ' ').trim();
    const label = header?.[column]?.trim();
    return value !== '' && label ? `${label}: ${value}` : value;
  });
  return cells.filter((cell) => cell !== '').join(' | ');
}

/** The first row, when it names the columns: words in every cell, and other things below. */
function headerOf(rows: readonly string[][]): string[] | undefined {
  const [first, ...rest] = rows;
  if (!first || rest.length === 0 || first.length < 2) return undefined;
  const named = first.every((cell) => /\p{L}/u.test(cell) && cell.length <= 60) && new Set(first).size === first.length;
  return named ? first : undefined;
}
