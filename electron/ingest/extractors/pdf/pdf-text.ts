import type { Box } from '../../../../shared/anchors.ts';
import { boxAround } from '../boxes.ts';
import { type PdfiumModule, utf16, withMemory } from './pdfium.ts';
import { BOX_NUMBERS, isSpace, spacedAsShown } from './spacing.ts';

/** A line of text on a page; the box is a fraction of the page as it is shown. */
export interface PdfLine {
  text: string;
  box: Box;
}

/** PDFium writes a hyphen that it takes for one at the end of a line as U+0002 or U+FFFE, and may leave out that end. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is the mark.
const WRITTEN_LINES = /[^\r\n\u0002\uFFFE]*[\u0002\uFFFE]|[^\r\n\u0002\uFFFE]+/g;

/** A rectangle in a page's own space as fractions of the page as it is shown. */
export type ShownBox = (left: number, bottom: number, right: number, top: number) => Box;

/**
 * The lines of text of a page that is open, in reading order, with a hyphen at the end of a line kept as U+00AD.
 */
export function linesOf(module: PdfiumModule, page: number, shown: ShownBox): PdfLine[] {
  const textPage = module.FPDFText_LoadPage(page);
  if (textPage === 0) return [];
  try {
    return new PageText(module, textPage, shown).lines();
  } finally {
    module.FPDFText_ClosePage(textPage);
  }
}

/** The text of a page, as the engine put it together. Characters are asked for one by one: what is done for each counts. */
class PageText {
  readonly #module: PdfiumModule;
  readonly #textPage: number;
  readonly #shown: ShownBox;

  constructor(module: PdfiumModule, textPage: number, shown: ShownBox) {
    this.#module = module;
    this.#textPage = textPage;
    this.#shown = shown;
  }

  lines(): PdfLine[] {
    const lines: PdfLine[] = [];
    for (const { index, 0: written } of this.#text().matchAll(WRITTEN_LINES)) {
      const line = written.replaceAll('\u0002', '\u00AD').replaceAll('\uFFFE', '\u00AD');
      if (line.trim() === '') continue;
      const places = this.#placesOf(index, written.length);
      const box = places && this.#boxOf(places);
      if (box) lines.push({ text: this.#respaced(index, line, places), box });
    }
    return lines;
  }

  #text(): string {
    const module = this.#module;
    const count = module.FPDFText_CountChars(this.#textPage);
    if (count <= 0) return '';
    return withMemory(module, (count + 1) * 2, (buffer) => {
      const units = module.FPDFText_GetText(this.#textPage, 0, count, buffer);
      return utf16(module, buffer, Math.max(0, units - 1) * 2);
    });
  }

  /** Where among the characters of the page the first and the last of a piece of its text are. */
  #placesOf(start: number, length: number): { first: number; last: number } | undefined {
    const first = this.#module.FPDFText_GetCharIndexFromTextIndex(this.#textPage, start);
    const last = this.#module.FPDFText_GetCharIndexFromTextIndex(this.#textPage, start + length - 1);
    return first < 0 || last < first ? undefined : { first, last };
  }

  #boxOf({ first, last }: { first: number; last: number }): Box | undefined {
    const count = this.#module.FPDFText_CountRects(this.#textPage, first, last - first + 1);
    let union: Box | undefined;
    for (let index = 0; index < count; index++) {
      const box = this.#rectangle(index);
      if (box) union = union ? boxAround(union, box) : box;
    }
    return union;
  }

  /** One of the rectangles that were counted, as fractions of the shown page. */
  #rectangle(index: number): Box | undefined {
    const { room } = this.#module;
    if (!this.#module.FPDFText_GetRect(this.#textPage, index, room, room + 8, room + 16, room + 24)) return undefined;
    const written = this.#module.written();
    const [left, top] = [written.getFloat64(0, true), written.getFloat64(8, true)];
    return this.#shown(left, written.getFloat64(24, true), written.getFloat64(16, true), top);
  }

  /** A line of text with spaces where they are seen; `start` is where it begins in the text of the page. */
  #respaced(start: number, line: string, { first, last }: { first: number; last: number }): string {
    // Places in the text are not told from one another where a character takes two units.
    if (/[\uD800-\uDFFF]/.test(line)) return line;
    const { room, written, FPDFText_GetLooseCharBox } = this.#module;
    const textPage = this.#textPage;
    // Characters that the text leaves out are rare, and places only ever grow.
    const isWhole = last - first === line.length - 1;
    const boxes = new Float32Array(line.length * BOX_NUMBERS);
    for (let index = 0; index < line.length; index++) {
      if (isSpace(line, index)) continue;
      const place = isWhole ? first + index : this.#module.FPDFText_GetCharIndexFromTextIndex(textPage, start + index);
      if (place < 0 || FPDFText_GetLooseCharBox(textPage, place, room) === 0) continue;
      const box = written();
      for (let number = 0; number < BOX_NUMBERS; number++)
        boxes[index * BOX_NUMBERS + number] = box.getFloat32(number * 4, true);
    }
    return spacedAsShown(line, boxes);
  }
}
