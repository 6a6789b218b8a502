import { rename } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import type { RenditionRequest } from '../../workers/media-protocol.ts';

const QUALITY = 80;
/** Of 0–6: above it, WebP takes twice as long to become 4 % smaller. */
const EFFORT = 2;

/**
 * Writes WebPs of a picture, upright and never enlarged, each whole or not at all.
 * The picture is decoded once: the smaller are made of the largest, whose size in pixels is returned.
 */
export async function writeRenditions(
  picture: Sharp,
  wanted: readonly RenditionRequest[],
): Promise<{ width: number; height: number }> {
  const [largest, ...smaller] = wanted.toSorted((one, other) => other.longestSide - one.longestSide);
  if (!largest) throw new RangeError('No rendition was asked for');
  const { data, info } = await within(picture, largest.longestSide)
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const decoded = () => sharp(data, { raw: { width, height, channels } });
  await write(decoded(), largest.output);
  for (const { longestSide, output } of smaller) await write(within(decoded(), longestSide), output);
  return { width, height };
}

function within(picture: Sharp, side: number): Sharp {
  return picture.resize(side, side, { fit: 'inside', withoutEnlargement: true });
}

async function write(picture: Sharp, output: string): Promise<void> {
  const unfinished = `${output}.part`;
  await picture.webp({ quality: QUALITY, effort: EFFORT }).toFile(unfinished);
  await rename(unfinished, output);
}
