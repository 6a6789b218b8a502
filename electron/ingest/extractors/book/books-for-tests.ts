import { type Parts, packageOf, xmlHead } from '../../../../build/sample-library/office/package.ts';

/** A page of an e-book with a body in XHTML. */
export function bookPage(body: string): string {
  return `${xmlHead}<html xmlns="http://www.w3.org/1999/xhtml"><head><title>The book</title><style>p{}</style></head><body>${body}</body></html>`;
}

/** Lines of an NCX table of contents (EPUB 2), each a name and what it leads to. */
export function ncx(...lines: readonly (readonly [name: string, target: string])[]): string {
  const points = lines.map(
    ([name, target]) => `<navPoint><navLabel><text>${name}</text></navLabel><content src="${target}"/></navPoint>`,
  );
  return `${xmlHead}<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><docTitle><text>The book</text></docTitle><navMap>${points.join('')}</navMap></ncx>`;
}

/** The same as a page (EPUB 3). */
export function navigation(...lines: readonly (readonly [name: string, target: string])[]): string {
  const items = lines.map(([name, target]) => `<li><a href="${target}"><span>${name}</span></a></li>`);
  return bookPage(
    `<nav epub:type="landmarks"><ol><li><a href="x">Start</a></li></ol></nav><nav epub:type="toc"><ol>${items.join('')}</ol></nav>`,
  );
}

/** An EPUB of parts in the folder OEBPS, those of XHTML in reading order; `parts` may have what else a book has. */
export function epub(
  parts: Readonly<Record<string, string>>,
  { metadata = '', more = {} }: { metadata?: string; more?: Parts } = {},
): Uint8Array {
  const names = Object.keys(parts);
  const typeOf = (name: string) => (name.endsWith('.ncx') ? 'application/x-dtbncx+xml' : 'application/xhtml+xml');
  const items = names.map(
    (name, index) =>
      `<item id="i${index}" href="${encodeURI(name)}" media-type="${typeOf(name)}"${name.startsWith('nav') ? ' properties="nav"' : ''}/>`,
  );
  const pages = names.flatMap((name, index) => (/^nav|ncx$/.test(name) ? [] : [`<itemref idref="i${index}"/>`]));
  return packageOf(
    {
      mimetype: 'application/epub+zip',
      'META-INF/container.xml': `${xmlHead}<container><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`,
      'OEBPS/book.opf': `${xmlHead}<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>${metadata}</metadata><manifest>${items.join('')}</manifest><spine>${pages.join('')}</spine></package>`,
      ...Object.fromEntries(Object.entries(parts).map(([name, text]) => [`OEBPS/${name}`, text])),
      ...more,
    },
    ['mimetype'],
  );
}

interface MobiForTests {
  /** PalmDOC's number for how the text is packed. */
  packing?: number;
  isProtected?: boolean;
  /** What the book says of itself, by the numbers of EXTH. */
  about?: readonly (readonly [kind: number, value: string | Buffer])[];
  /** Pictures, a record each behind those of the text. */
  pictures?: readonly Buffer[];
  /** Bytes behind the text of each record, and the bits that announce them. */
  trailer?: Buffer;
  trailers?: number;
  /** Whether Mobipocket's header is there; without, it is a book of Palm. */
  isMobi?: boolean;
}

/** A book of Mobipocket or Palm; its text is packed by nothing but what its bytes must be escaped by. */
export function mobi(text: string, given: MobiForTests = {}): Buffer {
  const {
    packing = 2,
    isProtected = false,
    about = [],
    pictures = [],
    trailer = Buffer.alloc(0),
    trailers = 0,
    isMobi = true,
  } = given;
  const bytes = Buffer.from(text);
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 4096) pieces.push(bytes.subarray(at, at + 4096));
  const records = pieces.map((piece) => Buffer.concat([packing === 2 ? palmDoc(piece) : piece, trailer]));
  const start = Buffer.alloc(16);
  start.writeUInt16BE(packing, 0);
  start.writeUInt32BE(bytes.length, 4);
  start.writeUInt16BE(records.length, 8);
  start.writeUInt16BE(4096, 10);
  start.writeUInt16BE(isProtected ? 2 : 0, 12);
  const entries = about.map(([kind, value]) => {
    const entry = Buffer.alloc(8);
    entry.writeUInt32BE(kind, 0);
    entry.writeUInt32BE(8 + Buffer.byteLength(value), 4);
    return Buffer.concat([entry, Buffer.from(value)]);
  });
  const extended = Buffer.alloc(12);
  extended.write('EXTH');
  extended.writeUInt32BE(entries.length, 8);
  const header = Buffer.alloc(232);
  header.write('MOBI');
  header.writeUInt32BE(232, 4);
  header.writeUInt32BE(65001, 12);
  header.writeUInt32BE(0x40, 112);
  header.writeUInt32BE(trailers, 224);
  header.writeUInt32BE(pictures.length > 0 ? 1 + records.length : 0xffffffff, 92);
  const first = Buffer.concat(isMobi ? [start, header, extended, ...entries] : [start]);
  return palmDatabase(isMobi ? 'BOOKMOBI' : 'TEXtREAd', [first, ...records, ...pictures]);
}

function palmDatabase(type: string, records: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(78 + records.length * 8 + 2);
  head.write('A book', 0);
  head.write(type, 60, 'latin1');
  head.writeUInt16BE(records.length, 76);
  let at = head.length;
  for (const [index, record] of records.entries()) {
    head.writeUInt32BE(at, 78 + index * 8);
    at += record.length;
  }
  return Buffer.concat([head, ...records]);
}

/** A space and a letter are one byte, bytes beyond ASCII runs of one. */
function palmDoc(bytes: Buffer): Buffer {
  const packed: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const [byte = 0, next = 0] = [bytes[at], bytes[at + 1]];
    if (byte === 0x20 && next >= 0x40 && next < 0x80) {
      packed.push(next ^ 0x80);
      at++;
    } else if (byte >= 0x80) packed.push(1, byte);
    else packed.push(byte);
  }
  return Buffer.from(packed);
}
