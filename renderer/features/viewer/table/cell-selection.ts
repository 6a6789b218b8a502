/** A cell of a sheet, row and column counted from 0. */
export interface Cell {
  row: number;
  column: number;
}

/** A rectangle of cells: from where the selection began to where it was drawn. */
export interface CellRange {
  from: Cell;
  to: Cell;
}

/** Whether a cell lies in the range. */
export function holds({ from, to }: CellRange, { row, column }: Cell): boolean {
  return (
    row >= Math.min(from.row, to.row) &&
    row <= Math.max(from.row, to.row) &&
    column >= Math.min(from.column, to.column) &&
    column <= Math.max(from.column, to.column)
  );
}

/** The cell that a key leads to; undefined for keys that do not move. */
export function cellAfterKey(
  key: string,
  far: boolean,
  cell: Cell,
  size: { rows: number; columns: number },
): Cell | undefined {
  const last = { row: size.rows - 1, column: size.columns - 1 };
  switch (key) {
    case 'ArrowUp':
      return { ...cell, row: far ? 0 : Math.max(0, cell.row - 1) };
    case 'ArrowDown':
      return { ...cell, row: far ? last.row : Math.min(last.row, cell.row + 1) };
    case 'ArrowLeft':
      return { ...cell, column: far ? 0 : Math.max(0, cell.column - 1) };
    case 'ArrowRight':
      return { ...cell, column: far ? last.column : Math.min(last.column, cell.column + 1) };
    case 'PageUp':
      return { ...cell, row: Math.max(0, cell.row - 20) };
    case 'PageDown':
      return { ...cell, row: Math.min(last.row, cell.row + 20) };
    case 'Home':
      return far ? { row: 0, column: 0 } : { ...cell, column: 0 };
    case 'End':
      return far ? last : { ...cell, column: last.column };
    default:
      return undefined;
  }
}

/** The cells of a range as tab-separated text, as spreadsheets take it from the clipboard. */
export function copiedCells(rows: readonly (readonly string[])[], { from, to }: CellRange): string {
  const [left, right] = [Math.min(from.column, to.column), Math.max(from.column, to.column)];
  const chosen = rows.slice(Math.min(from.row, to.row), Math.max(from.row, to.row) + 1);
  return chosen
    .map((row) => Array.from({ length: right - left + 1 }, (_, index) => quoted(row[left + index] ?? '')).join('\t'))
    .join('\n');
}

function quoted(value: string): string {
  return /[\t\n\r"]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

const NARROWEST = 56;
const WIDEST = 320;
const CHARACTER_WIDTH = 8;
const ROWS_LOOKED_AT = 200;

/** Widths of a sheet's columns in CSS pixels, by what stands in its first rows. */
export function columnWidths(rows: readonly (readonly string[])[], columns: number): number[] {
  const longest = new Array<number>(columns).fill(0);
  for (const row of rows.slice(0, ROWS_LOOKED_AT)) {
    row.forEach((value, column) => {
      longest[column] = Math.max(longest[column] ?? 0, value.length);
    });
  }
  return longest.map((length) => Math.round(Math.min(WIDEST, Math.max(NARROWEST, length * CHARACTER_WIDTH + 20))));
}
