import { rename } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import type { Identity, Rendition, SourcePath } from '../../workers/media-protocol.ts';
import { openImage } from './image/open-image.ts';
import { openPdf } from './pdf/open-pdf.ts';

const QUALITY = 80;

/** Writes a WebP of a picture or of a PDF's first page, upright and never enlarged; null for what has no picture. */
export async function render(request: {
  path: SourcePath;
  identity: Identity;
  longestSide: number;
  output: string;
  /** Of a picture that has several, counted from 1. */
  page?: number;
}): Promise<Rendition | null> {
  const { path, identity, longestSide, output, page = 1 } = request;
  const picture = await pictureOf(path, identity, longestSide, page);
  if (!picture) return null;
  const unfinished = `${output}.part`;
  const { width, height } = await picture
    .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: QUALITY })
    .toFile(unfinished);
  await rename(unfinished, output);
  return { width, height };
}

async function pictureOf(
  path: SourcePath,
  identity: Identity,
  longestSide: number,
  page: number,
): Promise<Sharp | null> {
  if (identity.kind === 'image') return (await openImage(path, identity, { side: longestSide, page })).autoOrient();
  if (identity.kind !== 'pdf') return null;
  const { document } = await openPdf(path, identity.sha256);
  const { width, height, pixels } = document.page(1, (page) =>
    page.render(Math.min(4, longestSide / Math.max(page.width, page.height, 1))),
  );
  return sharp(pixels, { raw: { width, height, channels: 4 } }).removeAlpha();
}
