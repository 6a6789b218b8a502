import Papa from 'papaparse';
import type { Extraction, SourcePath } from '../../../workers/media-protocol.ts';
import { extractors } from '../readers.ts';
import { columnCount, MOST_COLUMNS, rowTexts, type Sheet, tableExtraction } from '../table.ts';
import { readText } from './read-text.ts';
import { textExtraction } from './text.ts';

const ENGINE = extractors.csv;
const SEPARATORS = [',', ';', '\t', '|'];
const ROWS_LOOKED_AT = 50;
/** A character that no text has, for rows in which quotes are mere characters. */
const NO_QUOTE = '\0';

/** Comma- or otherwise separated values: one sheet, each row findable with its columns' names. */
export async function extractCsv(path: SourcePath, mime: string): Promise<Extraction> {
  const { text, notes } = readText(path);
  const { rows, separator } = parseRows(text, mime === 'text/tab-separated-values' ? '\t' : '');
  const sheet: Sheet = { name: 'Table', rows };
  const metadata = [
    { label: 'Rows', value: String(rows.length) },
    { label: 'Separator', value: separator === '\t' ? 'tab' : separator },
  ];
  const about = { ...ENGINE, title: '', date: null, metadata };
  const columns = columnCount(rows);
  if (columns <= MOST_COLUMNS) return tableExtraction([sheet], about, notes);
  const lines = rowTexts(rows).join('\n');
  return textExtraction({ ...about, text: lines, format: 'plain', notes: [...notes, asLines(columns)] });
}

/** Why a table is none to look at. */
const asLines = (columns: number) =>
  `It has ${columns.toLocaleString('en')} columns, more than the ${MOST_COLUMNS.toLocaleString('en')} of a table that can be shown: each row is a line of text.`;

/** The rows of a table, empty ones too, so that they count as in other programs. */
function parseRows(text: string, known: string): { rows: string[][]; separator: string } {
  // Excel writes the separator into a line of its own.
  const said = /^sep=(.)\n/i.exec(text);
  const body = said ? text.slice(said[0].length) : text;
  const options = { delimiter: said?.[1] || known || separatorOf(body), newline: '\n' } as const;
  const quoted = Papa.parse<string[]>(body, options);
  // A quotation mark that is never closed would make one cell of all that follows.
  const unclosed = quoted.errors.some(({ code }) => code === 'MissingQuotes');
  const { data, meta } = unclosed ? Papa.parse<string[]>(body, { ...options, quoteChar: NO_QUOTE }) : quoted;
  const rows = data.map((row) => (row.length === 1 && row[0] === '' ? [] : row));
  while (rows.length > 0 && rows.at(-1)?.length === 0) rows.pop();
  return { rows, separator: meta.delimiter };
}

/** What sets the cells of a table apart: that by which most of its first rows are equally long, and the longer the surer. */
function separatorOf(text: string): string {
  let best = { separator: ',', share: 0, columns: 0 };
  for (const separator of SEPARATORS.filter((separator) => text.includes(separator))) {
    const { data } = Papa.parse<string[]>(text, { delimiter: separator, newline: '\n', preview: ROWS_LOOKED_AT });
    const lengths = data.map(({ length }) => length).filter((length) => length > 1);
    const sameLength = [...Map.groupBy(lengths, (length) => length).values()].sort(
      (one, other) => other.length - one.length,
    );
    const [columns = 0] = sameLength[0] ?? [];
    const share = (sameLength[0]?.length ?? 0) / Math.max(1, data.length);
    if (share > best.share || (share === best.share && columns > best.columns)) best = { separator, share, columns };
  }
  return best.separator;
}
