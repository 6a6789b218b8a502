import type { SourcePath } from '../../../workers/media-protocol.ts';
import { readWhole } from '../read-whole.ts';
import { PdfDocument, PdfError } from './pdf-document.ts';
import { rebuildPdf } from './rebuild-pdf.ts';

/** Larger files do not fit beside their pages into the reader's memory. */
export const LARGEST_PDF = 1024 ** 3;

export interface OpenPdf {
  document: PdfDocument;
  /** Whether the file is damaged and this is what could be recovered of it. */
  rebuilt: boolean;
}

/** The document opened last: pages of a scan are asked for one by one. */
let last: (OpenPdf & { key: string }) | undefined;

/**
 * Opens a PDF, or has it open still. The caller does not close it: the next one does.
 * @param password empty where none is known
 * @throws PdfError when it cannot be read, even leniently.
 */
export async function openPdf(path: SourcePath, sha256: string, password = ''): Promise<OpenPdf> {
  const key = `${sha256} ${password}`;
  if (last?.key === key) return last;
  closePdf();
  const bytes = readWhole(path, LARGEST_PDF);
  if (bytes === undefined) throw new PdfError('it is larger than 1 GB', 'too large');
  last = { key, ...(await openLeniently(bytes, password)) };
  return last;
}

/** Closes the document that is open, if one is. */
export function closePdf(): void {
  last?.document.close();
  last = undefined;
}

async function openLeniently(file: Buffer, password: string): Promise<OpenPdf> {
  const bytes = withHeader(file);
  const asItIs = await PdfDocument.open(bytes, password).catch(pdfErrorOnly);
  if (asItIs instanceof PdfDocument && asItIs.hasContent()) return { document: asItIs, rebuilt: false };
  const beyondRepair = asItIs instanceof PdfError && asItIs.problem !== 'damaged';
  const recovered = beyondRepair ? undefined : await recover(bytes);
  if (recovered) {
    if (asItIs instanceof PdfDocument) asItIs.close();
    return { document: recovered, rebuilt: true };
  }
  if (asItIs instanceof PdfError) throw asItIs;
  return { document: asItIs, rebuilt: false };
}

function pdfErrorOnly(error: unknown): PdfError {
  if (error instanceof PdfError) return error;
  throw error;
}

/** A document of what is left in a damaged file; undefined where that has nothing on its pages either. */
async function recover(bytes: Buffer): Promise<PdfDocument | undefined> {
  const rebuilt = rebuildPdf(bytes);
  const document = rebuilt && (await PdfDocument.open(rebuilt).catch(pdfErrorOnly));
  if (!(document instanceof PdfDocument)) return undefined;
  if (document.hasContent()) return document;
  document.close();
  return undefined;
}

/** The file from its header on, as what stands before it displaces all else; with a new header where it has none. */
function withHeader(bytes: Buffer): Buffer {
  const header = bytes.subarray(0, 4096).indexOf('%PDF-');
  if (header < 0) return Buffer.concat([Buffer.from('%PDF-1.7\n'), bytes]);
  return bytes.subarray(header);
}
