import sharp, { type Sharp } from 'sharp';
import type { Identity, SourcePath } from '../../../workers/media-protocol.ts';
import { readWhole } from '../read-whole.ts';
import { bmpSize, decodeBmp } from './bmp.ts';
import { decodeJpeg2000, jpeg2000Size } from './jpeg2000.ts';
import { ImageError, type Pixels, type Size } from './pixels.ts';
import { decodeTga, tgaSize } from './tga.ts';

/** What sharp decodes. */
const decodedBySharp = new Set([
  'image/jpeg',
  'image/png',
  'image/apng',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/tiff',
  'image/svg+xml',
]);
const LARGEST_FILE = 1024 ** 3;
/** More does not fit into the reader's memory, whatever the file's size. */
const MOST_PIXELS = 400_000_000;

/** What decodes a format that sharp does not. */
interface Decoder {
  size: (bytes: Buffer) => Size | undefined;
  decode: (bytes: Buffer) => Pixels | undefined | Promise<Pixels | undefined>;
  /** Pixels for which there is memory beside the file. */
  mostPixels: number;
}

const jpeg2000: Decoder = { size: jpeg2000Size, decode: decodeJpeg2000, mostPixels: 60_000_000 };
const decoders: Readonly<Record<string, Decoder>> = {
  'image/jp2': jpeg2000,
  'image/jpx': jpeg2000,
  'image/j2c': jpeg2000,
  'image/bmp': { size: bmpSize, decode: decodeBmp, mostPixels: 120_000_000 },
  'image/x-tga': { size: tgaSize, decode: decodeTga, mostPixels: 60_000_000 },
};

/** Whether pictures of this type can be opened. */
export function isReadableImage(mime: string): boolean {
  return decodedBySharp.has(mime) || decoders[mime] !== undefined;
}

/** The decoded picture that was asked for last: it is wanted for its text, its thumbnail and its preview. */
let last: { sha256: string; picture: Pixels } | undefined;

/**
 * A picture, ready to be decoded. Of one that is damaged what is there is taken, unless `strict` is set.
 * @param page counted from 1, of a picture that has several
 * @throws ImageError when it is too large, or damaged beyond use
 */
export async function openImage(
  path: SourcePath,
  { sha256, mime }: Identity,
  { page = 1, strict = false }: { page?: number; strict?: boolean } = {},
): Promise<Sharp> {
  if (last?.sha256 === sha256) return fromPixels(last.picture, strict);
  const bytes = readWhole(path, LARGEST_FILE);
  if (bytes === undefined)
    throw new ImageError('The picture is a file of more than 1 GB, which is too large to be read.');
  const decoder = decoders[mime];
  if (!decoder) {
    const image = sharp(bytes, { failOn: strict ? 'error' : 'none', limitInputPixels: false, page: page - 1 });
    const { width, height } = await image.metadata();
    limitPixels({ width, height }, MOST_PIXELS);
    return image;
  }
  const size = decoder.size(bytes);
  if (size) limitPixels(size, decoder.mostPixels);
  const picture = await decoder.decode(bytes);
  if (!picture) throw new ImageError('The picture is damaged and cannot be decoded. Get another copy of it.');
  last = { sha256, picture };
  return fromPixels(picture, strict);
}

function fromPixels({ width, height, channels, pixels, damaged }: Pixels, strict: boolean): Sharp {
  if (strict && damaged) throw new ImageError('A part of the picture is missing.');
  return sharp(pixels, { raw: { width, height, channels } }).removeAlpha();
}

function limitPixels({ width, height }: Size, most: number): void {
  if (width * height <= most) return;
  const size = `${width.toLocaleString('en')} × ${height.toLocaleString('en')}`;
  throw new ImageError(`The picture has ${size} pixels, which is too much to be read. Save a smaller version of it.`);
}
