import { encodingOfCodePage } from '../../rtf/rtf-encodings.ts';
import { decodeBytes } from '../../text/dos-code-pages.ts';
import { builtInMeaning, meaningOf, type NumberMeaning } from '../number-formats.ts';
import { type ExcelRecord, excelRecords, recordTypes } from './excel-records.ts';
import { ExcelBody, sharedStrings } from './excel-strings.ts';

/** Versions of the format: that of Excel 97 to 2003, and that of Excel 5 and 95. */
const BIFF_8 = 0x0600;
const BIFF_5 = 0x0500;
/** UTF-16, as which Excel 97 says that its text is. */
const UTF16 = 1200;

/** What a workbook says before its sheets. */
export interface ExcelWorkbook {
  isBiff8: boolean;
  /** Of the texts of early versions. */
  encoding: string;
  countsFrom1904: boolean;
  strings: readonly string[];
  /** What numbers mean, by the number of a cell's style. */
  meanings: readonly NumberMeaning[];
  sheets: readonly ListedSheet[];
}

export interface ListedSheet {
  name: string;
  /** Where it begins. */
  place: number;
  hasCells: boolean;
}

/** Kinds of sheets with cells: worksheets, and those of macros. */
const withCells: ReadonlySet<number> = new Set([0, 1]);

/** What a workbook's stream ([MS-XLS], 2.1.7.20) says before its sheets, or why it cannot be read. */
export function readWorkbookHead(stream: Buffer): ExcelWorkbook | 'encrypted' | 'unknown version' | 'damaged' {
  if (stream.length < 8 || stream.readUInt16LE(0) !== recordTypes.begin) return 'damaged';
  const version = stream.readUInt16LE(4);
  if (version !== BIFF_8 && version !== BIFF_5) return 'unknown version';
  const isBiff8 = version === BIFF_8;
  const head = { isBiff8, encoding: encodingOfCodePage(1252), countsFrom1904: false, strings: [] as readonly string[] };
  const sheets: ListedSheet[] = [];
  const formats = new Map<number, NumberMeaning>();
  const styles: number[] = [];
  for (const record of excelRecords(stream, 0)) {
    const { type, body } = record;
    if (type === recordTypes.encrypted) return 'encrypted';
    if (type === recordTypes.sharedStrings) head.strings = sharedStrings(record);
    else if (type === recordTypes.codePage) head.encoding = encodingIn(body) ?? head.encoding;
    else if (type === recordTypes.dateMode) head.countsFrom1904 = body[0] === 1;
    else if (type === recordTypes.style && body.length >= 4) styles.push(body.readUInt16LE(2));
    else if (type === recordTypes.format && body.length >= 3)
      formats.set(body.readUInt16LE(0), meaningOf(formatIn(record, head)));
    else if (type === recordTypes.sheet && body.length >= 8) sheets.push(sheetIn(record, head));
  }
  return { ...head, sheets, meanings: styles.map((format) => formats.get(format) ?? builtInMeaning(format)) };
}

type TextForm = Pick<ExcelWorkbook, 'isBiff8' | 'encoding'>;

/** The text of a record from a place on, with its length, of two bytes, before it. */
export function textAt(
  record: Pick<ExcelRecord, 'body' | 'continued'>,
  at: number,
  { isBiff8, encoding }: TextForm,
): string {
  const { body } = record;
  if (body.length < at + 2) return '';
  return isBiff8
    ? new ExcelBody(record, at).string()
    : decodeBytes(body.subarray(at + 2, at + 2 + body.readUInt16LE(at)), encoding);
}

/** The same with a length of one byte. */
function shortTextAt({ body }: ExcelRecord, at: number, { isBiff8, encoding }: TextForm): string {
  const length = body[at] ?? 0;
  return isBiff8
    ? new ExcelBody({ body, continued: [] }, at + 2).characters(length, body[at + 1] ?? 0)
    : decodeBytes(body.subarray(at + 1, at + 1 + length), encoding);
}

function formatIn(record: ExcelRecord, form: TextForm): string {
  return form.isBiff8 ? textAt(record, 2, form) : shortTextAt(record, 2, form);
}

function sheetIn(record: ExcelRecord, form: TextForm): ListedSheet {
  const { body } = record;
  return {
    name: shortTextAt(record, 6, form),
    place: body.readUInt32LE(0),
    hasCells: withCells.has(body[5] ?? 0),
  };
}

function encodingIn(body: Buffer): string | undefined {
  const codePage = body.length >= 2 ? body.readUInt16LE(0) : UTF16;
  if (codePage === UTF16) return undefined;
  // 32768 is Excel's number for the code page of the Macintosh, 32769 for Windows'.
  return encodingOfCodePage(codePage === 32_768 ? 10_000 : codePage);
}
