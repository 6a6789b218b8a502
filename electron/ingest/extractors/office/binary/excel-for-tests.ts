import { recordTypes } from './excel-records.ts';

/** A record of a workbook ([MS-XLS], 2.1.4). */
export function record(type: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([u16(type), u16(body.length), body]);
}

/** A cell's record: where it is, and of which style. */
export function cell(type: number, row: number, column: number, value: Buffer, style = 0): Buffer {
  return record(type, u16(row), u16(column), u16(style), value);
}

/** The beginning of a workbook, or of what is in it. */
export function begin(version: 0x0600 | 0x0500 = 0x0600): Buffer {
  return record(recordTypes.begin, u16(version), u16(5), Buffer.alloc(4));
}
export const end = record(recordTypes.end);

export interface SheetForTests {
  /** In Latin 1. */
  name: string;
  records: readonly Buffer[];
  /** 0 for a sheet with cells, 2 for one that is a chart. */
  kind?: number;
}

/** A workbook's stream: what it says of itself, and its sheets. */
export function excelStream(
  sheets: readonly SheetForTests[],
  { version = 0x0600, head = [] }: { version?: 0x0600 | 0x0500; head?: readonly Buffer[] } = {},
): Buffer {
  const listed = (places: readonly number[]) =>
    Buffer.concat([
      begin(version),
      ...head,
      ...sheets.map(({ name, kind = 0 }, index) => {
        const length = version === 0x0600 ? Buffer.from([name.length, 0]) : Buffer.from([name.length]);
        const place = u32(places[index] ?? 0);
        return record(recordTypes.sheet, place, Buffer.from([0, kind]), length, Buffer.from(name, 'latin1'));
      }),
      end,
    ]);
  const bodies = sheets.map(({ records }) => Buffer.concat([begin(version), ...records, end]));
  const headLength = listed([]).length;
  const places = bodies.map((_, index) => bodies.slice(0, index).reduce((sum, { length }) => sum + length, headLength));
  return Buffer.concat([listed(places), ...bodies]);
}

/** A string with its length before it, of 8 bits a character where that is enough. */
export function excelString(text: string): Buffer {
  const isWide = Array.from(text, (character) => character.charCodeAt(0)).some((code) => code > 255);
  return Buffer.concat([
    u16(text.length),
    Buffer.from([isWide ? 1 : 0]),
    Buffer.from(text, isWide ? 'utf16le' : 'latin1'),
  ]);
}

export function u16(number: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(number);
  return bytes;
}

export function u32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number >>> 0);
  return bytes;
}

export function double(number: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(number);
  return bytes;
}
