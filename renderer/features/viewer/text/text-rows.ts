/** A row of the text view: a line, or a piece of a very long one. */
export interface TextRow {
  /** Counts from 1. */
  line: number;
  /** Whether the row goes on with the line of the row before. */
  continued: boolean;
  text: string;
}

/** Longer lines are shown in pieces, as one element of megabytes would hold the page for seconds. */
const LONGEST_ROW = 2000;

/** Splits a text into rows, each a line or a piece of one. */
export function textRows(text: string): TextRow[] {
  return text
    .split(/\r\n|\r|\n/)
    .flatMap((line, index) => piecesOf(line).map((piece, at) => ({ line: index + 1, continued: at > 0, text: piece })));
}

function piecesOf(line: string): string[] {
  const pieces: string[] = [];
  let rest = line;
  while (rest.length > LONGEST_ROW) {
    const space = rest.lastIndexOf(' ', LONGEST_ROW);
    let end = space > LONGEST_ROW / 2 ? space + 1 : LONGEST_ROW;
    // A pair of surrogates is one character.
    if (/[\uD800-\uDBFF]/.test(rest[end - 1] ?? '')) end -= 1;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...pieces, rest];
}

/** Index of the first row of a line, or of the last row where the text is shorter. */
export function rowOfLine(rows: readonly TextRow[], line: number): number {
  // Rows only ever add to lines, so the row is at the line's own index or later.
  for (let index = Math.min(line - 1, rows.length - 1); index < rows.length; index++)
    if ((rows[index]?.line ?? 0) >= line) return index;
  return Math.max(0, rows.length - 1);
}

/** How many rows at the start of a mail's text are its headers, as `Subject: …`; they end with an empty line. */
export function headerRows(rows: readonly TextRow[]): number {
  const end = rows.findIndex(({ text, continued }) => !continued && !HEADER.test(text));
  return end > 0 && rows[end]?.text === '' ? end : 0;
}

/** The label of a mail's header line, with its colon. */
export const HEADER = /^\p{Lu}[\p{L}-]*:(?= )/u;
