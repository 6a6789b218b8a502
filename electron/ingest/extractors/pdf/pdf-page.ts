import type { Box } from '../../../../shared/anchors.ts';
import { boxAround } from '../boxes.ts';
import { type EmbeddedFile, embeddedFile } from './pdf-files.ts';
import type { PdfForm } from './pdf-form.ts';
import { bytesAt, numbersAt, type PdfiumModule, utf16, withMemory, withName } from './pdfium.ts';
import { BOX_NUMBERS, spacedAsShown } from './spacing.ts';

/** FPDF_PAGEOBJ_* of fpdf_edit.h. */
const PATH_OBJECT = 2;
const IMAGE_OBJECT = 3;
const SHADING_OBJECT = 4;
const FORM_OBJECT = 5;
/** FPDFBitmap_BGR and FPDFBitmap_BGRA; FPDF_ANNOT and FPDF_REVERSE_BYTE_ORDER, which makes them RGB and RGBA. */
const bitmapFormats = { 3: 2, 4: 4 } as const;
const RENDER_FLAGS = 0x01 | 0x10;
const WHITE = 0xffffffff;
/** Page positions come out of PDFium as whole device pixels: of a page this large, so that nothing is lost. */
const DEVICE_SIZE = 100_000;

/** A line of text on a page; the box is a fraction of the page as it is shown. */
export interface PdfLine {
  text: string;
  box: Box;
}

/** What a page is made of besides text, which tells a scan from an empty page. */
export interface PdfObjects {
  images: number;
  paths: number;
  /** The share of the page that its pictures cover, as if none lay on another. */
  pictureShare: number;
}

type Corners = [number, number, number, number];

/** A page while it is open. */
export class PdfPage {
  readonly #module: PdfiumModule;
  readonly #page: number;
  readonly #form: PdfForm | null;
  /** Points, as the page is shown. */
  readonly width: number;
  readonly height: number;

  constructor(module: PdfiumModule, page: number, form: PdfForm | null) {
    this.#module = module;
    this.#page = page;
    this.#form = form;
    this.width = module.FPDF_GetPageWidth(page);
    this.height = module.FPDF_GetPageHeight(page);
  }

  /** Whether there is anything on it to see or to read. */
  hasContent(): boolean {
    return this.#module.FPDFPage_CountObjects(this.#page) !== 0 || this.annotations().length > 0;
  }

  objects(): PdfObjects {
    const module = this.#module;
    const found: PdfObjects = { images: 0, paths: 0, pictureShare: 0 };
    const count = module.FPDFPage_CountObjects(this.#page);
    // Of a page that does not say that it is one, the engine shows all and tells nothing.
    if (count < 0) return { ...found, images: 1 };
    for (let index = 0; index < count; index++) {
      const object = module.FPDFPage_GetObject(this.#page, index);
      const type = module.FPDFPageObj_GetType(object);
      if (type === PATH_OBJECT || type === SHADING_OBJECT) found.paths++;
      // A form may hold anything, so it counts as a picture.
      if (type !== IMAGE_OBJECT && type !== FORM_OBJECT) continue;
      found.images++;
      found.pictureShare = Math.min(1, found.pictureShare + this.#shareOf(object));
    }
    return found;
  }

  /** Whether each picture on the page can be decoded. */
  picturesDecode(): boolean {
    const module = this.#module;
    const count = module.FPDFPage_CountObjects(this.#page);
    for (let index = 0; index < count; index++) {
      const object = module.FPDFPage_GetObject(this.#page, index);
      if (module.FPDFPageObj_GetType(object) !== IMAGE_OBJECT) continue;
      const bitmap = module.FPDFImageObj_GetBitmap(object);
      if (bitmap === 0) return false;
      module.FPDFBitmap_Destroy(bitmap);
    }
    return true;
  }

  /** The share of the page that an object covers. */
  #shareOf(object: number): number {
    return withMemory(this.#module, 16, (pointer) => {
      const corners = [pointer, pointer + 4, pointer + 8, pointer + 12] as const;
      if (!this.#module.FPDFPageObj_GetBounds(object, ...corners)) return 0;
      const view = numbersAt(this.#module, pointer, 16);
      const [left, bottom, right, top] = [0, 4, 8, 12].map((at) => view.getFloat32(at, true)) as Corners;
      const box = this.#boxAround(left, bottom, right, top);
      return box.width * box.height;
    });
  }

  /** What stands in the fields of a form and in comments, which is no part of the page's own text. */
  annotations(): PdfLine[] {
    return this.#ofAnnotations((annotation) => {
      const text = this.#form?.valueOf(annotation) || this.#contentsOf(annotation);
      const box = text.trim() === '' ? undefined : this.#annotationBox(annotation);
      return box && { text, box };
    });
  }

  /**
   * Stamps, signatures and the like, of which only what they draw tells what they say; by their indices among the
   * annotations, from 0.
   */
  drawnAnnotations(): { index: number; box: Box }[] {
    return this.#ofAnnotations((annotation, index) => {
      const isDrawn = withName(this.#module, 'AP', (key) => this.#module.FPDFAnnot_HasKey(annotation, key)) !== 0;
      if (!isDrawn || this.#form?.isControl(annotation) || this.#contentsOf(annotation).trim() !== '') return undefined;
      const box = this.#annotationBox(annotation);
      return box && { index, box };
    });
  }

  /** The files that are pinned to the page. */
  files(): EmbeddedFile[] {
    return this.#ofAnnotations((annotation) => {
      const attachment = this.#module.FPDFAnnot_GetFileAttachment(annotation);
      return attachment === 0 ? undefined : embeddedFile(this.#module, attachment);
    });
  }

  hasFiles(): boolean {
    const pinned = this.#ofAnnotations(
      (annotation) => this.#module.FPDFAnnot_GetFileAttachment(annotation) || undefined,
    );
    return pinned.length > 0;
  }

  #ofAnnotations<T>(read: (annotation: number, index: number) => T | undefined): T[] {
    const found: T[] = [];
    const count = this.#module.FPDFPage_GetAnnotCount(this.#page);
    for (let index = 0; index < count; index++) {
      const annotation = this.#module.FPDFPage_GetAnnot(this.#page, index);
      if (annotation === 0) continue;
      const of = read(annotation, index);
      if (of !== undefined) found.push(of);
      this.#module.FPDFPage_CloseAnnot(annotation);
    }
    return found;
  }

  #contentsOf(annotation: number): string {
    const module = this.#module;
    return withName(module, 'Contents', (key) => {
      const size = module.FPDFAnnot_GetStringValue(annotation, key, 0, 0);
      return withMemory(module, size, (buffer) => {
        module.FPDFAnnot_GetStringValue(annotation, key, buffer, size);
        return utf16(module, buffer, size - 2);
      });
    });
  }

  #annotationBox(annotation: number): Box | undefined {
    return withMemory(this.#module, 16, (pointer) => {
      if (!this.#module.FPDFAnnot_GetRect(annotation, pointer)) return undefined;
      const view = numbersAt(this.#module, pointer, 16);
      const [left, top, right, bottom] = [0, 4, 8, 12].map((at) => view.getFloat32(at, true)) as Corners;
      return this.#boxAround(left, bottom, right, top);
    });
  }

  /** The page's lines of text in reading order, with a hyphen at the end of a line kept as U+00AD. */
  lines(): PdfLine[] {
    const module = this.#module;
    const textPage = module.FPDFText_LoadPage(this.#page);
    if (textPage === 0) return [];
    try {
      const count = module.FPDFText_CountChars(textPage);
      if (count <= 0) return [];
      const text = withMemory(module, (count + 1) * 2, (buffer) => {
        const units = module.FPDFText_GetText(textPage, 0, count, buffer);
        return utf16(module, buffer, Math.max(0, units - 1) * 2);
      });
      return this.#splitLines(textPage, text);
    } finally {
      module.FPDFText_ClosePage(textPage);
    }
  }

  #splitLines(textPage: number, text: string): PdfLine[] {
    const lines: PdfLine[] = [];
    for (const match of text.matchAll(/[^\r\n]+/g)) {
      // PDFium writes a hyphen that it takes for a line break as U+0002 or U+FFFE.
      const line = match[0].replaceAll('\u0002', '\u00AD').replaceAll('\uFFFE', '\u00AD');
      if (line.trim() === '') continue;
      const box = this.#boxOf(textPage, match.index, match.index + match[0].length - 1);
      if (box) lines.push({ text: this.#respaced(textPage, match.index, line), box });
    }
    return lines;
  }

  /** A line of text with spaces where they are seen; `start` is where it begins in the text of the page. */
  #respaced(textPage: number, start: number, line: string): string {
    // Places in the text are not told from one another where a character takes two units.
    if (/[\uD800-\uDFFF]/.test(line)) return line;
    const module = this.#module;
    return withMemory(module, BOX_NUMBERS * 4, (pointer) => {
      const boxes = new Float32Array(line.length * BOX_NUMBERS);
      let memory = new Float32Array(module.memory.buffer);
      for (let index = 0; index < line.length; index++) {
        const at = module.FPDFText_GetCharIndexFromTextIndex(textPage, start + index);
        if (at < 0 || module.FPDFText_GetLooseCharBox(textPage, at, pointer) === 0) continue;
        // Once the memory has grown, it is another buffer, and this one has nothing in it.
        if (memory.length === 0) memory = new Float32Array(module.memory.buffer);
        for (let number = 0; number < BOX_NUMBERS; number++)
          boxes[index * BOX_NUMBERS + number] = memory[(pointer >> 2) + number] ?? 0;
      }
      return spacedAsShown(line, boxes);
    });
  }

  #boxOf(textPage: number, firstText: number, lastText: number): Box | undefined {
    const module = this.#module;
    const first = module.FPDFText_GetCharIndexFromTextIndex(textPage, firstText);
    const last = module.FPDFText_GetCharIndexFromTextIndex(textPage, lastText);
    if (first < 0 || last < first) return undefined;
    const count = module.FPDFText_CountRects(textPage, first, last - first + 1);
    let union: Box | undefined;
    for (let index = 0; index < count; index++) {
      const box = this.#textBox(textPage, index);
      if (box) union = union ? boxAround(union, box) : box;
    }
    return union;
  }

  /** A rectangle of text as fractions of the shown page. */
  #textBox(textPage: number, index: number): Box | undefined {
    return withMemory(this.#module, 32, (pointer) => {
      if (!this.#module.FPDFText_GetRect(textPage, index, pointer, pointer + 8, pointer + 16, pointer + 24))
        return undefined;
      const view = numbersAt(this.#module, pointer, 32);
      const [left, top, right, bottom] = [0, 8, 16, 24].map((at) => view.getFloat64(at, true)) as Corners;
      return this.#boxAround(left, bottom, right, top);
    });
  }

  /** A rectangle in the page's own space as fractions of the page as it is shown, which may be turned. */
  #boxAround(left: number, bottom: number, right: number, top: number): Box {
    const one = this.toFraction(left, top);
    const other = this.toFraction(right, bottom);
    return {
      x: Math.min(one.x, other.x),
      y: Math.min(one.y, other.y),
      width: Math.abs(one.x - other.x),
      height: Math.abs(one.y - other.y),
    };
  }

  /** A point in the page's own space as a fraction of the page as it is shown; at its edge where it lies beyond. */
  toFraction(x: number, y: number): { x: number; y: number } {
    return withMemory(this.#module, 8, (pointer) => {
      this.#module.FPDF_PageToDevice(this.#page, 0, 0, DEVICE_SIZE, DEVICE_SIZE, 0, x, y, pointer, pointer + 4);
      const view = numbersAt(this.#module, pointer, 8);
      const clamp = (value: number) => Math.min(1, Math.max(0, value / DEVICE_SIZE));
      return { x: clamp(view.getInt32(0, true)), y: clamp(view.getInt32(4, true)) };
    });
  }

  /** The page on white, in RGB or RGBA, row by row; `scale` is pixels a point. Without alpha it costs a third less. */
  render(scale: number, channels: 3 | 4 = 4): { width: number; height: number; pixels: Uint8Array } {
    const module = this.#module;
    const width = Math.max(1, Math.round(this.width * scale));
    const height = Math.max(1, Math.round(this.height * scale));
    const bitmap = module.FPDFBitmap_CreateEx(width, height, bitmapFormats[channels], 0, 0);
    if (bitmap === 0) throw new Error('The page is too large to be drawn');
    try {
      module.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
      module.FPDF_RenderPageBitmap(bitmap, this.#page, 0, 0, width, height, 0, RENDER_FLAGS);
      const start = module.FPDFBitmap_GetBuffer(bitmap);
      const stride = module.FPDFBitmap_GetStride(bitmap);
      const rows = bytesAt(module, start, stride * height);
      return { width, height, pixels: withoutPadding(rows, stride, width * channels) };
    } finally {
      module.FPDFBitmap_Destroy(bitmap);
    }
  }
}

/** A copy of rows of pixels, without what fills each up to `stride` bytes. */
function withoutPadding(rows: Uint8Array, stride: number, length: number): Uint8Array {
  if (stride === length) return rows.slice();
  const packed = new Uint8Array((rows.length / stride) * length);
  for (let from = 0, to = 0; from < rows.length; from += stride, to += length)
    packed.set(rows.subarray(from, from + length), to);
  return packed;
}
