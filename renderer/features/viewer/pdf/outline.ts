import type { PDFDocumentProxy } from 'pdfjs-dist';

/** An entry of a PDF's own table of contents, at its depth from 0; `page` counts from 1. */
export interface OutlineEntry {
  title: string;
  depth: number;
  page: number;
}

/** The fields that are read of what pdf.js answers. */
interface Item {
  title: string;
  dest: unknown;
  items: readonly Item[];
}

/** Entries that are taken: a broken file may have any number of them. */
const MOST_ENTRIES = 1000;
const DEEPEST = 6;

/** The entries of a PDF's outline that lead to a page, in order; empty where it has none. */
export async function readOutline(document: PDFDocumentProxy): Promise<OutlineEntry[]> {
  const entries: OutlineEntry[] = [];
  const read = async (items: readonly Item[], depth: number): Promise<void> => {
    for (const { title, dest, items: below } of items) {
      if (entries.length >= MOST_ENTRIES) return;
      const page = await pageOf(dest, document).catch(() => null);
      if (page !== null && title.trim() !== '') entries.push({ title: title.trim(), depth, page });
      if (depth < DEEPEST) await read(below, depth + 1);
    }
  };
  await read(((await document.getOutline()) as readonly Item[] | null) ?? [], 0);
  return entries;
}

/** Where the reader is: the last entry that begins on this page or before it; -1 before the first. */
export function entryAt(entries: readonly OutlineEntry[], page: number): number {
  return entries.reduce((found, entry, index) => (entry.page <= page ? index : found), -1);
}

/** The page, from 1, that a link or an entry of the outline leads to; null where it leads to none. */
export async function pageOf(dest: unknown, document: PDFDocumentProxy): Promise<number | null> {
  const explicit = typeof dest === 'string' ? await document.getDestination(dest) : dest;
  const target: unknown = Array.isArray(explicit) ? explicit[0] : null;
  if (typeof target === 'number') return target + 1;
  if (target === null || typeof target !== 'object') return null;
  return (await document.getPageIndex(target as Parameters<PDFDocumentProxy['getPageIndex']>[0])) + 1;
}
