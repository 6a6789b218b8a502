import { access, constants, type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DOMParser, type Document, type Element, XMLSerializer } from '@xmldom/xmldom';
import type { Refusal, SidecarChange } from '../../../workers/media-protocol.ts';
import { readWhole } from '../read-whole.ts';
import { failed } from '../refusal.ts';
import { decodeText } from '../text/decode-text.ts';
import { elementsOf, isNamed, itemsOf, ns, parseXmp } from './xmp-document.ts';

const LARGEST = 16 * 1024 * 1024;

/** The lists of keywords that programs read, the flat one first; digiKam reads its own, Lightroom the second. */
const lists = [
  { namespace: ns.dc, name: 'dc:subject', form: 'rdf:Bag', between: undefined },
  { namespace: ns.lr, name: 'lr:hierarchicalSubject', form: 'rdf:Bag', between: '|' },
  { namespace: ns.digiKam, name: 'digiKam:TagsList', form: 'rdf:Seq', between: '/' },
] as const;

const empty = `<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="${ns.x}" x:xmptk="Holdfast">
 <rdf:RDF xmlns:rdf="${ns.rdf}">
  <rdf:Description rdf:about=""/>
 </rdf:RDF>
</x:xmpmeta>
`;

/**
 * Writes a change of tags into a sidecar, or makes one. Everything else in it stays: it is changed as a document, and what
 * is not understood is not looked at. It is put in place whole, so that a crash leaves the old one or the new one; one
 * that is no faultless XMP, that is write-protected, or that another program writes meanwhile, is left alone. Answers
 * whether it was written.
 */
export async function writeSidecar(given: SidecarChange): Promise<boolean | Refusal> {
  // Where a link leads to, so that the link stays.
  const change = { ...given, path: await realpath(given.path).catch(() => given.path) };
  try {
    return await write(change);
  } catch (error) {
    const why = whyNotWritten[(error as NodeJS.ErrnoException).code ?? ''];
    if (why === undefined) throw error;
    return failed(`${change.path} cannot be written: ${why}.`);
  }
}

/** Why the system did not let something be written, by its code. */
const whyNotWritten: Record<string, string> = {
  EACCES: 'there is no permission for that',
  EPERM: 'there is no permission for that',
  EROFS: 'its drive is read-only',
  ENOSPC: 'its drive is full',
  EDQUOT: 'its drive is full',
  ENAMETOOLONG: 'its name is too long for the system',
};

async function write(change: SidecarChange): Promise<boolean | Refusal> {
  const before = await stat(change.path).catch(() => undefined);
  if (!before && change.added.length === 0) return false;
  const bytes = before && readWhole(change.path, LARGEST);
  const document = before
    ? bytes && parseXmp(decodeText(bytes).text, true)
    : new DOMParser().parseFromString(empty, 'text/xml');
  if (!document) return failed(`${change.path} is no XMP that can be read, and is left as it is.`);
  if (!changeTags(document, change)) return false;
  const text = serialized(document);
  if (!parseXmp(text, true)) return failed(`${change.path} could not be changed without harm, and is left as it is.`);
  // One that is write-protected could be replaced all the same.
  if (before) await access(change.path, constants.W_OK);
  const unchanged = async () => {
    const now = await stat(change.path).catch(() => undefined);
    return now?.size === before?.size && now?.mtimeMs === before?.mtimeMs;
  };
  return replaceFile(change.path, text, before?.mode, unchanged);
}

function changeTags(document: Document, { tags, added, removed }: SidecarChange): boolean {
  const blocks = elementsOf(document.getElementsByTagNameNS(ns.rdf, 'RDF')[0]).filter((element) =>
    isNamed(element, ns.rdf, 'Description'),
  );
  const [first] = blocks;
  if (!first) return false;
  const found = lists.map((list) => ({
    ...list,
    element: blocks.flatMap(elementsOf).find((child) => isNamed(child, list.namespace, localName(list.name))),
  }));
  // A sidecar without keywords gets all of them: what it lists is taken for the whole.
  const listsSome = found.some(({ element }) => element !== undefined);
  let changed = false;
  for (const { namespace, name, form, between, element } of found) {
    if (!element && added.length === 0) continue;
    const list = listIn(element ?? propertyIn(first, namespace, name), form);
    const wanted = listsSome && (element || between === undefined) ? added : tags;
    changed = removeFrom(list, removed, between) || changed;
    changed = addTo(list, element ? added : wanted, between) || changed;
  }
  return changed;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function propertyIn(block: Element, namespace: string, name: string): Element {
  const property = block.ownerDocument?.createElementNS(namespace, name);
  if (!property) throw new Error('An element without a document.');
  block.appendChild(property);
  return property;
}

/** The list that a property holds, made where it holds none. */
function listIn(property: Element, form: string): Element {
  const list = elementsOf(property).find(({ namespaceURI, localName: own }) => namespaceURI === ns.rdf && own !== 'li');
  return list ?? propertyIn(property, ns.rdf, form);
}

const sameTag = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/** The keyword itself, of one that stands in a hierarchy the last part. */
function leafOf(text: string, between: string | undefined): string {
  return (between === undefined ? text : (text.split(between).at(-1) ?? '')).trim();
}

function removeFrom(list: Element, removed: readonly string[], between: string | undefined): boolean {
  const items = itemsIn(list).filter((item) =>
    removed.some((tag) => sameTag(tag, leafOf(item.textContent ?? '', between))),
  );
  for (const item of items) {
    // The space that sets it apart goes with it.
    const space = item.previousSibling;
    if (space?.nodeType === 3 && space.nodeValue?.trim() === '') list.removeChild(space);
    list.removeChild(item);
  }
  return items.length > 0;
}

function addTo(list: Element, added: readonly string[], between: string | undefined): boolean {
  const known = itemsIn(list).map((item) => leafOf(item.textContent ?? '', between));
  const missing = added.filter((tag) => !known.some((other) => sameTag(other, tag)));
  for (const tag of missing) {
    const item = list.ownerDocument?.createElementNS(ns.rdf, 'rdf:li');
    const text = list.ownerDocument?.createTextNode(tag);
    if (!item || !text) throw new Error('An element without a document.');
    item.appendChild(text);
    list.appendChild(item);
  }
  return missing.length > 0;
}

function itemsIn(list: Element): Element[] {
  const { parentNode } = list;
  return parentNode && parentNode.nodeType === 1 ? itemsOf(parentNode as Element) : [];
}

/** In UTF-8, whatever it was in before. */
function serialized(document: Document): string {
  const text = new XMLSerializer().serializeToString(document);
  return text.replace(/^(<\?xml[^>]*?encoding=)(["'])[^"']*\2/, '$1"UTF-8"');
}

async function replaceFile(
  path: string,
  text: string,
  mode: number | undefined,
  unchanged: () => Promise<boolean>,
): Promise<boolean | Refusal> {
  const unfinished = join(dirname(path), `.${basename(path)}.holdfast-part`);
  try {
    await withFile(unfinished, 'w', mode, async (file) => {
      await file.writeFile(text);
      await file.sync();
    });
    if (!(await unchanged())) return failed(`${path} was changed by another program meanwhile, and is left as it is.`);
    await rename(unfinished, path);
    await syncFolder(dirname(path));
    return true;
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function withFile(
  path: string,
  flags: string,
  mode: number | undefined,
  use: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const file = await open(path, flags, mode);
  try {
    await use(file);
  } finally {
    await file.close();
  }
}

/** So that the new name outlives a power cut; systems that cannot do it keep names by themselves. */
async function syncFolder(path: string): Promise<void> {
  await withFile(path, 'r', undefined, (folder) => folder.sync()).catch(() => undefined);
}
