import type { Extraction, SourcePath } from '../../../workers/media-protocol.ts';
import { textOfPdf } from '../pdf/pdf.ts';
import { readWhole } from '../read-whole.ts';
import { extractors } from '../readers.ts';
import { textExtraction } from '../text/text.ts';
import { TooLargeUnpacked, ZipArchive } from './zip-archive.ts';

const LARGEST_FILE = 500 * 1024 * 1024;
/** Pictures of its first page, the largest first; programs of 2009 also kept a PDF of all pages. */
const pictures = ['preview.jpg', 'QuickLook/Thumbnail.jpg', 'preview-web.jpg', 'preview-micro.jpg'];
const PDF = 'QuickLook/Preview.pdf';

const AS_SAVED = 'Its text is that of the preview which the program that made it put into it.';

/** The text of an iWork document's own preview; undefined where that has none. */
export async function readIWork(bytes: Buffer): Promise<Extraction | undefined> {
  const { pdf } = await previewsIn(bytes);
  const text = pdf && (await textOfPdf(pdf));
  if (!text) return undefined;
  const about = { ...extractors.iWork.alone, title: '', date: null, metadata: [] };
  return textExtraction({ ...about, text, format: 'plain', notes: [AS_SAVED] });
}

/** The previews in an iWork document: a PDF, and pictures, the largest first. */
export async function iWorkPreviews(path: SourcePath): Promise<{ pdf?: Buffer; pictures: Buffer[] }> {
  const bytes = readWhole(path, LARGEST_FILE);
  return bytes ? previewsIn(bytes) : { pictures: [] };
}

async function previewsIn(bytes: Buffer): Promise<{ pdf?: Buffer; pictures: Buffer[] }> {
  const archive = await ZipArchive.open(bytes);
  try {
    const pdf = archive.bytes(PDF);
    return { pictures: pictures.flatMap((name) => archive.bytes(name) ?? []), ...(pdf ? { pdf } : {}) };
  } catch (error) {
    if (error instanceof TooLargeUnpacked) return { pictures: [] };
    throw error;
  }
}
