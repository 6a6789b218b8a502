import { attribute, type XmlToken, xmlTokens } from '../office/xml-tokens.ts';
import type { ZipArchive } from '../office/zip-archive.ts';
import { partText, resolvePath } from './epub-parts.ts';
import { type TocEntry, tocOfNavigation, tocOfNcx } from './epub-toc.ts';

/** An e-book as its package tells of it (EPUB 3.3, 5). */
export interface EpubPackage {
  /** Texts by the names of Dublin Core's elements, such as `creator`, in their order. */
  metadata: ReadonlyMap<string, readonly string[]>;
  /** Paths of the parts to read, in reading order, each once. */
  spine: readonly string[];
  /** Whether the package tells that order. */
  isOrdered: boolean;
  toc: readonly TocEntry[];
  /** The path of the picture on its cover. */
  cover: string | undefined;
}

interface Item {
  path: string;
  type: string;
  properties: string;
}

/** Reads the package of an e-book; where that is missing or damaged, its pages are all pages that are in it. */
export function readEpubPackage(archive: ZipArchive): EpubPackage {
  const path = packagePath(archive) ?? '';
  const xml = partText(archive, path) ?? '';
  const metadata = new Map<string, string[]>();
  const items = new Map<string, Item>();
  const order: string[] = [];
  let open = '';
  let coverId: string | undefined;
  for (const token of xmlTokens(xml)) {
    if (token.type === 'text') {
      if (elements.has(open) && token.text.trim() !== '') addText(metadata, open, token.text);
      continue;
    }
    open = token.type === 'open' ? token.name : '';
    if (token.name === 'item') addItem(items, token, path);
    else if (token.name === 'meta' && attribute(token, 'name') === 'cover') coverId = attribute(token, 'content');
    else if (token.name === 'itemref') order.push(attribute(token, 'idref') ?? '');
  }
  const read = order.map((id) => items.get(id)).filter((item) => item !== undefined);
  // A package without an order has its parts in the order of its list.
  const parts = (read.length > 0 ? read : [...items.values()]).filter(({ type }) => /html|oeb1-document/.test(type));
  const spine = [...new Set(parts.map(({ path }) => path))];
  const cover = coverOf(items, coverId);
  if (spine.length === 0) return { metadata, spine: pagesByName(archive), isOrdered: false, toc: [], cover };
  return { metadata, spine, isOrdered: true, toc: tocOf(archive, [...items.values()]), cover };
}

/** By its property (EPUB 3), by what EPUB 2 says of it, or by its name. */
function coverOf(items: ReadonlyMap<string, Item>, id: string | undefined): string | undefined {
  const pictures = [...items].filter(([, { type }]) => type.startsWith('image/'));
  const found =
    pictures.find(([, { properties }]) => /(?:^|\s)cover-image(?:\s|$)/.test(properties)) ??
    pictures.find(([itemId]) => itemId === id) ??
    pictures.find(([itemId, { path }]) => /cover/i.test(itemId) || /cover[^/]*$/i.test(path));
  return found?.[1].path;
}

function pagesByName(archive: ZipArchive): string[] {
  const order = new Intl.Collator('en', { numeric: true });
  return archive.names.filter((name) => /\.x?html?$/.test(name)).sort(order.compare);
}

const elements = new Set(['title', 'creator', 'language', 'publisher', 'date', 'subject', 'description']);

function packagePath(archive: ZipArchive): string | undefined {
  for (const token of xmlTokens(partText(archive, 'META-INF/container.xml') ?? ''))
    if (token.type !== 'text' && token.name === 'rootfile') {
      const path = attribute(token, 'full-path');
      if (path !== undefined && archive.names.includes(path.toLowerCase())) return path;
    }
  return archive.names.find((name) => name.endsWith('.opf'));
}

function addText(metadata: Map<string, string[]>, element: string, text: string): void {
  const texts = metadata.get(element);
  if (texts) texts.push(text);
  else metadata.set(element, [text]);
}

function addItem(items: Map<string, Item>, token: Exclude<XmlToken, { type: 'text' }>, packagePath: string): void {
  const [id, href] = [attribute(token, 'id'), attribute(token, 'href')];
  if (id === undefined || href === undefined || token.type === 'close') return;
  items.set(id, {
    path: resolvePath(packagePath, href),
    type: attribute(token, 'media-type') ?? '',
    properties: attribute(token, 'properties') ?? '',
  });
}

/** The table of contents: today's, a page with links, or else that of EPUB 2. */
function tocOf(archive: ZipArchive, items: readonly Item[]): readonly TocEntry[] {
  const navigation = items.find(({ properties }) => /(?:^|\s)nav(?:\s|$)/.test(properties));
  const entries = navigation ? tocOfNavigation(partText(archive, navigation.path) ?? '', navigation.path) : [];
  if (entries.length > 0) return entries;
  const ncx = items.find(({ type, path }) => type === 'application/x-dtbncx+xml' || path.endsWith('.ncx'));
  return ncx ? tocOfNcx(partText(archive, ncx.path) ?? '', ncx.path) : [];
}
