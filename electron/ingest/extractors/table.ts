import type { Extraction } from '../../workers/media-protocol.ts';
import { type Block, chunkBlocks, cleanText } from '../chunker.ts';

/** Columns of a table that is shown as one: as many as Excel has. */
export const MOST_COLUMNS = 16_384;
/** What of a document's sheets is searched and shown; a window cannot hold more. */
const bounds = {
  rows: 100_000,
  /** As long as those of Excel. */
  cell: 32_767,
  /** Characters of all sheets together. */
  text: 20 * 1024 * 1024,
};

export interface Sheet {
  name: string;
  rows: string[][];
  /** Empty rows between these that are not among them. */
  leftOut?: number;
}

type About = Pick<Extraction, 'engine' | 'engineVersion' | 'title' | 'date' | 'metadata'>;

/** The extraction of a document of sheets. What is searched is exactly what is shown, so that every hit has its row. */
export function tableExtraction(sheets: readonly Sheet[], about: About, notes: readonly string[]): Extraction {
  const shown = withinBounds(sheets);
  return {
    ...about,
    notes: [...notes, ...shown.flatMap(noteOf)],
    width: 0,
    height: 0,
    pages: sheets.length,
    content: {
      type: 'table',
      sheets: shown.map(({ name, rows, total }) => ({ name, rows, truncated: rows.length < total.rows })),
    },
    passages: chunkBlocks(shown.flatMap(rowBlocks)),
    pagesForOcr: [],
  };
}

interface ShownSheet extends Required<Sheet> {
  /** Whether there are cells of which the beginning alone is there. */
  hasLongCells: boolean;
  /** What the sheet has in all. */
  total: { rows: number; columns: number };
}

function withinBounds(sheets: readonly Sheet[]): ShownSheet[] {
  let left = bounds.text;
  return sheets.map(({ name, rows, leftOut = 0 }) => {
    const shown: string[][] = [];
    let hasLongCells = false;
    for (const row of rows.slice(0, bounds.rows)) {
      hasLongCells ||= row.some((cell) => cell.length > bounds.cell);
      const cells = row.slice(0, MOST_COLUMNS).map((cell) => cell.slice(0, bounds.cell));
      left -= cells.reduce((length, cell) => length + cell.length, 0);
      if (left < 0) break;
      shown.push(cells);
    }
    return { name, rows: shown, leftOut, hasLongCells, total: { rows: rows.length, columns: columnCount(rows) } };
  });
}

export function columnCount(rows: readonly (readonly string[])[]): number {
  return rows.reduce((most, row) => Math.max(most, row.length), 0);
}

function noteOf({ name, rows, leftOut, hasLongCells, total }: ShownSheet): string[] {
  const parts: string[] = [];
  if (rows.length < total.rows)
    parts.push(`the first ${rows.length.toLocaleString('en')} of ${total.rows.toLocaleString('en')} rows`);
  if (total.columns > MOST_COLUMNS)
    parts.push(`the first ${MOST_COLUMNS.toLocaleString('en')} of ${total.columns.toLocaleString('en')} columns`);
  return [
    ...(parts.length === 0 ? [] : [`Of “${name}” ${parts.join(' and ')} are shown and searched.`]),
    ...(hasLongCells
      ? [`In “${name}” the first ${bounds.cell.toLocaleString('en')} characters of each cell are shown and searched.`]
      : []),
    ...(leftOut === 0
      ? []
      : [`In “${name}” ${leftOut.toLocaleString('en')} empty rows are left out, so that rows have other numbers.`]),
  ];
}

/** A block a row: its cells with the names of their columns, where the sheet has a header. */
function rowBlocks({ name, rows }: ShownSheet): Block[] {
  const columns = Math.max(1, columnCount(rows));
  return rowTexts(rows).flatMap((text, index): Block[] =>
    text === ''
      ? []
      : [{ text, anchor: { type: 'cells', sheet: name, startRow: index + 1, endRow: index + 1, columns } }],
  );
}

/** Each row as one line of text, empty for those that are. */
export function rowTexts(rows: readonly string[][]): string[] {
  const header = headerOf(rows);
  return rows.map((row, index) => rowText(row, index > 0 ? header : undefined));
}

function rowText(row: readonly string[], header: readonly string[] | undefined): string {
  const cells = row.map((cell, column) => {
    const value = isPlain(cell) ? cell : cleanText(cell).replace(/\s+/g, ' ').trim();
    const label = header?.[column]?.trim();
    return value !== '' && label ? `${label}: ${value}` : value;
  });
  return cells.filter((cell) => cell !== '').join(' | ');
}

/** Whether a cell is, as most are, words of ASCII with single spaces between them. */
function isPlain(cell: string): boolean {
  return /^[!-~]+(?: [!-~]+)*$/.test(cell);
}

/** The first row, when it names the columns: words in every cell, and other things below. */
function headerOf(rows: readonly string[][]): string[] | undefined {
  const [first] = rows;
  if (!first || rows.length < 2 || first.length < 2) return undefined;
  const named = first.every((cell) => /\p{L}/u.test(cell) && cell.length <= 60) && new Set(first).size === first.length;
  return named ? first : undefined;
}
