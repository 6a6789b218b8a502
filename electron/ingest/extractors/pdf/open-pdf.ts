import { readFile } from 'node:fs/promises';
import type { SourcePath } from '../../../workers/media-protocol.ts';
import { PdfDocument, PdfError } from './pdfium.ts';

/** Larger files do not fit beside their pages into the reader's memory. */
const LARGEST_PDF = 1024 ** 3;

/** The document opened last: pages of a scan are asked for one by one. */
let last: { key: string; document: PdfDocument } | undefined;

/**
 * Opens a PDF, or has it open still. The caller does not close it: the next one does.
 * @throws PdfError when it cannot be read, even leniently.
 */
export async function openPdf(path: SourcePath, sha256: string): Promise<PdfDocument> {
  if (last?.key === sha256) return last.document;
  closePdf();
  const bytes = await readFile(typeof path === 'string' ? path : Buffer.from(path));
  if (bytes.length > LARGEST_PDF) throw new PdfError('it is larger than 1 GB', false);
  const document = await openLeniently(bytes);
  last = { key: sha256, document };
  return document;
}

/** Closes the document that is open, if one is. */
export function closePdf(): void {
  last?.document.close();
  last = undefined;
}

async function openLeniently(bytes: Buffer): Promise<PdfDocument> {
  try {
    return await PdfDocument.open(bytes);
  } catch (error) {
    if (!(error instanceof PdfError) || error.protected) throw error;
    const repaired = withHeader(bytes);
    if (!repaired) throw error;
    return PdfDocument.open(repaired);
  }
}

/** The file with a sound header in place of a damaged or displaced one; undefined where its header is sound. */
function withHeader(bytes: Buffer): Buffer | undefined {
  const header = bytes.indexOf('%PDF-');
  const firstObject = bytes
    .subarray(0, 4096)
    .toString('latin1')
    .search(/\d+\s+\d+\s+obj/);
  if (header > 0 && (firstObject < 0 || header < firstObject)) return bytes.subarray(header);
  if (header === 0 || firstObject < 0) return undefined;
  return Buffer.concat([Buffer.from('%PDF-1.4\n'), bytes.subarray(firstObject)]);
}
