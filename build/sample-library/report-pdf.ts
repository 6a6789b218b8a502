import { PDFDocument, type PDFFont, type PDFImage, type PDFPage, rgb, StandardFonts } from 'pdf-lib';
import type { Piece, Prose } from './story/prose.ts';

const A4: [number, number] = [595, 842];
const MARGIN = 68;
const WIDTH = A4[0] - 2 * MARGIN;
const FOOT = 70;
const BODY = { size: 10.5, leading: 15 };
const NAVY = rgb(0.12, 0.23, 0.34);
const INK = rgb(0.1, 0.1, 0.12);
const FAINT = rgb(0.45, 0.48, 0.52);

interface Fonts {
  roman: PDFFont;
  italic: PDFFont;
  bold: PDFFont;
}

/** The drawings that reports show, as JPEG. */
export type Pictures = Readonly<Record<'lens-section' | 'tower-elevation', Uint8Array>>;

/** A report as a PDF with a text layer: headings, paragraphs, tables, figures and page numbers. */
export async function reportPdf(prose: Prose, pictures: Pictures): Promise<Uint8Array> {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  pdf.setTitle(prose.title);
  pdf.setAuthor(prose.author);
  pdf.setLanguage(prose.language);
  pdf.setCreationDate(new Date(prose.created));
  pdf.setModificationDate(new Date(prose.created));
  const fonts: Fonts = {
    roman: await pdf.embedFont(StandardFonts.TimesRoman),
    italic: await pdf.embedFont(StandardFonts.TimesRomanItalic),
    bold: await pdf.embedFont(StandardFonts.HelveticaBold),
  };
  const layout = new Layout(pdf, fonts);
  layout.title(prose.title, prose.byline);
  for (const piece of prose.pieces) await place(layout, pdf, piece, pictures);
  layout.numberPages(prose.title);
  return pdf.save();
}

async function place(layout: Layout, pdf: PDFDocument, piece: Piece, pictures: Pictures): Promise<void> {
  switch (piece.type) {
    case 'heading':
      return layout.heading(piece.text);
    case 'paragraph':
      return layout.paragraph(piece.text);
    case 'table':
      return layout.table(piece.rows);
    case 'figure':
      return layout.figure(await pdf.embedJpg(pictures[piece.picture]), piece.caption);
  }
}

/** Sets pieces one under another and begins a new page where one does not fit. */
class Layout {
  readonly #pdf: PDFDocument;
  readonly #fonts: Fonts;
  #page: PDFPage;
  #y: number;

  constructor(pdf: PDFDocument, fonts: Fonts) {
    this.#pdf = pdf;
    this.#fonts = fonts;
    this.#page = pdf.addPage(A4);
    this.#y = A4[1] - 96;
  }

  title(title: string, byline: string): void {
    this.#lines(title, { font: this.#fonts.bold, size: 20, leading: 26, color: NAVY });
    this.#y -= 4;
    this.#lines(byline, { font: this.#fonts.italic, size: 10.5, leading: 15, color: FAINT });
    this.#y -= 6;
    this.#rule(MARGIN, MARGIN + WIDTH, 1.2);
    this.#y -= 18;
  }

  heading(text: string): void {
    this.#room(70);
    this.#y -= 10;
    this.#lines(text, { font: this.#fonts.bold, size: 13, leading: 20, color: NAVY });
  }

  paragraph(text: string): void {
    this.#lines(text, { font: this.#fonts.roman, ...BODY, color: INK });
    this.#y -= 8;
  }

  table(rows: readonly (readonly string[])[]): void {
    const widths = columnWidths(rows, this.#fonts.roman);
    this.#y -= 4;
    for (const [index, row] of rows.entries()) {
      const font = index === 0 ? this.#fonts.bold : this.#fonts.roman;
      const cells = row.map((cell, column) => wrap(cell, font, 9.5, (widths[column] ?? 0) - 10));
      const height = Math.max(...cells.map(({ length }) => length)) * 13 + 5;
      this.#room(height);
      let x = MARGIN;
      for (const [column, lines] of cells.entries()) {
        for (const [line, text] of lines.entries())
          this.#page.drawText(text, { x: x + 2, y: this.#y - 10 - line * 13, size: 9.5, font, color: INK });
        x += widths[column] ?? 0;
      }
      this.#y -= height;
      this.#rule(MARGIN, MARGIN + WIDTH, index === 0 ? 0.9 : 0.3);
    }
    this.#y -= 14;
  }

  figure(image: PDFImage, caption: string): void {
    const height = (WIDTH / image.width) * image.height;
    this.#room(height + 40);
    this.#y -= height;
    this.#page.drawImage(image, { x: MARGIN, y: this.#y, width: WIDTH, height });
    this.#y -= 16;
    this.#lines(caption, { font: this.#fonts.italic, size: 9.5, leading: 14, color: FAINT });
    this.#y -= 10;
  }

  numberPages(title: string): void {
    const pages = this.#pdf.getPages();
    for (const [index, page] of pages.entries()) {
      const number = `${index + 1} / ${pages.length}`;
      const style = { y: 40, size: 8.5, font: this.#fonts.italic, color: FAINT };
      page.drawText(title, { x: MARGIN, ...style });
      page.drawText(number, { x: MARGIN + WIDTH - this.#fonts.italic.widthOfTextAtSize(number, 8.5), ...style });
    }
  }

  #lines(text: string, style: { font: PDFFont; size: number; leading: number; color: ReturnType<typeof rgb> }): void {
    const { leading, ...drawn } = style;
    for (const line of wrap(text, style.font, style.size, WIDTH)) {
      this.#room(leading);
      this.#y -= leading;
      this.#page.drawText(line, { x: MARGIN, y: this.#y, ...drawn });
    }
  }

  #rule(from: number, to: number, thickness: number): void {
    this.#page.drawLine({ start: { x: from, y: this.#y }, end: { x: to, y: this.#y }, thickness, color: FAINT });
  }

  #room(height: number): void {
    if (this.#y - height > FOOT) return;
    this.#page = this.#pdf.addPage(A4);
    this.#y = A4[1] - 72;
  }
}

/** Columns as wide as their widest cell asks for, shrunk together to the width of the page. */
function columnWidths(rows: readonly (readonly string[])[], font: PDFFont): number[] {
  const wanted = (rows[0] ?? []).map((_, column) =>
    Math.min(210, Math.max(...rows.map((row) => font.widthOfTextAtSize(row[column] ?? '', 10.5) + 18))),
  );
  const sum = wanted.reduce((total, width) => total + width, 0);
  return wanted.map((width) => (width / sum) * WIDTH);
}

function wrap(text: string, font: PDFFont, size: number, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && font.widthOfTextAtSize(longer, size) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
