import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import type { RawImage } from '@huggingface/transformers';
import sharp from 'sharp';
import type { OnnxPicture } from '../onnx-protocol.ts';
import { transformers } from './engine.ts';
import { ModelError } from './model-error.ts';

const largestFile = 256 * 2 ** 20;
const mostPixels = 200_000_000;
/** Models look at a few hundred pixels: more than this a side only costs memory. */
const longestSide = 2048;

sharp.cache(false);
// These run code of their own, and are no pictures that people keep.
sharp.block({ operation: ['VipsForeignLoadSvg', 'VipsForeignLoadPdf', 'VipsForeignLoadMagick'] });

/** Why a picture was not looked at, as a sentence. */
export class PictureError extends ModelError {}

/** Decodes a picture, upright, on white where it is transparent. Throws `PictureError`. */
export async function openPicture(picture: OnnxPicture): Promise<RawImage> {
  const { RawImage: Image } = await transformers();
  const bytes = 'bytes' in picture ? picture.bytes : readPicture(picture.path);
  try {
    const { data, info } = await sharp(bytes, { failOn: 'none', limitInputPixels: mostPixels })
      .rotate()
      .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    return new Image(new Uint8ClampedArray(data), info.width, info.height, info.channels as 1 | 3).rgb();
  } catch (thrown) {
    throw new PictureError(reasonFor(thrown));
  }
}

function readPicture(path: string | Uint8Array): Buffer {
  let handle: number;
  try {
    handle = openSync(typeof path === 'string' ? path : Buffer.from(path), 'r');
  } catch {
    throw new PictureError('The picture cannot be read: it is gone, or reading it is not allowed.');
  }
  try {
    if (fstatSync(handle).size > largestFile)
      throw new PictureError('The picture is a file of more than 256 MB, which is too large to be looked at.');
    return readFileSync(handle);
  } finally {
    closeSync(handle);
  }
}

function reasonFor(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : '';
  if (message.includes('pixel limit'))
    return 'The picture has more than 200 million pixels, which is too much to be looked at.';
  if (message.includes('unsupported image format')) return 'The picture is of a format that cannot be decoded here.';
  return 'The picture is damaged and cannot be decoded.';
}
