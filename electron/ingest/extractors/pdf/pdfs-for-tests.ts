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
