import { PDFiumLibrary } from '@hyzyla/pdfium';

/** What we use of PDFium's C interface (public/fpdfview.h, fpdf_text.h, fpdf_doc.h), as the WebAssembly build exports it. */
export interface PdfiumModule {
  HEAPU8: Uint8Array;
  wasmExports: { malloc(size: number): number; free(pointer: number): void };
  _FPDF_LoadMemDocument(data: number, size: number, password: number): number;
  _FPDF_CloseDocument(document: number): void;
  _FPDF_GetLastError(): number;
  _FPDF_GetPageCount(document: number): number;
  _FPDF_GetMetaText(document: number, tag: number, buffer: number, length: number): number;
  _FPDFBookmark_GetFirstChild(document: number, bookmark: number): number;
  _FPDFBookmark_GetNextSibling(document: number, bookmark: number): number;
  _FPDFBookmark_GetTitle(bookmark: number, buffer: number, length: number): number;
  _FPDFBookmark_GetDest(document: number, bookmark: number): number;
  _FPDFDest_GetDestPageIndex(document: number, destination: number): number;
  _FPDFDest_GetView(destination: number, count: number, numbers: number): number;
  _FPDFDest_GetLocationInPage(
    destination: number,
    hasX: number,
    hasY: number,
    hasZoom: number,
    x: number,
    y: number,
    zoom: number,
  ): number;
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
  _FPDFPageObj_GetBounds(object: number, left: number, bottom: number, right: number, top: number): number;
  _FPDFImageObj_GetBitmap(object: number): number;
  _FPDF_CreateNewDocument(): number;
  _FPDF_ImportPagesByIndex(into: number, from: number, indices: number, count: number, at: number): number;
  _FPDFPage_Flatten(page: number, usage: number): number;
  _FPDFPage_GetAnnotCount(page: number): number;
  _FPDFPage_GetAnnot(page: number, index: number): number;
  _FPDFPage_RemoveAnnot(page: number, index: number): number;
  _FPDFPage_CloseAnnot(annotation: number): void;
  _FPDFAnnot_GetStringValue(annotation: number, key: number, buffer: number, length: number): number;
  _FPDFAnnot_HasKey(annotation: number, key: number): number;
  _FPDFAnnot_GetFileAttachment(annotation: number): number;
  _FPDFDoc_GetAttachmentCount(document: number): number;
  _FPDFDoc_GetAttachment(document: number, index: number): number;
  _FPDFAttachment_GetName(attachment: number, buffer: number, length: number): number;
  _FPDFAttachment_GetFile(attachment: number, buffer: number, length: number, size: number): number;
  _FPDFAnnot_GetRect(annotation: number, rectangle: number): number;
  _FPDF_GetFormType(document: number): number;
  _FPDFDOC_InitFormFillEnvironment(document: number, info: number): number;
  _FPDFDOC_ExitFormFillEnvironment(form: number): void;
  _FPDFAnnot_GetFormFieldType(form: number, annotation: number): number;
  _FPDFAnnot_GetFormFieldValue(form: number, annotation: number, buffer: number, length: number): number;
  _FPDFText_LoadPage(page: number): number;
  _FPDFText_ClosePage(text: number): void;
  _FPDFText_CountChars(text: number): number;
  _FPDFText_GetText(text: number, start: number, count: number, buffer: number): number;
  _FPDFText_GetCharIndexFromTextIndex(text: number, index: number): number;
  _FPDFText_GetLooseCharBox(text: number, index: number, rectangle: number): number;
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

let loaded: Promise<PdfiumModule> | undefined;

/** The engine, started once. */
export async function pdfium(): Promise<PdfiumModule> {
  // The library's own classes give no boxes of text, so we use the module beneath them.
  loaded ??= PDFiumLibrary.init().then((library) => (library as unknown as { module: PdfiumModule }).module);
  return loaded;
}

/** Runs `use` with memory of the engine, which is given back afterwards. */
export function withMemory<T>(module: PdfiumModule, size: number, use: (pointer: number) => T): T {
  const pointer = module.wasmExports.malloc(Math.max(2, size));
  try {
    return use(pointer);
  } finally {
    module.wasmExports.free(pointer);
  }
}

/** Text that the engine wrote, in UTF-16LE, into its memory. */
export function utf16(module: PdfiumModule, pointer: number, bytes: number): string {
  return bytes > 0 ? new TextDecoder('utf-16le').decode(module.HEAPU8.subarray(pointer, pointer + bytes)) : '';
}

/** A name or key as the engine takes it: bytes with a zero at the end. */
export function withName<T>(module: PdfiumModule, name: string, use: (pointer: number) => T): T {
  return withMemory(module, name.length + 1, (pointer) => {
    module.HEAPU8.set(new TextEncoder().encode(`${name}\0`), pointer);
    return use(pointer);
  });
}
