import { rename } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import type { MediaRequests, Rendition } from '../../workers/media-protocol.ts';
import { openImage } from './image/open-image.ts';
import { openPdf } from './pdf/open-pdf.ts';

type RenderRequest = MediaRequests['render']['request'];

const QUALITY = 80;

/** Writes a WebP of a picture or of a PDF's first page, upright and never enlarged; null for what has no picture. */
export async function render(request: RenderRequest): Promise<Rendition | null> {
  const { longestSide, output } = request;
  const picture = await pictureOf(request);
  if (!picture) return null;
  const unfinished = `${output}.part`;
  const { width, height } = await picture
    .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: QUALITY })
    .toFile(unfinished);
  await rename(unfinished, output);
  return { width, height };
}

async function pictureOf({ path, identity, password, longestSide, page = 1 }: RenderRequest): Promise<Sharp | null> {
  if (identity.kind === 'image') return (await openImage(path, identity, { side: longestSide, page })).autoOrient();
  if (identity.kind !== 'pdf') return null;
  const { document } = await openPdf(path, identity.sha256, password);
  const { width, height, pixels } = document.page(1, (page) =>
    page.render(Math.min(4, longestSide / Math.max(page.width, page.height, 1))),
  );
  return sharp(pixels, { raw: { width, height, channels: 4 } }).removeAlpha();
}
