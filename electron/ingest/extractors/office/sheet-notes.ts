import type { Sheet } from '../table.ts';
import { notesInOpenDocument } from './open-document-notes.ts';
import { attribute, xmlTokens } from './xml-tokens.ts';
import type { ZipArchive } from './zip-archive.ts';

/** Comments of cells, also in threads, and the shapes and charts that are drawn over a sheet. */
const parts =
  /^xl\/(?:comments[^/]*|comments\/[^/]+|threadedcomments\/[^/]+|drawings\/drawing[^/]*|charts\/chart[^/]*)\.xml$/;
/** Elements that are one note, and those that hold its text. */
const notes = new Set(['comment', 'threadedComment', 'sp', 'chartSpace']);
const texts = new Set(['t', 'text']);

/** The name of the sheet of what stands beside cells. */
export const SHEET_OF_NOTES = 'Comments and shapes';

/** What is written beside the cells of a spreadsheet, as a sheet of its own: by cell, where it stands at one. */
export function sheetOfNotes(archive: ZipArchive): Sheet[] {
  const order = new Intl.Collator('en', { numeric: true });
  const names = archive.names.filter((name) => parts.test(name)).sort(order.compare);
  const rows = [
    ...names.flatMap((name) => notesIn(archive.text(name) ?? '')),
    ...notesInOpenDocument(archive.text('content.xml') ?? ''),
  ];
  return rows.length === 0 ? [] : [{ name: SHEET_OF_NOTES, rows }];
}

function notesIn(xml: string): string[][] {
  const rows: string[][] = [];
  let cell = '';
  let text = '';
  let depth = 0;
  for (const token of xmlTokens(xml)) {
    if (token.type === 'text') {
      if (depth > 0) text += token.text;
    } else if (texts.has(token.name)) depth = Math.max(0, depth + (token.type === 'open' ? 1 : -1));
    else if (token.name === 'p' && token.type === 'close') text += '\n';
    else if (notes.has(token.name)) {
      if (token.type === 'close' && text.trim() !== '') rows.push([cell, text.trim()]);
      cell = attribute(token, 'ref') ?? '';
      text = '';
      depth = 0;
    }
  }
  return rows;
}
