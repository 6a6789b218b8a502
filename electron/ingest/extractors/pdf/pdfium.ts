import { PDFiumLibrary } from '@hyzyla/pdfium';

/**
 * What we use of PDFium's C interface (public/fpdfview.h, fpdf_text.h, fpdf_doc.h), as its WebAssembly exports it: around
 * each function of it the library puts one that makes a message of an error for every call, which costs more than most calls.
 */
export interface PdfiumModule {
  readonly memory: WebAssembly.Memory;
  /** Where a call may write the few numbers that it is asked for, until the next one does. */
  readonly room: number;
  /** What is written there now. */
  readonly written: () => DataView;
  malloc(size: number): number;
  free(pointer: number): void;
  FPDF_LoadMemDocument(data: number, size: number, password: number): number;
  FPDF_CloseDocument(document: number): void;
  FPDF_GetLastError(): number;
  FPDF_GetPageCount(document: number): number;
  FPDF_GetMetaText(document: number, tag: number, buffer: number, length: number): number;
  FPDFBookmark_GetFirstChild(document: number, bookmark: number): number;
  FPDFBookmark_GetNextSibling(document: number, bookmark: number): number;
  FPDFBookmark_GetTitle(bookmark: number, buffer: number, length: number): number;
  FPDFBookmark_GetDest(document: number, bookmark: number): number;
  FPDFDest_GetDestPageIndex(document: number, destination: number): number;
  FPDFDest_GetView(destination: number, count: number, numbers: number): number;
  FPDFDest_GetLocationInPage(
    destination: number,
    hasX: number,
    hasY: number,
    hasZoom: number,
    x: number,
    y: number,
    zoom: number,
  ): number;
  FPDF_LoadPage(document: number, index: number): number;
  FPDF_ClosePage(page: number): void;
  FPDF_GetPageWidth(page: number): number;
  FPDF_GetPageHeight(page: number): number;
  FPDF_PageToDevice(
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
  FPDFPage_CountObjects(page: number): number;
  FPDFPage_GetObject(page: number, index: number): number;
  FPDFPageObj_GetType(object: number): number;
  FPDFPageObj_GetBounds(object: number, left: number, bottom: number, right: number, top: number): number;
  FPDFImageObj_GetBitmap(object: number): number;
  FPDF_CreateNewDocument(): number;
  FPDF_ImportPagesByIndex(into: number, from: number, indices: number, count: number, at: number): number;
  FPDFPage_Flatten(page: number, usage: number): number;
  FPDFPage_GetAnnotCount(page: number): number;
  FPDFPage_GetAnnot(page: number, index: number): number;
  FPDFPage_RemoveAnnot(page: number, index: number): number;
  FPDFPage_CloseAnnot(annotation: number): void;
  FPDFAnnot_GetStringValue(annotation: number, key: number, buffer: number, length: number): number;
  FPDFAnnot_HasKey(annotation: number, key: number): number;
  FPDFAnnot_GetFileAttachment(annotation: number): number;
  FPDFDoc_GetAttachmentCount(document: number): number;
  FPDFDoc_GetAttachment(document: number, index: number): number;
  FPDFAttachment_GetName(attachment: number, buffer: number, length: number): number;
  FPDFAttachment_GetFile(attachment: number, buffer: number, length: number, size: number): number;
  FPDFAnnot_GetRect(annotation: number, rectangle: number): number;
  FPDF_GetFormType(document: number): number;
  FPDF_GetXFAPacketCount(document: number): number;
  FPDF_GetXFAPacketContent(document: number, index: number, buffer: number, length: number, size: number): number;
  FPDFDOC_InitFormFillEnvironment(document: number, info: number): number;
  FPDFDOC_ExitFormFillEnvironment(form: number): void;
  FPDFAnnot_GetFormFieldType(form: number, annotation: number): number;
  FPDFAnnot_GetFormFieldValue(form: number, annotation: number, buffer: number, length: number): number;
  FPDFText_LoadPage(page: number): number;
  FPDFText_ClosePage(text: number): void;
  FPDFText_CountChars(text: number): number;
  FPDFText_GetText(text: number, start: number, count: number, buffer: number): number;
  FPDFText_GetCharIndexFromTextIndex(text: number, index: number): number;
  FPDFText_GetLooseCharBox(text: number, index: number, rectangle: number): number;
  FPDFText_CountRects(text: number, start: number, count: number): number;
  FPDFText_GetRect(text: number, index: number, left: number, top: number, right: number, bottom: number): number;
  FPDFBitmap_CreateEx(width: number, height: number, format: number, data: number, stride: number): number;
  FPDFBitmap_FillRect(bitmap: number, left: number, top: number, width: number, height: number, color: number): void;
  FPDFBitmap_GetBuffer(bitmap: number): number;
  FPDFBitmap_GetStride(bitmap: number): number;
  FPDFBitmap_Destroy(bitmap: number): void;
  FPDF_RenderPageBitmap(
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

/** Bytes for what a call writes: at most four numbers of eight. */
const ROOM = 32;

let loaded: Promise<PdfiumModule> | undefined;

/** The engine, started once. */
export async function pdfium(): Promise<PdfiumModule> {
  // The library's own classes give no boxes of text, so we use the module beneath them.
  loaded ??= PDFiumLibrary.init().then((library) =>
    withRoom((library as unknown as { module: { wasmExports: PdfiumExports } }).module.wasmExports),
  );
  return loaded;
}

type PdfiumExports = Omit<PdfiumModule, 'room' | 'written'>;

function withRoom(exports: PdfiumExports): PdfiumModule {
  const room = exports.malloc(ROOM);
  let view = new DataView(exports.memory.buffer, room, ROOM);
  const written = () => {
    // Once the memory has grown, it is another buffer, and this one has nothing in it.
    if (view.buffer.byteLength === 0) view = new DataView(exports.memory.buffer, room, ROOM);
    return view;
  };
  return { ...exports, room, written };
}

/** Bytes of the engine's memory, until that grows, which any call may make it do. */
export function bytesAt(module: PdfiumModule, pointer: number, length: number): Uint8Array {
  return new Uint8Array(module.memory.buffer, pointer, length);
}

/** The same, to read and write numbers. */
export function numbersAt(module: PdfiumModule, pointer: number, length: number): DataView {
  return new DataView(module.memory.buffer, pointer, length);
}

/** Runs `use` with memory of the engine, which is given back afterwards. */
export function withMemory<T>(module: PdfiumModule, size: number, use: (pointer: number) => T): T {
  const pointer = module.malloc(Math.max(2, size));
  try {
    return use(pointer);
  } finally {
    module.free(pointer);
  }
}

const utf16Decoder = new TextDecoder('utf-16le');

/** Text that the engine wrote, in UTF-16LE, into its memory. */
export function utf16(module: PdfiumModule, pointer: number, bytes: number): string {
  return bytes > 0 ? utf16Decoder.decode(bytesAt(module, pointer, bytes)) : '';
}

/** A name or key as the engine takes it: bytes with a zero at the end. */
export function withName<T>(module: PdfiumModule, name: string, use: (pointer: number) => T): T {
  const encoded = new TextEncoder().encode(`${name}\0`);
  return withMemory(module, encoded.length, (pointer) => {
    bytesAt(module, pointer, encoded.length).set(encoded);
    return use(pointer);
  });
}
