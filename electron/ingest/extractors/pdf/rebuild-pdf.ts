import { findObjects, inflate, madeObject, type PdfObject } from './pdf-objects.ts';

/** Larger files are not searched for what is left of them. */
const LARGEST_FILE = 200 * 1024 * 1024;

/**
 * A damaged PDF put together anew: every object that can be found, with a catalog and a page tree that name the pages
 * among them and a cross-reference table that says where they are (ISO 32000-1, 7.5). The old tree gives the order of
 * the pages where it is there. Undefined where there are no pages to be found.
 */
export function rebuildPdf(bytes: Buffer): Buffer | undefined {
  if (bytes.length > LARGEST_FILE) return undefined;
  const file = bytes.toString('latin1');
  const objects = findObjects(bytes, file);
  const pages = pagesInOrder(objects);
  if (pages.length === 0) return undefined;
  const first = highest(objects.keys()) + 1;
  const kids = pages.map(({ number, generation }) => `${number} ${generation} R`).join(' ');
  const added: PdfObject[] = [
    ...[...objects.values()].filter(({ offset }) => offset === undefined),
    madeObject(first, `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`),
    madeObject(first + 1, `<< /Type /Catalog /Pages ${first} 0 R${formOf(objects)} >>`),
  ];
  return withNewEnd(bytes, objects, added, `/Root ${first + 1} 0 R ${keptEntries(file)}`);
}

/** The pages, counted from 1, of which what is on them is there but cannot be unpacked. */
export function brokenPages(bytes: Buffer): number[] {
  if (bytes.length > LARGEST_FILE) return [];
  const objects = findObjects(bytes, bytes.toString('latin1'));
  const isBroken = (number: number) => {
    const stream = objects.get(number);
    return stream !== undefined && inflate(bytes, stream) === 'broken';
  };
  return pagesInOrder(objects).flatMap(({ text }, index) => {
    const contents = references(/\/Contents\s*(\[[^\]]*|\d+\s+\d+\s+R)/.exec(text)?.[1]);
    return contents.some(isBroken) ? [index + 1] : [];
  });
}

function references(text = ''): number[] {
  return Array.from(text.matchAll(/(\d+)\s+\d+\s+R/g), ([, number]) => Number(number));
}

function highest(numbers: Iterable<number>): number {
  let most = 0;
  for (const number of numbers) most = Math.max(most, number);
  return most;
}

/** The pages in the order of the old tree as far as that can be walked; then those that it does not name. */
function pagesInOrder(objects: ReadonlyMap<number, PdfObject>): PdfObject[] {
  const ordered = new Set<PdfObject>();
  const seen = new Set<number>();
  const nodes = [...objects.values()].filter(({ text }) => /\/Type\s*\/Pages\b/.test(text));
  const below = new Set(nodes.flatMap(kidsOf));
  const roots = nodes.filter(({ number }) => !below.has(number));
  const waiting = (roots.length > 0 ? roots : nodes).map(({ number }) => number).reverse();
  for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
    const object = objects.get(number);
    if (!object || seen.has(number)) continue;
    seen.add(number);
    if (isPage(object)) ordered.add(object);
    else waiting.push(...kidsOf(object).reverse());
  }
  for (const object of objects.values()) if (isPage(object)) ordered.add(object);
  return [...ordered];
}

function isPage({ text }: PdfObject): boolean {
  return /\/Type\s*\/Page(?![A-Za-z])/.test(text);
}

function kidsOf({ text }: PdfObject): number[] {
  return references(/\/Kids\s*\[([^\]]*)/.exec(text)?.[1]);
}

/** The form of the document, which only the old catalog names. */
function formOf(objects: ReadonlyMap<number, PdfObject>): string {
  const catalog = [...objects.values()].findLast(({ text }) => /\/Type\s*\/Catalog\b/.test(text));
  const form = /\/AcroForm\s+\d+\s+\d+\s+R/.exec(catalog?.text ?? '')?.[0];
  return form === undefined ? '' : ` ${form}`;
}

/** What the old trailers say of the document and of its encryption. */
function keptEntries(file: string): string {
  const entries = [/\/Info\s+\d+\s+\d+\s+R/g, /\/Encrypt\s+\d+\s+\d+\s+R/g, /\/ID\s*\[\s*<[^>\]]*>\s*<[^>\]]*>\s*\]/g];
  return entries.map((entry) => [...file.matchAll(entry)].at(-1)?.[0] ?? '').join(' ');
}

/** The file with new objects, a cross-reference table of all and a trailer after what is there. */
function withNewEnd(
  bytes: Buffer,
  objects: ReadonlyMap<number, PdfObject>,
  added: readonly PdfObject[],
  trailer: string,
): Buffer {
  const parts: Buffer[] = [bytes, Buffer.from('\n')];
  let length = bytes.length + 1;
  const offsets = new Map<number, { offset: number; generation: number }>();
  for (const { number, generation, offset } of objects.values())
    if (offset !== undefined) offsets.set(number, { offset, generation });
  for (const { number, text } of added) {
    const object = Buffer.from(`${number} 0 obj\n${text}\nendobj\n`, 'latin1');
    offsets.set(number, { offset: length, generation: 0 });
    parts.push(object);
    length += object.length;
  }
  const table = [...offsets].map(
    ([number, { offset, generation }]) =>
      `${number} 1\n${String(offset).padStart(10, '0')} ${String(generation).padStart(5, '0')} n \n`,
  );
  const size = highest(offsets.keys()) + 1;
  parts.push(
    Buffer.from(
      `xref\n0 1\n0000000000 65535 f \n${table.join('')}trailer\n<< /Size ${size} ${trailer} >>\nstartxref\n${length}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}
