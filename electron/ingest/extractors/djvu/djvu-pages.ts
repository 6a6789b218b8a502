import type { Box } from '../../../../shared/anchors.ts';
import { type Expression, expressionsIn, symbolOf, textOf } from './s-expressions.ts';

/** A line of text, and where on the page it stands. */
export interface DjvuLine {
  text: string;
  box: Box;
}

/** The lines of each page as `djvutxt --detail=line` prints them; null for a page that could not be read. */
export function pagesIn(printed: string): (DjvuLine[] | null)[] {
  return expressionsIn(printed).map((page) => (Array.isArray(page) ? linesOf(page) : null));
}

function linesOf(page: readonly Expression[]): DjvuLine[] {
  const area = zoneOf(page);
  if (!area || area.right <= area.left || area.top <= area.bottom) return [];
  const [width, height] = [area.right - area.left, area.top - area.bottom];
  const lines: DjvuLine[] = [];
  const collect = (zone: readonly Expression[]) => {
    const place = zoneOf(zone);
    if (!place) return;
    // Places count from below.
    const box = {
      x: clamped((place.left - area.left) / width),
      y: clamped((area.top - place.top) / height),
      width: clamped((place.right - place.left) / width),
      height: clamped((place.top - place.bottom) / height),
    };
    for (const part of zone.slice(5)) {
      if (Array.isArray(part)) collect(part);
      else for (const text of (textOf(part) ?? '').split('\n')) if (text.trim() !== '') lines.push({ text, box });
    }
  };
  collect(page);
  return lines;
}

/** The place of a zone: its name, then left, bottom, right and top. */
function zoneOf(zone: readonly Expression[]) {
  const [left, bottom, right, top] = zone.slice(1, 5).map((part) => Number(symbolOf(part)));
  const isPlace = [left, bottom, right, top].every((value) => value !== undefined && Number.isFinite(value));
  return isPlace ? { left: left ?? 0, bottom: bottom ?? 0, right: right ?? 0, top: top ?? 0 } : undefined;
}

function clamped(share: number): number {
  return Math.min(1, Math.max(0, share));
}

/** What `djvused` tells of a document at `QUESTIONS`. */
export interface DjvuDocument {
  pages: number;
  /** Pixels of the first page. */
  width: number;
  height: number;
  /** By lower-case names, such as `title`. */
  metadata: ReadonlyMap<string, string>;
  /** Titles of the outline with the page that each begins on, counted from 1, in order. */
  outline: readonly { title: string; page: number }[];
}

export const QUESTIONS = 'n; print-meta; print-outline; select; size';

export function documentIn(told: string): DjvuDocument {
  const [, width, height] = /^width=(\d+) height=(\d+)/m.exec(told) ?? [];
  const outlineAt = told.search(/^\(bookmarks/m);
  const metadata = new Map<string, string>();
  const lines = told.slice(0, outlineAt < 0 ? undefined : outlineAt).split('\n');
  for (const line of lines) {
    const [, name, value] = /^([\w-]+)\t(".*")$/.exec(line) ?? [];
    const text = textOf(expressionsIn(value ?? '')[0])?.trim();
    if (name !== undefined && text) metadata.set(name.toLowerCase(), text);
  }
  const bookmarks = outlineAt < 0 ? [] : expressionsIn(told.slice(outlineAt)).slice(0, 1);
  return {
    pages: Number(/^\d+$/m.exec(lines[0] ?? '')?.[0] ?? 0),
    width: Number(width ?? 0),
    height: Number(height ?? 0),
    metadata,
    outline: bookmarks.flatMap(titlesIn).sort((one, other) => one.page - other.page),
  };
}

/** A bookmark is a title, where it leads to, and those below it; `#12` is a page. */
function titlesIn(bookmark: Expression): { title: string; page: number }[] {
  if (!Array.isArray(bookmark)) return [];
  const [title, place, ...below] = bookmark;
  const page = Number(/^#(\d{1,6})$/.exec(textOf(place) ?? '')?.[1] ?? 0);
  const own = textOf(title)?.trim();
  const isList = symbolOf(title) !== undefined;
  return [
    ...(own && page > 0 ? [{ title: own, page }] : []),
    ...(isList && place ? [place, ...below] : below).flatMap(titlesIn),
  ];
}
