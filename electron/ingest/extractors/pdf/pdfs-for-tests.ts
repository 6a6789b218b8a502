import { createHash } from 'node:crypto';
import { degrees, PDFDocument, type PDFFont, type PDFPage, StandardFonts } from 'pdf-lib';
import sharp from 'sharp';

/** A PDF that `draw` puts pages into; `objectStreams` packs its objects as newer programs do. */
export async function pdf(
  draw: (document: PDFDocument, font: PDFFont) => Promise<unknown> | unknown,
  { objectStreams = false } = {},
): Promise<Buffer> {
  const document = await PDFDocument.create();
  document.setTitle('Harbour report');
  document.setAuthor('Ines Harrow');
  document.setCreationDate(new Date('1998-03-03T10:00:00Z'));
  await draw(document, await document.embedFont(StandardFonts.Helvetica));
  return Buffer.from(await document.save({ useObjectStreams: objectStreams }));
}

/** A page of a line of text, turned clockwise by quarters. */
export function addTextPage(document: PDFDocument, font: PDFFont, text: string, turned = 0): PDFPage {
  const page = document.addPage([400, 600]);
  page.setRotation(degrees(turned));
  page.drawText(text, { x: 40, y: 500, size: 12, font });
  return page;
}

/** A picture of lines of print, as a scanner makes it. */
export function printedPicture(lines: readonly string[], width = 900): Promise<Buffer> {
  const height = 80 + lines.length * 80;
  const text = lines.map((line, index) => `<text x="60" y="${100 + index * 80}" font-size="44">${line}</text>`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">\
<rect width="${width}" height="${height}" fill="white"/>\
<g font-family="DejaVu Sans, Liberation Sans, sans-serif">${text.join('')}</g></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

/** A page that is nothing but a picture. */
export async function addScannedPage(document: PDFDocument, picture: Buffer): Promise<PDFPage> {
  const image = await document.embedPng(picture);
  const page = document.addPage([400, (400 * image.height) / image.width]);
  page.drawImage(image, { x: 0, y: 0, width: page.getWidth(), height: page.getHeight() });
  return page;
}

/** A PDF written by hand: objects by their number, then whatever stands at its end. */
export function handMadePdf(objects: Readonly<Record<number, string>>, end: string, header = '%PDF-1.4\n'): Buffer {
  const body = Object.entries(objects).map(([number, content]) => `${number} 0 obj\n${content}\nendobj\n`);
  return Buffer.from(`${header}${body.join('')}${end}`, 'latin1');
}

/** The objects of a page that says so, without a catalog and a tree of pages. */
export const helloPage: Readonly<Record<number, string>> = {
  3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Resources << /Font << /F 5 0 R >> >> /Contents 4 0 R >>',
  4: '<< /Length 60 >>\nstream\nBT /F 24 Tf 40 500 Td (Hello harbour) Tj ET\nendstream',
  5: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
};

/** The padding of passwords (ISO 32000-1, 7.6.3.3). */
const PADDING = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');

/** A PDF of a page that says so, which only the password opens (40-bit RC4: the standard security handler's revision 2). */
export function protectedPdf(text: string, password: string): Buffer {
  const padded = Buffer.concat([Buffer.from(password, 'latin1'), PADDING]).subarray(0, 32);
  const id = Buffer.alloc(16, 0x43);
  const owner = rc4(md5(padded).subarray(0, 5), padded);
  const key = md5(padded, owner, Buffer.from([0xfc, 0xff, 0xff, 0xff]), id).subarray(0, 5);
  const user = rc4(key, PADDING);
  const content = rc4(
    md5(key, Buffer.from([4, 0, 0, 0, 0])).subarray(0, 10),
    Buffer.from(`BT /F 24 Tf 40 500 Td (${text}) Tj ET`),
  );
  const hex = (bytes: Buffer) => `<${bytes.toString('hex')}>`;
  return handMadePdf(
    {
      ...helloPage,
      1: '<< /Type /Catalog /Pages 2 0 R >>',
      2: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      4: `<< /Length ${content.length} >>\nstream\n${content.toString('latin1')}\nendstream`,
      6: `<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O ${hex(owner)} /U ${hex(user)} >>`,
    },
    `trailer << /Root 1 0 R /Encrypt 6 0 R /ID [${hex(id)} ${hex(id)}] >>\n%%EOF`,
  );
}

function md5(...parts: Buffer[]): Buffer {
  return createHash('md5').update(Buffer.concat(parts)).digest();
}

function rc4(key: Buffer, bytes: Buffer): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  const swap = (one: number, other: number) => {
    [state[one], state[other]] = [state[other] ?? 0, state[one] ?? 0];
  };
  for (let at = 0, other = 0; at < 256; at++) {
    other = (other + (state[at] ?? 0) + (key[at % key.length] ?? 0)) & 255;
    swap(at, other);
  }
  let one = 0;
  let other = 0;
  return Buffer.from(
    bytes.map((byte) => {
      one = (one + 1) & 255;
      other = (other + (state[one] ?? 0)) & 255;
      swap(one, other);
      return byte ^ (state[((state[one] ?? 0) + (state[other] ?? 0)) & 255] ?? 0);
    }),
  );
}
