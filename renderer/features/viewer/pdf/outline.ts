import type { PDFDocumentProxy } from 'pdfjs-dist';

/** Where in a PDF a link or an entry of its outline leads: a page from 1, and how far down it, from 0 to 1, where it says so. */
export interface Target {
  page: number;
  down?: number;
}

/** An entry of a PDF's own table of contents, at its depth from 0. */
export interface OutlineEntry extends Target {
  title: string;
  depth: number;
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
      const target = await targetOf(dest, document).catch(() => null);
      if (target !== null && title.trim() !== '') entries.push({ title: title.trim(), depth, ...target });
      if (depth < DEEPEST) await read(below, depth + 1);
    }
  };
  await read(((await document.getOutline()) as readonly Item[] | null) ?? [], 0);
  return entries;
}

/** Where the reader is: the last entry that begins there or before; -1 before the first. */
export function entryAt(entries: readonly OutlineEntry[], { page, down = 0 }: Target): number {
  return entries.findLastIndex((entry) => entry.page < page || (entry.page === page && (entry.down ?? 0) <= down));
}

/** Where a link or an entry of the outline leads to; null where it leads to no page. */
export async function targetOf(dest: unknown, document: PDFDocumentProxy): Promise<Target | null> {
  const explicit = typeof dest === 'string' ? await document.getDestination(dest) : dest;
  if (!Array.isArray(explicit)) return null;
  const [target] = explicit as unknown[];
  const page = typeof target === 'number' ? target : await pageIndex(target, document);
  if (page === null) return null;
  const point = pointOf(explicit);
  return { page: page + 1, ...(point ? { down: await downThePage(document, page + 1, point) } : {}) };
}

async function pageIndex(target: unknown, document: PDFDocumentProxy): Promise<number | null> {
  if (target === null || typeof target !== 'object') return null;
  return document.getPageIndex(target as Parameters<PDFDocumentProxy['getPageIndex']>[0]);
}

/** Which numbers of a destination are the left and the upper edge of its place, by its kind (ISO 32000-1, 12.3.2.2). */
const edges: Readonly<Record<string, { left?: number; top: number }>> = {
  XYZ: { left: 2, top: 3 },
  FitH: { top: 2 },
  FitBH: { top: 2 },
  FitR: { left: 2, top: 5 },
};

/** The place on its page that a destination tells, in the page's own points. */
function pointOf(explicit: readonly unknown[]): { x: number; y: number } | null {
  const edge = edges[(explicit[1] as { name?: string } | undefined)?.name ?? ''];
  const [x, y] = [explicit[edge?.left ?? -1], explicit[edge?.top ?? -1]];
  return typeof y === 'number' ? { x: typeof x === 'number' ? x : 0, y } : null;
}

async function downThePage(
  document: PDFDocumentProxy,
  page: number,
  { x, y }: { x: number; y: number },
): Promise<number> {
  const viewport = (await document.getPage(page)).getViewport({ scale: 1 });
  const [, fromTop = 0] = viewport.convertToViewportPoint(x, y) as number[];
  return Math.min(1, Math.max(0, fromTop / viewport.height));
}
