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
