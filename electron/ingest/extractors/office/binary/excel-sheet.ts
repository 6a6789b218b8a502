import type { Sheet } from '../../table.ts';
import { numberText } from '../number-formats.ts';
import { addRow, setCell } from '../sheet-rows.ts';
import { type ExcelRecord, excelRecords, recordTypes } from './excel-records.ts';
import { ExcelBody } from './excel-strings.ts';
import { type ExcelWorkbook, textAt } from './excel-workbook.ts';

/** What sheets of this format can have. */
const MOST_COLUMNS = 256;

/** Errors of cells by their numbers ([MS-XLS], 2.5.10). */
const errors: Readonly<Record<number, string>> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
};

export interface ExcelSheet extends Required<Pick<Sheet, 'rows' | 'leftOut'>> {
  /** Comments and texts of shapes, each with the cell at which it stands; empty where that is none. */
  notes: [cell: string, text: string][];
  /** Bytes that were looked at. */
  length: number;
}

/** The cells of a sheet that begins at a place of the workbook's stream, as they are shown, and what is beside them. */
export function readSheet(stream: Buffer, place: number, workbook: ExcelWorkbook): ExcelSheet {
  const cells = new Cells(workbook);
  const notes = new Notes(workbook);
  let end = place;
  for (const record of excelRecords(stream, place)) {
    cells.add(record);
    notes.add(record);
    end = record.end;
  }
  return { ...cells.rows(), notes: notes.all(), length: end - place };
}

class Cells {
  readonly #workbook: ExcelWorkbook;
  readonly #rows = new Map<number, string[]>();
  /** The cell of a formula of which the text follows. */
  #awaiting: { row: number; column: number } | undefined;

  constructor(workbook: ExcelWorkbook) {
    this.#workbook = workbook;
  }

  add(record: ExcelRecord): void {
    const { type, body } = record;
    if (type === recordTypes.string && this.#awaiting) {
      const { row, column } = this.#awaiting;
      this.#set(row, column, textAt(record, 0, this.#workbook));
      this.#awaiting = undefined;
    }
    if (body.length < 6) return;
    const [row, column] = [body.readUInt16LE(0), body.readUInt16LE(2)];
    if (type === recordTypes.rowOfNumbers) {
      for (let at = 4; at + 8 <= body.length; at += 6)
        this.#setNumber(row, column + (at - 4) / 6, body.readUInt16LE(at), shortNumber(body.readInt32LE(at + 2)));
    } else if (type === recordTypes.formula && body.length >= 14 && body.readUInt16LE(12) === 0xffff) {
      if (body[6] === 0) this.#awaiting = { row, column };
      if (body[6] === 1 || body[6] === 2) this.#set(row, column, truthOrError(body[8] ?? 0, body[6] === 2));
    } else {
      const value = this.#valueOf(record);
      if (typeof value === 'number') this.#setNumber(row, column, body.readUInt16LE(4), value);
      else if (value !== undefined) this.#set(row, column, value);
    }
  }

  /** What a cell alone in its record has in it. */
  #valueOf(record: ExcelRecord): string | number | undefined {
    const { type, body } = record;
    switch (type) {
      case recordTypes.label:
      case recordTypes.richLabel:
        return textAt(record, 6, this.#workbook);
      case recordTypes.sharedLabel:
        return body.length >= 10 ? this.#workbook.strings[body.readUInt32LE(6)] : undefined;
      case recordTypes.number:
      case recordTypes.formula:
        return body.length >= 14 ? body.readDoubleLE(6) : undefined;
      case recordTypes.shortNumber:
        return body.length >= 10 ? shortNumber(body.readInt32LE(6)) : undefined;
      case recordTypes.truthOrError:
        return truthOrError(body[6] ?? 0, body[7] === 1);
    }
  }

  #setNumber(row: number, column: number, style: number, value: number): void {
    const { meanings, countsFrom1904 } = this.#workbook;
    if (Number.isFinite(value)) this.#set(row, column, numberText(value, meanings[style] ?? 'plain', countsFrom1904));
  }

  #set(row: number, column: number, text: string): void {
    if (column >= MOST_COLUMNS) return;
    const cells = this.#rows.get(row) ?? [];
    this.#rows.set(row, cells);
    setCell(cells, column, text.trim());
  }

  rows(): Pick<ExcelSheet, 'rows' | 'leftOut'> {
    const rows: string[][] = [];
    let leftOut = 0;
    for (const [row, cells] of [...this.#rows].sort(([one], [other]) => one - other)) {
      leftOut += addRow(rows, row + 1 - leftOut);
      rows[rows.length - 1] = cells;
    }
    return { rows, leftOut };
  }
}

/** A number in 30 bits: whole, or the upper part of one with a fraction; in hundredths or not. */
function shortNumber(bits: number): number {
  const value = bits & 2 ? bits >> 2 : upperHalf(bits & ~3);
  return bits & 1 ? value / 100 : value;
}

function upperHalf(bits: number): number {
  const bytes = Buffer.alloc(8);
  bytes.writeInt32LE(bits, 4);
  return bytes.readDoubleLE(0);
}

function truthOrError(value: number, isError: boolean): string {
  if (isError) return errors[value] ?? '';
  return value === 1 ? 'TRUE' : 'FALSE';
}

/** What stands beside cells: a comment is a shape with text, and is told to belong to a cell behind all shapes. */
class Notes {
  readonly #workbook: ExcelWorkbook;
  readonly #shapes = new Map<number, string>();
  readonly #cells = new Map<number, string>();
  readonly #early: [cell: string, text: string][] = [];
  #shape = 0;

  constructor(workbook: ExcelWorkbook) {
    this.#workbook = workbook;
  }

  add({ type, body, continued }: ExcelRecord): void {
    if (body.length < 8) return;
    if (type === recordTypes.object) this.#shape = body.readUInt16LE(6);
    else if (type === recordTypes.textObject && body.length >= 12) {
      const [first = Buffer.alloc(0), ...others] = continued;
      const text = new ExcelBody({ body: first, continued: others });
      this.#shapes.set(this.#shape, text.characters(body.readUInt16LE(10), text.number(1)).trim());
    } else if (type === recordTypes.note) {
      const cell = cellName(body.readUInt16LE(0), body.readUInt16LE(2));
      if (this.#workbook.isBiff8) this.#cells.set(body.readUInt16LE(6), cell);
      else this.#early.push([cell, textAt({ body, continued: [] }, 4, this.#workbook).trim()]);
    }
  }

  all(): [cell: string, text: string][] {
    const shapes = [...this.#shapes].map(([shape, text]): [string, string] => [this.#cells.get(shape) ?? '', text]);
    return [...this.#early, ...shapes].filter(([, text]) => text !== '');
  }
}

/** Such as A1, from a row and a column from 0. */
function cellName(row: number, column: number): string {
  const letters = column < 26 ? '' : String.fromCharCode(64 + Math.floor(column / 26));
  return `${letters}${String.fromCharCode(65 + (column % 26))}${row + 1}`;
}
