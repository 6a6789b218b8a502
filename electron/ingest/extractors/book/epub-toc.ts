import { attribute, xmlTokens } from '../office/xml-tokens.ts';
import { resolvePath } from './epub-parts.ts';

/** A line of a table of contents: a chapter's name and where it begins. */
export interface TocEntry {
  name: string;
  /** Path of a part. */
  path: string;
  /** Id of an element in it; empty for its beginning. */
  fragment: string;
}

/** Lines of a table of contents that are read. */
const MOST_ENTRIES = 20_000;

/** The table of contents of an EPUB 3 book: the links of a page, in its `nav` of the type `toc` (EPUB 3.3, 7). */
export function tocOfNavigation(xhtml: string, path: string): TocEntry[] {
  const entries: TocEntry[] = [];
  let inToc = false;
  let link: { href: string; name: string } | undefined;
  for (const token of xmlTokens(xhtml)) {
    if (token.type === 'text') {
      if (link) link.name += token.text;
    } else if (token.name === 'nav')
      inToc = token.type === 'open' && /(?:^|\s)toc(?:\s|$)/.test(attribute(token, 'type') ?? '');
    else if (token.name === 'a' && inToc) {
      if (link) addEntry(entries, link.name, link.href, path);
      link = token.type === 'open' ? { href: attribute(token, 'href') ?? '', name: '' } : undefined;
    }
    if (entries.length >= MOST_ENTRIES) break;
  }
  return entries;
}

/** The table of contents of an EPUB 2 book (OPF 2.0.1, 2.4.1). */
export function tocOfNcx(ncx: string, path: string): TocEntry[] {
  const entries: TocEntry[] = [];
  let inMap = false;
  let inLabel = false;
  let name = '';
  for (const token of xmlTokens(ncx)) {
    if (token.type === 'text') {
      if (inLabel) name += token.text;
    } else if (token.name === 'navMap') inMap = token.type === 'open';
    else if (token.name === 'navLabel') {
      inLabel = inMap && token.type === 'open';
      if (inLabel) name = '';
    } else if (token.name === 'content' && inMap && token.type !== 'close')
      addEntry(entries, name, attribute(token, 'src') ?? '', path);
    if (entries.length >= MOST_ENTRIES) break;
  }
  return entries;
}

function addEntry(entries: TocEntry[], name: string, href: string, path: string): void {
  const line = name.replace(/\s+/g, ' ').trim();
  const fragment = /#(.*)$/s.exec(href)?.[1] ?? '';
  if (line !== '' && href !== '') entries.push({ name: line, path: resolvePath(path, href), fragment });
}
