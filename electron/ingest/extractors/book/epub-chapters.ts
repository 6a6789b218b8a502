import type { ZipArchive } from '../office/zip-archive.ts';
import { htmlTitle, htmlToText } from '../text/html-to-text.ts';
import type { Section } from '../text/sections.ts';
import type { EpubPackage } from './epub-package.ts';
import { partText } from './epub-parts.ts';

/** Characters of a tag before its id, and of a part before its first heading. */
const LONGEST_TAG = 2000;
const HEADING_WITHIN = 100_000;

/** A piece of a part of a book; without a name where it goes on with the chapter before. */
interface Piece {
  name: string | undefined;
  html: string;
}

/**
 * The text of a book by chapters: as its table of contents names them, wherever in the parts they begin; without one,
 * each part is a chapter by its first heading. Parts that cannot be read are left out.
 * @param mostText characters after which no further part is read
 */
export function readChapters(
  archive: ZipArchive,
  { toc, spine }: Pick<EpubPackage, 'toc' | 'spine'>,
  mostText: number,
): { chapters: Section[]; partsRead: number } {
  const entriesByPath = Map.groupBy(toc, ({ path }) => path.toLowerCase());
  const chapters: Section[] = [];
  let length = 0;
  let partsRead = 0;
  for (const path of spine) {
    if (length > mostText) break;
    partsRead++;
    const html = partText(archive, path) ?? '';
    const entries = entriesByPath.get(path.toLowerCase()) ?? [];
    const pieces = toc.length > 0 ? piecesBetween(html, entries) : [{ name: headingOf(html), html }];
    for (const { name, html } of pieces) {
      const text = htmlToText(html).trim();
      length += text.length;
      const open = chapters.at(-1);
      if (name === undefined && open) open.text = [open.text, text].filter((part) => part !== '').join('\n\n');
      else chapters.push({ name: name ?? '', text });
    }
  }
  return { chapters: chapters.filter(({ text }) => text !== ''), partsRead };
}

/** A part cut where the chapters begin that the table of contents has in it. */
function piecesBetween(html: string, entries: readonly { name: string; fragment: string }[]): Piece[] {
  const places = entries.some(({ fragment }) => fragment !== '') ? placesOf(html) : new Map<string, number>();
  const starts = entries
    .map(({ name, fragment }) => ({ name, at: places.get(fragment) ?? 0 }))
    .sort((one, other) => one.at - other.at)
    // Of several lines for one place the first is the chapter, and the others stand in it.
    .filter(({ at }, index, all) => index === 0 || at !== all[index - 1]?.at);
  const first = starts[0]?.at ?? html.length;
  const pieces: Piece[] = first > 0 ? [{ name: undefined, html: html.slice(0, first) }] : [];
  starts.forEach(({ name, at }, index) => {
    pieces.push({ name, html: html.slice(at, starts[index + 1]?.at) });
  });
  return pieces;
}

/** Where the elements of a part begin that have an id. */
function placesOf(html: string): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const { index, 1: double, 2: single } of html.matchAll(
    /\s(?:xml:)?(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
  )) {
    const id = double ?? single ?? '';
    const before = Math.max(0, index - LONGEST_TAG);
    if (!places.has(id)) places.set(id, before + Math.max(0, html.slice(before, index).lastIndexOf('<')));
  }
  return places;
}

/** The first heading of a part, or else its title; empty where it has neither. */
export function headingOf(html: string): string {
  const heading = /<h[1-6][^>]*>([\s\S]{0,2000}?)<\/h[1-6]\s*>/i.exec(html.slice(0, HEADING_WITHIN))?.[1];
  return heading === undefined ? htmlTitle(html) : htmlToText(heading);
}
