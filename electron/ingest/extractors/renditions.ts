import { mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { RenditionRequest } from '../../workers/media-protocol.ts';
import { type Sharp, sharp } from './sharp.ts';

const QUALITY = 80;
/** Of 0–6: with more, WebP takes half as long again to become an eighth smaller. */
const EFFORT = 0;

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
  const first = within(picture, largest.longestSide).toColourspace('srgb');
  if (smaller.length === 0) return write(first, largest.output);
  const { data, info } = await first.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const opaque = isOpaque(data, channels);
  const decoded = () => {
    const whole = sharp(data, { raw: { width, height, channels } });
    return opaque ? whole.removeAlpha() : whole;
  };
  await write(decoded(), largest.output);
  for (const { longestSide, output } of smaller) await write(within(decoded(), longestSide), output);
  return { width, height };
}

/** Whether nothing shines through: many pictures state how much does, pixel by pixel, which costs a multiplication each. */
function isOpaque(samples: Buffer, channels: number): boolean {
  if (channels !== 4) return true;
  for (let alpha = 3; alpha < samples.length; alpha += 4) if (samples[alpha] !== 255) return false;
  return true;
}

function within(picture: Sharp, side: number): Sharp {
  return picture.resize(side, side, { fit: 'inside', withoutEnlargement: true });
}

async function write(picture: Sharp, output: string): Promise<{ width: number; height: number }> {
  await mkdir(dirname(output), { recursive: true });
  const unfinished = `${output}.part`;
  const { width, height } = await picture.webp({ quality: QUALITY, effort: EFFORT }).toFile(unfinished);
  await rename(unfinished, output);
  return { width, height };
}
