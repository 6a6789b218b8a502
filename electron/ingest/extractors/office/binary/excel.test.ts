import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compound } from '../../compound/compound-for-tests.ts';
import { summaryInformation } from '../../compound/summary-for-tests.ts';
import { PASSWORD_NEEDED } from '../../refusal.ts';
import { endsWhateverIsDone, found } from './binary-office-for-tests.ts';
import { readExcel } from './excel.ts';
import { begin, cell, double, end, excelStream, excelString, record, u16, u32 } from './excel-for-tests.ts';
import { recordTypes as types } from './excel-records.ts';

const REVIEWS = '../shared/corpus/format-corpus/office-examples/Old Access/Reviews.xls';

function sheetsOf(bytes: Buffer): { name: string; rows: string[][] }[] {
  const { content } = found(readExcel, bytes);
  return content.type === 'table' ? content.sheets : expect.fail(content.type);
}

/** A workbook of one sheet. */
const sheetOf = (records: readonly Buffer[], head: readonly Buffer[] = []) =>
  compound({ Workbook: excelStream([{ name: 'Boats', records }], { head }) });
const rowsOf = (records: readonly Buffer[], head: readonly Buffer[] = []) => sheetsOf(sheetOf(records, head))[0]?.rows;

const formats = [
  record(types.style, u16(0), u16(0), Buffer.alloc(16)),
  record(types.style, u16(0), u16(14), Buffer.alloc(16)),
  record(types.style, u16(0), u16(164), Buffer.alloc(16)),
  record(types.format, u16(164), excelString('0.0%')),
];
const [PLAIN, DATE, PERCENT] = [0, 1, 2];

/** The strings that cells share: one is formatted and pronounced, one goes on in other records. */
const strings = [
  record(
    types.sharedStrings,
    u32(3),
    u32(3),
    excelString('Seagull'),
    formatted('Мол'),
    u16(6),
    Buffer.from([0]),
    latin('Br'),
  ),
  record(types.continued, Buffer.from([0]), latin('\xfc')),
  record(types.continued, Buffer.from([1]), Buffer.from('cke', 'utf16le')),
];

function formatted(text: string): Buffer {
  const head = Buffer.concat([u16(text.length), Buffer.from([1 | 4 | 8]), u16(2), u32(5)]);
  return Buffer.concat([head, Buffer.from(text, 'utf16le'), Buffer.alloc(8), Buffer.alloc(5)]);
}

function latin(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

const shared = (row: number, column: number, index: number) => cell(types.sharedLabel, row, column, u32(index));

describe('an Excel workbook', () => {
  it('has the texts that its cells share, wherever their records end', () => {
    expect(rowsOf([shared(0, 0, 0), shared(0, 2, 1), shared(2, 0, 2), shared(2, 1, 99)], strings)).toEqual([
      ['Seagull', '', 'Мол'],
      [],
      ['Brücke'],
    ]);
  });

  it('has its numbers as people read them', () => {
    const rows = rowsOf(
      [
        cell(types.number, 0, 0, double(1234.5), PLAIN),
        cell(types.number, 0, 1, double(36_297), DATE),
        cell(types.shortNumber, 0, 2, u32((125 << 2) | 2), PLAIN),
        cell(types.shortNumber, 0, 3, u32((-12_345 << 2) | 3), PLAIN),
        record(types.rowOfNumbers, u16(1), u16(1), u16(PERCENT), double(0.5).subarray(4), u16(PLAIN), u32(30), u16(2)),
      ],
      formats,
    );
    expect(rows).toEqual([
      ['1234.5', '1999-05-17', '125', '-123.45'],
      ['', '50%', '7'],
    ]);
  });

  it('counts days from 1904 where it says so', () => {
    const head = [...formats, record(types.dateMode, u16(1))];
    expect(rowsOf([cell(types.number, 0, 0, double(0), DATE)], head)).toEqual([['1904-01-01']]);
  });

  it('has what its formulas came to', () => {
    const special = (kind: number, value: number) => Buffer.from([kind, 0, value, 0, 0, 0, 0xff, 0xff]);
    const rows = rowsOf([
      cell(types.formula, 0, 0, double(42)),
      cell(types.formula, 0, 1, special(0, 0)),
      record(types.string, excelString('sum')),
      cell(types.formula, 0, 2, special(1, 1)),
      cell(types.formula, 0, 3, special(2, 7)),
      cell(types.truthOrError, 0, 4, Buffer.from([0, 0])),
      cell(types.truthOrError, 0, 5, Buffer.from([42, 1])),
    ]);
    expect(rows).toEqual([['42', 'sum', 'TRUE', '#DIV/0!', 'FALSE', '#N/A']]);
  });

  it('has its sheets by name, without charts, and the comments of cells', () => {
    const box = (id: number, text: string) => [
      record(types.object, Buffer.alloc(6), u16(id), Buffer.alloc(8)),
      record(types.textObject, Buffer.alloc(10), u16(text.length), Buffer.alloc(6)),
      record(types.continued, Buffer.from([0]), latin(text)),
      record(types.continued, Buffer.alloc(16)),
    ];
    const label = cell(types.label, 0, 0, excelString('Seagull'));
    const chart = [begin(), cell(types.label, 5, 5, excelString('in a chart')), end];
    const comment = record(types.note, u16(2), u16(27), u16(0), u16(8), excelString('Ines'));
    const stream = excelStream([
      { name: 'Boats', records: [label, ...box(7, 'A shape'), ...box(8, 'Is it so?'), comment] },
      { name: 'Chart', records: chart, kind: 2 },
    ]);
    const summary = summaryInformation({ 4: latin('Ines') });
    const file = compound({ WORKBOOK: stream, '\x05SummaryInformation': summary });
    expect(sheetsOf(file)).toMatchObject([
      { name: 'Boats', rows: [['Seagull']] },
      {
        name: 'Comments and shapes',
        rows: [
          ['', 'A shape'],
          ['AB3', 'Is it so?'],
        ],
      },
    ]);
    expect(found(readExcel, file)).toMatchObject({
      metadata: [{ label: 'Author', value: 'Ines' }],
      passages: [{ anchor: { type: 'cells', sheet: 'Boats', startRow: 1, endRow: 1 } }, {}],
    });
  });

  it('of Excel 5 is read in its code page', () => {
    const text = Buffer.concat([u16(3), Buffer.from([0xea, 0xee, 0xf2])]);
    const stream = excelStream([{ name: 'Cats', records: [cell(types.label, 0, 0, text)] }], {
      version: 0x0500,
      head: [record(types.codePage, u16(1251))],
    });
    for (const file of [compound({ Book: stream }), stream])
      expect(sheetsOf(file)).toMatchObject([{ name: 'Cats', rows: [['кот']] }]);
  });

  it('ends in a reason when it is encrypted or damaged', () => {
    expect(readExcel(sheetOf([], [record(types.encrypted, u16(1))]))).toEqual({
      refused: 'failed',
      reason: PASSWORD_NEEDED,
    });
    const damaged = { refused: 'failed', reason: expect.stringContaining('damaged') };
    expect(readExcel(compound({ Workbook: Buffer.alloc(100) }))).toMatchObject(damaged);
    expect(readExcel(compound({ Other: Buffer.alloc(100) }))).toMatchObject(damaged);
  });

  it('ends in a result or a reason whatever is done to it', () => {
    const records = [
      shared(0, 0, 0),
      shared(1, 1, 2),
      cell(types.number, 2, 0, double(1)),
      cell(types.label, 3, 0, excelString('x')),
    ];
    const stream = excelStream([{ name: 'Boats', records }], { head: [...strings, ...formats] });
    expect(sheetsOf(stream)).toHaveLength(1);
    endsWhateverIsDone(readExcel, stream);
  });

  it('that leads to the same sheet again and again is read within bounds', () => {
    const records = Array.from({ length: 200 }, (_, row) => cell(types.label, row, 0, excelString('Seagull')));
    const stream = excelStream([
      ...Array.from({ length: 50 }, () => ({ name: 'x', records: [] })),
      { name: 'x', records },
    ]);
    const last = stream.readUInt32LE(begin().length + 50 * 13 + 4);
    for (let sheet = 0; sheet < 50; sheet++) stream.writeUInt32LE(last, begin().length + sheet * 13 + 4);
    expect(found(readExcel, stream)).toMatchObject({ pages: 1, notes: [expect.stringContaining('left out')] });
  });

  it('of the format corpus is read', ({ skip }) => {
    skip(!existsSync(REVIEWS), 'the format corpus is not there');
    expect(sheetsOf(readFileSync(REVIEWS))[0]?.rows[1]?.slice(0, 2)).toEqual([
      'Bernstein',
      'Symphony 1, Concerto for orchestra',
    ]);
  });
});
