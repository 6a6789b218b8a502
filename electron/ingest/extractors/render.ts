import sharp, { type Sharp } from 'sharp';
import type { MediaRequests, Rendition } from '../../workers/media-protocol.ts';
import { bookCover } from './book/book-cover.ts';
import { booksWithCovers } from './book/book-types.ts';
import { openImage, openPicture } from './image/open-image.ts';
import { openPdf } from './pdf/open-pdf.ts';
import { writeRenditions } from './renditions.ts';

type RenderRequest = MediaRequests['render']['request'];

/** A page is drawn at least so large, so that its letters come out even when it is scaled down to a thumbnail. */
const LEAST_DRAWN = 720;

/** Writes WebPs of a picture, of a PDF's page or a book's cover; null for what has no picture. */
export async function render(request: RenderRequest): Promise<Rendition | null> {
  const picture = await pictureOf(request);
  return picture && writeRenditions(picture, request.renditions);
}

async function pictureOf({ path, identity, password, renditions, page = 1 }: RenderRequest): Promise<Sharp | null> {
  const side = Math.max(...renditions.map(({ longestSide }) => longestSide));
  if (identity.kind === 'image') return (await openImage(path, identity, { side, page })).autoOrient();
  if (booksWithCovers.has(identity.mime)) {
    const cover = await bookCover(path, identity);
    return cover && (await openPicture(cover.bytes, cover.mime, { side })).picture.autoOrient();
  }
  if (identity.kind !== 'pdf') return null;
  const { document } = await openPdf(path, identity.sha256, password);
  const { width, height, pixels } = document.page(page, (drawn) =>
    drawn.render(Math.min(4, Math.max(side, LEAST_DRAWN) / Math.max(drawn.width, drawn.height, 1))),
  );
  return sharp(pixels, { raw: { width, height, channels: 4 } }).removeAlpha();
}
