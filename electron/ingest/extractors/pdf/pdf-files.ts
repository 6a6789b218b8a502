import { bytesAt, numbersAt, type PdfiumModule, utf16, withMemory } from './pdfium.ts';

/** A file in a PDF (ISO 32000-1, 7.11.4). */
export interface EmbeddedFile {
  name: string;
  /** Null where they cannot be unpacked. */
  bytes: Uint8Array | null;
}

/** Bytes of one file that are taken out: it is in the engine's memory and in ours at a time. */
const LARGEST_FILE = 256 * 2 ** 20;

/** The file that an attachment of the engine stands for. */
export function embeddedFile(module: PdfiumModule, attachment: number): EmbeddedFile {
  const size = module.FPDFAttachment_GetName(attachment, 0, 0);
  const name = withMemory(module, size, (buffer) => {
    module.FPDFAttachment_GetName(attachment, buffer, size);
    return utf16(module, buffer, size - 2);
  });
  return { name, bytes: bytesOf(module, attachment) };
}

function bytesOf(module: PdfiumModule, attachment: number): Uint8Array | null {
  return withMemory(module, 4, (length) => {
    const sizeAt = () => numbersAt(module, length, 4).getUint32(0, true);
    if (!module.FPDFAttachment_GetFile(attachment, 0, 0, length)) return null;
    const size = sizeAt();
    if (size > LARGEST_FILE) return null;
    return withMemory(module, size, (buffer) => {
      if (buffer === 0 || (size > 0 && !module.FPDFAttachment_GetFile(attachment, buffer, size, length))) return null;
      return bytesAt(module, buffer, size).slice();
    });
  });
}
