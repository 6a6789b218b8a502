import type { Box } from '../../../../shared/anchors.ts';
import { type EmbeddedFile, embeddedFile } from './pdf-files.ts';
import type { PdfForm } from './pdf-form.ts';
import { linesOf, type PdfLine } from './pdf-text.ts';
import { bytesAt, type PdfiumModule, utf16, withMemory, withName } from './pdfium.ts';

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
    const { room } = this.#module;
    if (!this.#module.FPDFPageObj_GetBounds(object, room, room + 4, room + 8, room + 12)) return 0;
    const box = this.#writtenBox();
    return box.width * box.height;
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
    if (!this.#module.FPDFAnnot_GetRect(annotation, this.#module.room)) return undefined;
    return this.#writtenBox();
  }

  /** The box of the four sides that the engine wrote, in floats: left and right are the first and third. */
  #writtenBox(): Box {
    const written = this.#module.written();
    const [left, one, right, other] = [0, 4, 8, 12].map((at) => written.getFloat32(at, true)) as Corners;
    return this.#boxAround(left, one, right, other);
  }

  /** The page's lines of text in reading order, with a hyphen at the end of a line kept as U+00AD. */
  lines(): PdfLine[] {
    return linesOf(this.#module, this.#page, (left, bottom, right, top) => this.#boxAround(left, bottom, right, top));
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
    const { room } = this.#module;
    this.#module.FPDF_PageToDevice(this.#page, 0, 0, DEVICE_SIZE, DEVICE_SIZE, 0, x, y, room, room + 4);
    const written = this.#module.written();
    return { x: fraction(written.getInt32(0, true)), y: fraction(written.getInt32(4, true)) };
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

function fraction(place: number): number {
  return Math.min(1, Math.max(0, place / DEVICE_SIZE));
}

/** A copy of rows of pixels, without what fills each up to `stride` bytes. */
function withoutPadding(rows: Uint8Array, stride: number, length: number): Uint8Array {
  if (stride === length) return rows.slice();
  const packed = new Uint8Array((rows.length / stride) * length);
  for (let from = 0, to = 0; from < rows.length; from += stride, to += length)
    packed.set(rows.subarray(from, from + length), to);
  return packed;
}
