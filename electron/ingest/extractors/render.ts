import type { MediaRequests, OpenableFile, Rendition, SourcePath } from '../../workers/media-protocol.ts';
import { bookCover } from './book/book-cover.ts';
import { booksWithCovers } from './book/book-types.ts';
import { type FoundPicture, firstPicture } from './image/first-picture.ts';
import { openImage, openPicture } from './image/open-image.ts';
import { iWorkPreviews } from './office/iwork-preview.ts';
import { iWorkTypes } from './office/iwork-types.ts';
import { openPdf } from './pdf/open-pdf.ts';
import { PdfDocument, PdfError } from './pdf/pdf-document.ts';
import { writeRenditions } from './renditions.ts';
import { type Sharp, sharp } from './sharp.ts';

type RenderRequest = MediaRequests['render']['request'];

/** Writes WebPs of a picture, of a PDF's page, a book's cover or a document's preview; null for what has no picture. */
export async function render(request: RenderRequest): Promise<Rendition | null> {
  const picture = await pictureOf(request);
  return picture && writeRenditions(picture, request.renditions);
}

async function pictureOf({ renditions, page = 1, ...file }: RenderRequest): Promise<Sharp | null> {
  const { path, identity } = file;
  const side = Math.max(...renditions.map(({ longestSide }) => longestSide));
  if (identity.kind === 'image')
    return (await openImage(path, identity, { side, page, tools: file.tools })).autoOrient();
  if (identity.kind === 'pdf') return drawnPage(await documentOf(file), page, side);
  if (booksWithCovers.has(identity.mime)) return opened(await bookCover(path, identity), side);
  return iWorkTypes.has(identity.mime) ? preview(path, side) : null;
}

async function documentOf({ path, identity, password }: OpenableFile): Promise<PdfDocument> {
  return (await openPdf(path, identity.sha256, password)).document;
}

async function opened(found: FoundPicture | null, side: number): Promise<Sharp | null> {
  return found && (await openPicture(found.bytes, found.mime, { side })).picture.autoOrient();
}

/** The preview in an iWork document, sharper as a page than as a picture. */
async function preview(path: SourcePath, side: number): Promise<Sharp | null> {
  const { pdf, pictures } = await iWorkPreviews(path);
  return (pdf && (await firstPage(pdf, side))) ?? opened(await firstPicture(pictures), side);
}

async function firstPage(bytes: Buffer, side: number): Promise<Sharp | undefined> {
  let document: PdfDocument | undefined;
  try {
    document = await PdfDocument.open(bytes);
    return drawnPage(document, 1, side);
  } catch (error) {
    if (error instanceof PdfError) return undefined;
    throw error;
  } finally {
    document?.close();
  }
}

/** A page, counted from 1, so that its longer side has about that many pixels. */
function drawnPage(document: PdfDocument, number: number, side: number): Sharp {
  const { width, height, pixels } = document.page(number, (page) =>
    page.render(Math.min(4, side / Math.max(page.width, page.height, 1)), 3),
  );
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}
