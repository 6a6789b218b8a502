import { MOST_COLUMNS, type Sheet } from '../table.ts';
import { builtInMeaning, meaningOf, type NumberMeaning, numberText } from './number-formats.ts';
import { relationsOf } from './package-relations.ts';
import { addRow, setCell } from './sheet-rows.ts';
import { attribute, type XmlToken, xmlTokens } from './xml-tokens.ts';
import type { ZipArchive } from './zip-archive.ts';

/** Rows of a sheet of which the cells are kept, as more are not shown; the others are counted. */
const KEPT_ROWS = 100_000;

/**
 * The sheets of an Excel workbook (ECMA-376, 18): what the cells show, with formulas as the values that were stored.
 * Undefined where the workbook itself is missing.
 */
export function readWorkbook(archive: ZipArchive): Sheet[] | undefined {
  const path = archive.names.find((name) => /^xl\/workbook\d*\.xml$/.test(name));
  const workbook = path === undefined ? undefined : archive.text(path);
  if (path === undefined || workbook === undefined) return undefined;
  const targets = relationsOf(archive, path);
  const cells: CellContext = {
    strings: sharedStrings(archive.text('xl/sharedStrings.xml') ?? ''),
    meanings: cellMeanings(archive.text('xl/styles.xml') ?? ''),
    countsFrom1904: /<(?:\w+:)?workbookPr\b[^>]*\bdate1904="(?:1|true)"/.test(workbook),
  };
  const named = [...xmlTokens(workbook)].flatMap((token) => {
    const target = isElement(token, 'sheet') ? targets.get(attribute(token, 'id') ?? '') : undefined;
    return isElement(token, 'sheet') && target !== undefined ? [{ name: attribute(token, 'name') ?? '', target }] : [];
  });
  const found = named.length > 0 ? named : unnamedSheets(archive);
  return found
    .filter(({ target }) => !target.includes('chartsheets/'))
    .map(({ name, target }) => ({ name, ...readRows(archive.text(target) ?? '', cells) }));
}

type Element = Exclude<XmlToken, { type: 'text' }>;

function isElement(token: XmlToken, name: string): token is Element {
  return token.type !== 'text' && token.type !== 'close' && token.name === name;
}

/** Sheets in the order of their numbers, where the workbook does not say which they are. */
function unnamedSheets(archive: ZipArchive): { name: string; target: string }[] {
  const order = new Intl.Collator('en', { numeric: true });
  return archive.names
    .filter((name) => /^xl\/worksheets\/[^/]+\.xml$/.test(name))
    .sort(order.compare)
    .map((target, index) => ({ name: `Sheet${index + 1}`, target }));
}

/** Texts that cells refer to by number; how they are to be pronounced is left out. */
function sharedStrings(xml: string): string[] {
  const strings: string[] = [];
  let open = '';
  let inText = false;
  let inPhonetic = false;
  for (const token of xmlTokens(xml)) {
    if (token.type === 'text') {
      if (inText && !inPhonetic) open += token.text;
    } else if (token.name === 't') inText = token.type === 'open';
    else if (token.name === 'rPh') inPhonetic = token.type === 'open';
    else if (token.name === 'si') {
      if (token.type !== 'open') strings.push(open);
      open = '';
    }
  }
  return strings;
}

/** What the numbers in cells of each style mean. */
function cellMeanings(styles: string): NumberMeaning[] {
  const own = new Map<number, NumberMeaning>();
  const meanings: NumberMeaning[] = [];
  let inCellStyles = false;
  for (const token of xmlTokens(styles)) {
    if (token.type === 'text') continue;
    if (token.name === 'cellXfs') inCellStyles = token.type === 'open';
    if (isElement(token, 'numFmt'))
      own.set(Number(attribute(token, 'numFmtId')), meaningOf(attribute(token, 'formatCode') ?? ''));
    if (!inCellStyles || !isElement(token, 'xf')) continue;
    const id = Number(attribute(token, 'numFmtId') ?? 0);
    meanings.push(own.get(id) ?? builtInMeaning(id));
  }
  return meanings;
}

interface CellContext {
  strings: readonly string[];
  meanings: readonly NumberMeaning[];
  countsFrom1904: boolean;
}

interface OpenCell {
  column: number;
  type: string;
  style: number;
  /** The text of `v`, or of the texts in `is`. */
  value: string;
}

/** The rows of a sheet; cells and rows that it leaves out are there, empty, unless they are very many. */
function readRows(xml: string, context: CellContext): Pick<Sheet, 'rows' | 'leftOut'> {
  const rows: string[][] = [];
  let leftOut = 0;
  let row: string[] = [];
  let cell: OpenCell | undefined;
  let inValue = false;
  for (const token of xmlTokens(xml)) {
    if (token.type === 'text') {
      if (cell && inValue) cell.value += token.text;
      continue;
    }
    switch (token.name) {
      case 'row':
        if (token.type === 'close') break;
        leftOut += addRow(rows, Number(attribute(token, 'r')) - leftOut);
        row = rows.at(-1) ?? [];
        break;
      case 'c':
        if (token.type === 'close' && cell) setCell(row, cell.column, cellText(cell, context));
        cell = token.type === 'open' && rows.length <= KEPT_ROWS ? openCell(token, row) : undefined;
        break;
      case 'v':
      case 't':
        inValue = token.type === 'open';
        break;
      case 'rPh':
        // The text that follows is how the one before is pronounced.
        if (cell && token.type === 'open') setCell(row, cell.column, cellText(cell, context));
        if (token.type === 'open') cell = undefined;
        break;
    }
  }
  return { rows, leftOut };
}

function openCell(token: Element, row: readonly string[]): OpenCell {
  const letters = /^[A-Z]{1,3}(?![A-Z])/.exec(attribute(token, 'r') ?? '')?.[0];
  const column = letters === undefined ? MOST_COLUMNS : columnNumber(letters) - 1;
  return {
    column: column < MOST_COLUMNS ? column : row.length,
    type: attribute(token, 't') ?? 'n',
    style: Number(attribute(token, 's') ?? 0),
    value: '',
  };
}

/** A → 1, Z → 26, AA → 27. */
function columnNumber(letters: string): number {
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);
}

function cellText({ type, style, value }: OpenCell, { strings, meanings, countsFrom1904 }: CellContext): string {
  switch (type) {
    case 's':
      return (strings[Number(value)] ?? '').trim();
    case 'b':
      return value.trim() === '1' ? 'TRUE' : 'FALSE';
    case 'n': {
      const number = Number(value);
      if (value.trim() === '' || !Number.isFinite(number)) return value.trim();
      return numberText(number, meanings[style] ?? 'plain', countsFrom1904);
    }
    default:
      return value.trim();
  }
}
