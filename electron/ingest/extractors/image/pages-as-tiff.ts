import type { PagePicture } from './page-picture.ts';

const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;
const HEADER_BYTES = 8;
const ENTRY_BYTES = 12;
/** Photometric interpretation of TIFF 6.0: zero is black. */
const GREY = 1;
const DOTS_AN_INCH = 2;

/**
 * Pages as one uncompressed TIFF (TIFF 6.0) of several pictures, piece by piece: the pixels are not copied. Tesseract reads
 * that from its standard input, each page with its resolution.
 */
export function* pagesAsTiff(pages: readonly PagePicture[]): Generator<Buffer> {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('II*\0', 'latin1');
  header.writeUInt32LE(HEADER_BYTES, 4);
  yield header;
  let at = HEADER_BYTES;
  for (const [index, page] of pages.entries()) {
    const directory = directoryOf(page, at, index === pages.length - 1);
    yield directory;
    yield page.pixels;
    at += directory.length + page.pixels.length;
  }
}

/** What TIFF says of a page, which stands at an offset in the file and before the page's pixels. */
function directoryOf({ width, height, pixels, dpi }: PagePicture, at: number, isLast: boolean): Buffer {
  const count = dpi === undefined ? 9 : 12;
  const resolutionAt = 2 + count * ENTRY_BYTES + 4;
  const size = resolutionAt + (dpi === undefined ? 0 : 8);
  // Directories begin at even offsets.
  const padding = (at + size + pixels.length) % 2;
  const entries: [tag: number, type: number, count: number, value: number][] = [
    [0x100, LONG, 1, width],
    [0x101, LONG, 1, height],
    [0x102, SHORT, 1, 8],
    [0x103, SHORT, 1, 1],
    [0x106, SHORT, 1, GREY],
    [0x111, LONG, 1, at + size + padding],
    [0x115, SHORT, 1, 1],
    [0x116, LONG, 1, height],
    [0x117, LONG, 1, pixels.length],
  ];
  if (dpi !== undefined)
    entries.push(
      [0x11a, RATIONAL, 1, at + resolutionAt],
      [0x11b, RATIONAL, 1, at + resolutionAt],
      [0x128, SHORT, 1, DOTS_AN_INCH],
    );
  const directory = Buffer.alloc(size + padding);
  directory.writeUInt16LE(entries.length, 0);
  entries.forEach(([tag, type, values, value], index) => {
    const entry = 2 + index * ENTRY_BYTES;
    directory.writeUInt16LE(tag, entry);
    directory.writeUInt16LE(type, entry + 2);
    directory.writeUInt32LE(values, entry + 4);
    directory.writeUInt32LE(value, entry + 8);
  });
  directory.writeUInt32LE(isLast ? 0 : at + directory.length + pixels.length, resolutionAt - 4);
  if (dpi !== undefined) {
    directory.writeUInt32LE(Math.round(dpi), resolutionAt);
    directory.writeUInt32LE(1, resolutionAt + 4);
  }
  return directory;
}
