import { asLine } from '../as-line.ts';
import type { PdfPage } from './pdf-page.ts';
import type { PdfLine } from './pdf-text.ts';
import { numbersAt, type PdfiumModule, utf16, withMemory } from './pdfium.ts';

/** Entries that are taken, and how deep they may lie: a broken file may have any number of them. */
const MOST_ENTRIES = 5000;
const DEEPEST = 12;
const LONGEST_TITLE = 120;
/** PDFDEST_VIEW_* of fpdf_doc.h, by which number of a destination is the place of the upper edge. */
const topOf: Readonly<Record<number, number>> = { 3: 0, 5: 3, 7: 0 };
const XYZ = 1;
/** FS_FLOAT[4]. */
const MOST_NUMBERS = 4;

/** An entry of a PDF's outline; its place is in the page's own points, null where the entry does not tell. */
export interface OutlineEntry {
  title: string;
  page: number;
  left: number | null;
  top: number | null;
}

/** What of a line tells where on its page it lies. */
type Placed = Pick<PdfLine, 'box'>;
/** The sections of a page's lines, given in reading order; undefined for those before the first. */
export type SectionsOf = (lines: readonly Placed[]) => (string | undefined)[];

/** A PDF's own table of contents: which section what is on its pages stands in. */
export class PdfOutline {
  readonly #entries: readonly OutlineEntry[];

  /** @param entries in the order of the table */
  constructor(entries: readonly OutlineEntry[]) {
    this.#entries = entries.toSorted((one, other) => one.page - other.page);
  }

  /** Tells the sections of lines of a page, counted from 1. */
  on(number: number, page: Pick<PdfPage, 'toFraction'>): SectionsOf {
    const before = this.#entries.findLast((entry) => entry.page < number)?.title;
    const starts = this.#entries
      .filter((entry) => entry.page === number)
      .map(({ title, left, top }) => ({
        title,
        ...(top === null ? { x: 0, y: 0 } : page.toFraction(left ?? 0, top)),
        isInColumn: left !== null,
      }));
    return (lines) => {
      const sections = new Array<string | undefined>(lines.length).fill(before);
      const begun = starts.map((start) => ({ title: start.title, line: firstLine(start, lines) }));
      for (const { title, line } of begun.toSorted((one, other) => one.line - other.line)) sections.fill(title, line);
      return sections;
    };
  }
}

/** Where on a page a section begins; whether in one of several columns may be told from it, too. */
interface Start {
  x: number;
  y: number;
  isInColumn: boolean;
}

/** The line below a start that is nearest to it: what is written first on a page may lie at its foot. */
function firstLine({ x, y, isInColumn }: Start, lines: readonly Placed[]): number {
  let nearest = { line: lines.length, distance: Number.POSITIVE_INFINITY };
  for (const [line, { box }] of lines.entries()) {
    const below = box.y + box.height / 2 - y;
    const distance = below + (isInColumn ? Math.abs(box.x - x) : 0);
    if (below >= 0 && distance < nearest.distance) nearest = { line, distance };
  }
  return nearest.line;
}

/** The entries of a document's outline that lead to one of its pages, in order. */
export function readOutline(module: PdfiumModule, document: number): OutlineEntry[] {
  const entries: OutlineEntry[] = [];
  // What a broken file leads back to is not gone through again.
  const seen = new Set<number>();
  const read = (parent: number, depth: number): void => {
    let entry = module.FPDFBookmark_GetFirstChild(document, parent);
    for (; entry !== 0 && !seen.has(entry); entry = module.FPDFBookmark_GetNextSibling(document, entry)) {
      if (seen.size >= MOST_ENTRIES) return;
      seen.add(entry);
      const title = asLine(titleOf(module, entry), LONGEST_TITLE);
      const place = title === '' ? undefined : destinationOf(module, document, entry);
      if (place) entries.push({ title, ...place });
      if (depth < DEEPEST) read(entry, depth + 1);
    }
  };
  read(0, 1);
  return entries;
}

function titleOf(module: PdfiumModule, entry: number): string {
  const size = module.FPDFBookmark_GetTitle(entry, 0, 0);
  return withMemory(module, size, (buffer) => {
    module.FPDFBookmark_GetTitle(entry, buffer, size);
    return utf16(module, buffer, size - 2);
  });
}

/** Where an entry leads to, by itself or by its action; names are looked up. */
function destinationOf(module: PdfiumModule, document: number, entry: number): Omit<OutlineEntry, 'title'> | undefined {
  const destination = module.FPDFBookmark_GetDest(document, entry);
  const page = destination === 0 ? -1 : module.FPDFDest_GetDestPageIndex(document, destination);
  return page < 0 ? undefined : { page: page + 1, ...placeIn(module, destination) };
}

function placeIn(module: PdfiumModule, destination: number): Pick<OutlineEntry, 'left' | 'top'> {
  return withMemory(module, 4 * (1 + MOST_NUMBERS), (count) => {
    const numbers = count + 4;
    const view = module.FPDFDest_GetView(destination, count, numbers);
    const memory = numbersAt(module, count, 4 * (1 + MOST_NUMBERS));
    const number = (index: number) =>
      index < memory.getUint32(0, true) ? memory.getFloat32(4 + 4 * index, true) : null;
    if (view !== XYZ) return { left: null, top: number(topOf[view] ?? MOST_NUMBERS) };
    return locationIn(module, destination);
  });
}

/** Of a destination of which each number may be left out. */
function locationIn(module: PdfiumModule, destination: number): Pick<OutlineEntry, 'left' | 'top'> {
  return withMemory(module, 24, (found) => {
    const [x, y, zoom] = [found + 12, found + 16, found + 20];
    if (!module.FPDFDest_GetLocationInPage(destination, found, found + 4, found + 8, x, y, zoom))
      return { left: null, top: null };
    const memory = numbersAt(module, found, 24);
    const known = (flag: number, value: number) =>
      memory.getInt32(flag, true) === 0 ? null : memory.getFloat32(value, true);
    return { left: known(0, 12), top: known(4, 16) };
  });
}
