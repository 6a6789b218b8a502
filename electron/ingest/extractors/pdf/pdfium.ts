import { PDFiumLibrary } from '@hyzyla/pdfium';
import type { Box } from '../../../../shared/anchors.ts';

/** What we use of PDFium's C interface (public/fpdfview.h, fpdf_text.h, fpdf_doc.h), as the WebAssembly build exports it. */
interface PdfiumModule {
  HEAPU8: Uint8Array;
  wasmExports: { malloc(size: number): number; free(pointer: number): void };
  _FPDF_LoadMemDocument(data: number, size: number, password: number): number;
  _FPDF_CloseDocument(document: number): void;
  _FPDF_GetLastError(): number;
  _FPDF_GetPageCount(document: number): number;
  _FPDF_GetMetaText(document: number, tag: number, buffer: number, length: number): number;
  _FPDF_LoadPage(document: number, index: number): number;
  _FPDF_ClosePage(page: number): void;
  _FPDF_GetPageWidth(page: number): number;
  _FPDF_GetPageHeight(page: number): number;
  _FPDF_PageToDevice(
    page: number,
    startX: number,
    startY: number,
    sizeX: number,
    sizeY: number,
    rotate: number,
    x: number,
    y: number,
    deviceX: number,
    deviceY: number,
  ): number;
  _FPDFPage_CountObjects(page: number): number;
  _FPDFPage_GetObject(page: number, index: number): number;
  _FPDFPageObj_GetType(object: number): number;
  _FPDFText_LoadPage(page: number): number;
  _FPDFText_ClosePage(text: number): void;
  _FPDFText_CountChars(text: number): number;
  _FPDFText_GetText(text: number, start: number, count: number, buffer: number): number;
  _FPDFText_GetCharIndexFromTextIndex(text: number, index: number): number;
  _FPDFText_CountRects(text: number, start: number, count: number): number;
  _FPDFText_GetRect(text: number, index: number, left: number, top: number, right: number, bottom: number): number;
  _FPDFBitmap_CreateEx(width: number, height: number, format: number, data: number, stride: number): number;
  _FPDFBitmap_FillRect(bitmap: number, left: number, top: number, width: number, height: number, color: number): void;
  _FPDFBitmap_GetBuffer(bitmap: number): number;
  _FPDFBitmap_GetStride(bitmap: number): number;
  _FPDFBitmap_Destroy(bitmap: number): void;
  _FPDF_RenderPageBitmap(
    bitmap: number,
    page: number,
    startX: number,
    startY: number,
    sizeX: number,
    sizeY: number,
    rotate: number,
    flags: number,
  ): void;
}

/** FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY of fpdfview.h. */
const PASSWORD_ERROR = 4;
const SECURITY_ERROR = 5;
/** FPDFBitmap_BGRA; FPDF_ANNOT and FPDF_REVERSE_BYTE_ORDER, which makes it RGBA. */
const BGRA = 4;
const RENDER_FLAGS = 0x01 | 0x10;
const WHITE = 0xffffffff;
/** Page positions come out of PDFium as whole device pixels: of a page this large, so that nothing is lost. */
const DEVICE_SIZE = 100_000;

export class PdfError extends Error {
  override readonly name = 'PdfError';
  readonly protected: boolean;

  constructor(message: string, isProtected: boolean) {
    super(message);
    this.protected = isProtected;
  }
}

let loaded: Promise<PdfiumModule> | undefined;

async function pdfium(): Promise<PdfiumModule> {
  // The library's own classes give no boxes of text, so we use the module beneath them.
  loaded ??= PDFiumLibrary.init().then((library) => (library as unknown as { module: PdfiumModule }).module);
  return loaded;
}

/** A line of text on a page; the box is a fraction of the page as it is shown. */
export interface PdfLine {
  text: string;
  box: Box;
}

/** What a page is made of besides text, which tells a scan from an empty page. */
export interface PdfObjects {
  images: number;
  paths: number;
}

/** An open PDF. Close it: its memory is not the garbage collector's. */
export class PdfDocument {
  readonly #module: PdfiumModule;
  readonly #data: number;
  readonly #document: number;
  readonly pageCount: number;

  private constructor(module: PdfiumModule, data: number, document: number) {
    this.#module = module;
    this.#data = data;
    this.#document = document;
    this.pageCount = module._FPDF_GetPageCount(document);
  }

  /** @throws PdfError when PDFium cannot read it, or only with a password. */
  static async open(bytes: Uint8Array): Promise<PdfDocument> {
    const module = await pdfium();
    const data = module.wasmExports.malloc(bytes.length);
    if (data === 0) throw new PdfError('it is too large to be opened', false);
    module.HEAPU8.set(bytes, data);
    const document = module._FPDF_LoadMemDocument(data, bytes.length, 0);
    if (document === 0) {
      const error = module._FPDF_GetLastError();
      module.wasmExports.free(data);
      if (error === PASSWORD_ERROR) throw new PdfError('it is protected by a password', true);
      if (error === SECURITY_ERROR) throw new PdfError('it is protected in a way that cannot be read', true);
      throw new PdfError('its structure cannot be read', false);
    }
    return new PdfDocument(module, data, document);
  }

  close(): void {
    this.#module._FPDF_CloseDocument(this.#document);
    this.#module.wasmExports.free(this.#data);
  }

  /** An entry of the document information dictionary, such as `Title`; empty where there is none. */
  info(tag: string): string {
    return this.#withMemory(tag.length + 1, (name) => {
      this.#module.HEAPU8.set(new TextEncoder().encode(`${tag}\0`), name);
      const size = this.#module._FPDF_GetMetaText(this.#document, name, 0, 0);
      return this.#withMemory(size, (buffer) => {
        this.#module._FPDF_GetMetaText(this.#document, name, buffer, size);
        return this.#utf16(buffer, size - 2);
      });
    });
  }

  /** Runs `read` on a page, counted from 1. @throws PdfError when the page cannot be read. */
  page<T>(number: number, read: (page: PdfPage) => T): T {
    const handle = this.#module._FPDF_LoadPage(this.#document, number - 1);
    if (handle === 0) throw new PdfError(`page ${number} cannot be read`, false);
    try {
      return read(new PdfPage(this.#module, handle));
    } finally {
      this.#module._FPDF_ClosePage(handle);
    }
  }

  #withMemory<T>(size: number, use: (pointer: number) => T): T {
    return withMemory(this.#module, size, use);
  }

  #utf16(pointer: number, bytes: number): string {
    return utf16(this.#module, pointer, bytes);
  }
}

/** A page while it is open. */
export class PdfPage {
  readonly #module: PdfiumModule;
  readonly #page: number;
  /** Points, as the page is shown. */
  readonly width: number;
  readonly height: number;

  constructor(module: PdfiumModule, page: number) {
    this.#module = module;
    this.#page = page;
    this.width = module._FPDF_GetPageWidth(page);
    this.height = module._FPDF_GetPageHeight(page);
  }

  objects(): PdfObjects {
    const count = this.#module._FPDFPage_CountObjects(this.#page);
    const types = Array.from({ length: count }, (_, index) =>
      this.#module._FPDFPageObj_GetType(this.#module._FPDFPage_GetObject(this.#page, index)),
    );
    // FPDF_PAGEOBJ_PATH 2, IMAGE 3, SHADING 4, FORM 5: a form may hold anything, so it counts as a picture.
    return {
      images: types.filter((type) => type === 3 || type === 5).length,
      paths: types.filter((type) => type === 2 || type === 4).length,
    };
  }

  /** The page's lines of text in reading order, with a hyphen at the end of a line kept as U+00AD. */
  lines(): PdfLine[] {
    const module = this.#module;
    const textPage = module._FPDFText_LoadPage(this.#page);
    if (textPage === 0) return [];
    try {
      const count = module._FPDFText_CountChars(textPage);
      if (count <= 0) return [];
      const text = withMemory(module, (count + 1) * 2, (buffer) => {
        const units = module._FPDFText_GetText(textPage, 0, count, buffer);
        return utf16(module, buffer, Math.max(0, units - 1) * 2);
      });
      return this.#splitLines(textPage, text);
    } finally {
      module._FPDFText_ClosePage(textPage);
    }
  }

  #splitLines(textPage: number, text: string): PdfLine[] {
    const lines: PdfLine[] = [];
    for (const match of text.matchAll(/[^\r\n]+/g)) {
      // PDFium writes a hyphen that it takes for a line break as U+0002 or U+FFFE.
      const line = match[0].replaceAll('\u0002', '\u00AD').replaceAll('\uFFFE', '\u00AD');
      if (line.trim() === '') continue;
      const box = this.#boxOf(textPage, match.index, match.index + match[0].length - 1);
      if (box) lines.push({ text: line, box });
    }
    return lines;
  }

  #boxOf(textPage: number, firstText: number, lastText: number): Box | undefined {
    const module = this.#module;
    const first = module._FPDFText_GetCharIndexFromTextIndex(textPage, firstText);
    const last = module._FPDFText_GetCharIndexFromTextIndex(textPage, lastText);
    if (first < 0 || last < first) return undefined;
    const count = module._FPDFText_CountRects(textPage, first, last - first + 1);
    let union: { left: number; top: number; right: number; bottom: number } | undefined;
    for (let index = 0; index < count; index++) {
      const rect = this.#rect(textPage, index);
      if (!rect) continue;
      union = union
        ? {
            left: Math.min(union.left, rect.left),
            top: Math.min(union.top, rect.top),
            right: Math.max(union.right, rect.right),
            bottom: Math.max(union.bottom, rect.bottom),
          }
        : rect;
    }
    return union && { x: union.left, y: union.top, width: union.right - union.left, height: union.bottom - union.top };
  }

  /** A rectangle of text as fractions of the shown page. */
  #rect(textPage: number, index: number): { left: number; top: number; right: number; bottom: number } | undefined {
    return withMemory(this.#module, 32, (pointer) => {
      if (!this.#module._FPDFText_GetRect(textPage, index, pointer, pointer + 8, pointer + 16, pointer + 24))
        return undefined;
      const view = new DataView(this.#module.HEAPU8.buffer, pointer, 32);
      const one = this.#toFraction(view.getFloat64(0, true), view.getFloat64(8, true));
      const other = this.#toFraction(view.getFloat64(16, true), view.getFloat64(24, true));
      return {
        left: Math.min(one.x, other.x),
        top: Math.min(one.y, other.y),
        right: Math.max(one.x, other.x),
        bottom: Math.max(one.y, other.y),
      };
    });
  }

  #toFraction(x: number, y: number): { x: number; y: number } {
    return withMemory(this.#module, 8, (pointer) => {
      this.#module._FPDF_PageToDevice(this.#page, 0, 0, DEVICE_SIZE, DEVICE_SIZE, 0, x, y, pointer, pointer + 4);
      const view = new DataView(this.#module.HEAPU8.buffer, pointer, 8);
      const clamp = (value: number) => Math.min(1, Math.max(0, value / DEVICE_SIZE));
      return { x: clamp(view.getInt32(0, true)), y: clamp(view.getInt32(4, true)) };
    });
  }

  /** The page as RGBA pixels on white; `scale` is pixels a point. */
  render(scale: number): { width: number; height: number; pixels: Uint8Array } {
    const module = this.#module;
    const width = Math.max(1, Math.round(this.width * scale));
    const height = Math.max(1, Math.round(this.height * scale));
    const bitmap = module._FPDFBitmap_CreateEx(width, height, BGRA, 0, 0);
    if (bitmap === 0) throw new PdfError('a page is too large to be drawn', false);
    try {
      module._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
      module._FPDF_RenderPageBitmap(bitmap, this.#page, 0, 0, width, height, 0, RENDER_FLAGS);
      const start = module._FPDFBitmap_GetBuffer(bitmap);
      const size = module._FPDFBitmap_GetStride(bitmap) * height;
      return { width, height, pixels: module.HEAPU8.slice(start, start + size) };
    } finally {
      module._FPDFBitmap_Destroy(bitmap);
    }
  }
}

function withMemory<T>(module: PdfiumModule, size: number, use: (pointer: number) => T): T {
  const pointer = module.wasmExports.malloc(Math.max(2, size));
  try {
    return use(pointer);
  } finally {
    module.wasmExports.free(pointer);
  }
}

function utf16(module: PdfiumModule, pointer: number, bytes: number): string {
  return bytes > 0 ? new TextDecoder('utf-16le').decode(module.HEAPU8.subarray(pointer, pointer + bytes)) : '';
}
