import type { Extraction, Refusal } from '../../../../workers/media-protocol.ts';
import { readCompoundFile } from '../../compound/compound-storage.ts';
import { type Summary, summaryOf } from '../../compound/summary-information.ts';
import { extractors } from '../../readers.ts';
import { DOCUMENT_DAMAGED, failed, PASSWORD_NEEDED } from '../../refusal.ts';
import { type Sheet, tableExtraction } from '../../table.ts';
import { SHEET_OF_NOTES } from '../sheet-notes.ts';
import { type ExcelSheet, readSheet } from './excel-sheet.ts';
import { type ExcelWorkbook, readWorkbookHead } from './excel-workbook.ts';

/** Cells, empty ones and rows included, that fit into the reader's memory. */
const MOST_CELLS = 10_000_000;
const CUT = 'The workbook has more cells than can be read at once: the sheets behind those are left out.';
const NO_SUMMARY: Summary = { title: '', date: null, metadata: [] };

/** A workbook of Excel 5 to 2003 (.xls); undefined where it is of an earlier version, which this does not read. */
export function readExcel(bytes: Buffer): Extraction | Refusal | undefined {
  const root = readCompoundFile(bytes);
  // Excel wrote its names in capitals at times. Without a compound file around it the file is the stream.
  const streams = new Map([...(root?.streams ?? [])].map(([name, stream]) => [name.toLowerCase(), stream]));
  const stream = root ? (streams.get('workbook') ?? streams.get('book'))?.() : bytes;
  if (!stream) return failed(DOCUMENT_DAMAGED);
  const workbook = readWorkbookHead(stream);
  if (workbook === 'unknown version') return undefined;
  if (workbook === 'encrypted') return failed(PASSWORD_NEEDED);
  if (workbook === 'damaged') return failed(DOCUMENT_DAMAGED);
  const { sheets, isCut } = sheetsOf(stream, workbook);
  const about = { ...extractors.oldExcel.alone, ...(root ? summaryOf(root) : NO_SUMMARY) };
  return tableExtraction(sheets, about, isCut ? [CUT] : []);
}

/** The sheets with cells, and last what stands beside cells. */
function sheetsOf(stream: Buffer, workbook: ExcelWorkbook): { sheets: Sheet[]; isCut: boolean } {
  const sheets: Sheet[] = [];
  const notes: string[][] = [];
  const listed = workbook.sheets.filter(({ hasCells }) => hasCells);
  let [bytesLeft, cellsLeft] = [stream.length, MOST_CELLS];
  for (const { name, place } of listed) {
    const sheet = readSheet(stream, place, workbook);
    // Sheets lie one behind the other, so that all together are no longer than the stream.
    bytesLeft -= sheet.length;
    cellsLeft -= cellsIn(sheet);
    if (bytesLeft < 0 || cellsLeft < 0) return { sheets: withNotes(sheets, notes), isCut: true };
    sheets.push({ name, rows: sheet.rows, leftOut: sheet.leftOut });
    notes.push(...sheet.notes);
  }
  return { sheets: withNotes(sheets, notes), isCut: false };
}

function withNotes(sheets: readonly Sheet[], rows: string[][]): Sheet[] {
  return rows.length === 0 ? [...sheets] : [...sheets, { name: SHEET_OF_NOTES, rows }];
}

function cellsIn({ rows }: ExcelSheet): number {
  return rows.reduce((sum, { length }) => sum + length + 1, 0);
}
