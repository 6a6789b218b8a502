import sharp, { type Sharp } from 'sharp';
import type { Identity, SourcePath } from '../../../workers/media-protocol.ts';
import { readWhole } from '../read-whole.ts';
import { decodeJpeg2000, isJpeg2000, jpeg2000Size, type Pixels } from './jpeg2000.ts';

/** What sharp decodes. */
const decoded = new Set([
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
/** More does not fit into the reader's memory, whatever the file's size; its decoder of JPEG 2000 needs more for each. */
const MOST_PIXELS = 400_000_000;
const MOST_PIXELS_JPEG2000 = 60_000_000;

/** Whether pictures of this type can be opened. */
export function isReadableImage(mime: string): boolean {
  return decoded.has(mime) || isJpeg2000(mime);
}

/** Why a picture is not opened, as a sentence. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
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
  if (last?.sha256 === sha256) return fromPixels(last.picture);
  const bytes = await readWhole(path, LARGEST_FILE);
  if (bytes === undefined)
    throw new ImageError('The picture is a file of more than 1 GB, which is too large to be read.');
  if (!isJpeg2000(mime)) {
    const image = sharp(bytes, { failOn: strict ? 'error' : 'none', limitInputPixels: false, page: page - 1 });
    const { width, height } = await image.metadata();
    limitPixels(width, height, MOST_PIXELS);
    return image;
  }
  const size = jpeg2000Size(bytes);
  if (size) limitPixels(size.width, size.height, MOST_PIXELS_JPEG2000);
  const picture = await decodeJpeg2000(bytes);
  if (!picture) throw new ImageError('The picture is damaged and cannot be decoded. Get another copy of it.');
  last = { sha256, picture };
  return fromPixels(picture);
}

function fromPixels({ width, height, pixels }: Pixels): Sharp {
  return sharp(pixels, { raw: { width, height, channels: 4 } }).removeAlpha();
}

function limitPixels(width: number, height: number, most: number): void {
  if (width * height <= most) return;
  const size = `${width.toLocaleString('en')} × ${height.toLocaleString('en')}`;
  throw new ImageError(`The picture has ${size} pixels, which is too much to be read. Save a smaller version of it.`);
}
