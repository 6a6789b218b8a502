import { PDFiumLibrary } from '@hyzyla/pdfium';
import { PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from 'pdf-lib';
import sharp, { type Sharp } from 'sharp';
import { between, normal, type Random, randomFrom } from './random.ts';
import type { Letter } from './story/letters.ts';

/** A sheet of paper in PostScript points. */
export interface Sheet {
  width: number;
  height: number;
}

export const a4: Sheet = { width: 595, height: 842 };
/** A5 on its side, for memoranda. */
export const halfSheet: Sheet = { width: 595, height: 420 };

/** Pixels per inch: what office scanners give, and what OCR reads well. */
const DPI = 200;
const MARGIN = 62;
const TYPE = { size: 11.6, pitch: 7.0, leading: 17 };
/** Where the typed name under a signature begins. */
const NAME_COLUMN = 35;
const INK = rgb(0.12, 0.12, 0.17);

/** Types a letter on old paper and scans it: one picture of three channels a page. */
export async function scanLetter(letter: Letter, sheet: Sheet, seed: number): Promise<Sharp[]> {
  const random = randomFrom(seed);
  const bitmaps = await rasterize(await typeset(letter, sheet, random));
  const scans: Sharp[] = [];
  for (const [index, bitmap] of bitmaps.entries()) {
    const last = index === bitmaps.length - 1;
    const marks = marksOn(letter, sheet, bitmap, { first: index === 0, last }, random);
    scans.push(await photographed(bitmap, marks, random));
  }
  return scans;
}

/** Scans bound to a PDF without any text, as a scanner makes them. */
export async function scannedPdf(scans: readonly Sharp[], sheet: Sheet, title: string): Promise<Uint8Array> {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  pdf.setTitle(title);
  pdf.setProducer('Flatbed scanner');
  for (const scan of scans) {
    const image = await pdf.embedJpg(await scan.clone().jpeg({ quality: 68 }).toBuffer());
    pdf.addPage([sheet.width, sheet.height]).drawImage(image, { x: 0, y: 0, width: sheet.width, height: sheet.height });
  }
  return pdf.save();
}

async function typeset(letter: Letter, sheet: Sheet, random: Random): Promise<Uint8Array> {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  const [courier, roman, bold] = await Promise.all(
    [StandardFonts.CourierBold, StandardFonts.TimesRoman, StandardFonts.TimesRomanBold].map((font) =>
      pdf.embedFont(font),
    ),
  );
  if (!courier || !roman || !bold) throw new Error('A standard font is missing from pdf-lib.');
  for (const [index, text] of letter.pages.entries()) {
    const page = pdf.addPage([sheet.width, sheet.height]);
    let y = sheet.height - 52;
    if (index === 0) y = drawLetterhead(page, letter.letterhead, y, { roman, bold });
    for (const line of text.split('\n')) {
      typeLine(page, line, y, courier, random);
      y -= TYPE.leading;
    }
    const name = ' '.repeat(NAME_COLUMN) + letter.signature;
    if (index === letter.pages.length - 1) typeLine(page, name, y - 2 * TYPE.leading, courier, random);
  }
  return pdf.save();
}

function drawLetterhead(
  page: PDFPage,
  lines: readonly string[],
  top: number,
  fonts: { roman: PDFFont; bold: PDFFont },
): number {
  let y = top;
  for (const [index, line] of lines.entries()) {
    const font = index === 0 ? fonts.bold : fonts.roman;
    const size = index === 0 ? 18 : 10.5;
    page.drawText(line, { x: (page.getWidth() - font.widthOfTextAtSize(line, size)) / 2, y, size, font, color: INK });
    y -= index === 0 ? 17 : 14;
  }
  const color = rgb(0.35, 0.32, 0.3);
  page.drawLine({ start: { x: MARGIN, y }, end: { x: page.getWidth() - MARGIN, y }, thickness: 0.8, color });
  return y - 28;
}

/** A typewriter sets every letter on the same pitch, never quite on the line and never quite as black. */
function typeLine(page: PDFPage, line: string, y: number, font: PDFFont, random: Random): void {
  for (const [index, letter] of [...line].entries()) {
    if (letter === ' ') continue;
    const shade = between(random, 0.08, 0.3);
    page.drawText(letter, {
      x: MARGIN + index * TYPE.pitch + normal(random) * 0.12,
      y: y + normal(random) * 0.28,
      size: TYPE.size,
      font,
      color: rgb(shade, shade, shade + 0.05),
    });
  }
}

interface Bitmap {
  data: Uint8Array;
  width: number;
  height: number;
}

async function rasterize(pdf: Uint8Array): Promise<Bitmap[]> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(pdf);
  const bitmaps: Bitmap[] = [];
  for (const page of document.pages()) {
    const { data, width, height } = await page.render({ scale: DPI / 72, render: 'bitmap' });
    bitmaps.push({ data, width, height });
  }
  document.destroy();
  library.destroy();
  return bitmaps;
}

/** The rubber stamp and the signature, over the typed page. */
function marksOn(
  letter: Letter,
  sheet: Sheet,
  { width, height }: Bitmap,
  place: { first: boolean; last: boolean },
  random: Random,
): Buffer {
  const scale = DPI / 72;
  const lines = letter.pages.at(-1)?.split('\n') ?? [];
  const firstPageHead = letter.pages.length === 1 ? letter.letterhead.length * 14 + 31 : 0;
  const signatureY = (52 + firstPageHead + (lines.length + 0.9) * TYPE.leading) * scale;
  const signature = place.last ? scribble(letter.signature, width * 0.56, signatureY, random) : '';
  const stamp = place.first ? rubberStamp(letter.stamp, width - 250 * (width / sheet.width / scale), 150) : '';
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${stamp}${signature}</svg>`,
  );
}

/** A signature is a wave of loops as long as the name: the typed text says who it is. */
function scribble(name: string, x: number, y: number, random: Random): string {
  const curves = [...name].map((letter) => {
    const tall = /[A-Zlhfkbdt]/.test(letter) ? 46 : 18;
    const rise = between(random, tall * 0.7, tall);
    return letter === ' ' ? 'm 26 0' : `c 4 ${-rise} 16 ${-rise} 12 0 s 2 ${rise * 0.25} 9 ${between(random, -6, 3)}`;
  });
  return `<path d="M ${x} ${y} ${curves.join(' ')} q 60 18 130 -16" fill="none" stroke="#22305e"
    stroke-width="3.4" stroke-linecap="round" opacity="0.85" transform="rotate(-4 ${x} ${y})"/>`;
}

function rubberStamp(lines: readonly string[], x: number, y: number): string {
  const height = lines.length * 30 + 24;
  const text = lines.map((line, index) => `<text x="0" y="${index * 30 - height / 2 + 40}">${line}</text>`).join('');
  return `<g transform="translate(${x - 20} ${y}) rotate(7)" fill="#8a2f3c" font-family="Liberation Sans"
    font-weight="bold" font-size="22" text-anchor="middle" opacity="0.62"><rect x="-165" y="${-height / 2}" width="330"
    height="${height}" rx="8" fill="none" stroke="#8a2f3c" stroke-width="4"/>${text}</g>`;
}

/** The page on its paper as a scanner sees it: aged, not quite straight, not quite sharp. */
async function photographed({ data, width, height }: Bitmap, marks: Buffer, random: Random): Promise<Sharp> {
  const paper = await agedPaper(width, height, random);
  const sheet = await sharp(paper, { raw: { width, height, channels: 3 } })
    .composite([
      { input: Buffer.from(data), raw: { width, height, channels: 4 }, blend: 'multiply' },
      { input: marks, blend: 'multiply' },
    ])
    .removeAlpha()
    .png()
    .toBuffer();
  const tilted = await sharp(sheet)
    .rotate(between(random, -0.9, 0.9), { background: '#cdc4b0' })
    .resize(width, height, { fit: 'cover' })
    .blur(0.55)
    .removeAlpha()
    .raw()
    .toBuffer();
  for (let index = 0; index < tilted.length; index += 3) {
    const speck = normal(random) * 5;
    for (let channel = 0; channel < 3; channel += 1)
      tilted[index + channel] = Math.max(0, Math.min(255, (tilted[index + channel] ?? 0) + speck));
  }
  return sharp(tilted, { raw: { width, height, channels: 3 } }).withMetadata({ density: DPI });
}

/** Yellowed paper: soft blotches, darker edges, one fold across the middle. */
async function agedPaper(width: number, height: number, random: Random): Promise<Buffer> {
  const coarse = Buffer.from(Array.from({ length: 18 * 24 }, () => 128 + normal(random) * 34));
  const blotches = await sharp(coarse, { raw: { width: 18, height: 24, channels: 1 } })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  const paper = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    const fold = Math.exp(-(((y - height * 0.503) / 3) ** 2)) * 16;
    for (let x = 0; x < width; x += 1) {
      const edge = Math.min(x, y, width - x, height - y);
      const shade = ((blotches[y * width + x] ?? 128) - 128) * 0.09 - 26 * Math.exp(-edge / 45) - fold;
      const at = (y * width + x) * 3;
      paper[at] = 240 + shade;
      paper[at + 1] = 231 + shade * 1.1;
      paper[at + 2] = 207 + shade * 1.4;
    }
  }
  return paper;
}
