import { MOST_COLUMNS } from '../table.ts';

/** Empty rows one after the other that are kept. */
const LONGEST_GAP = 10_000;
/** What a sheet can have (Excel's limit): a row beyond is a mistake in the file, and so is a column. */
const MOST_ROWS = 1_048_576;

/** Adds a row by its number, from 1, with those before it; answers how many of these were left out. */
export function addRow(rows: string[][], number: number): number {
  const at = Number.isInteger(number) && number > rows.length && number <= MOST_ROWS ? number : rows.length + 1;
  const gap = at - rows.length - 1;
  const leftOut = gap > LONGEST_GAP ? gap : 0;
  while (rows.length < at - leftOut) rows.push([]);
  return leftOut;
}

/** Puts a text into a row's column, from 0; an empty one changes nothing. */
export function setCell(row: string[], column: number, text: string): void {
  if (text === '' || column >= MOST_COLUMNS) return;
  while (row.length < column) row.push('');
  row[column] = text;
}
