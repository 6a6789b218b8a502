import type { FfmpegTools, Identity, SourcePath } from '../../../workers/media-protocol.ts';
import { DJVU } from '../djvu/djvu-types.ts';
import { readWhole } from '../read-whole.ts';
import { type Metadata, type Sharp, sharp } from '../sharp.ts';
import { openDrawing } from './drawing.ts';
import type { Embedded } from './embedded-metadata.ts';
import { saysAdobeRgb } from './exif.ts';
import { ffmpegPictureName } from './ffmpeg-picture-types.ts';
import { drawByFfmpeg, pictureHeader } from './ffmpeg-pictures.ts';
import { adobeRgbProfile } from './icc.ts';
import { boxAt } from './iso-boxes.ts';
import { jpegSize, withProfile } from './jpeg-segments.ts';
import { isLabTiff } from './lab-tiff.ts';
import { labTiff, type Opened, type PictureFormat, pictureFormats } from './picture-formats.ts';
import { ImageError, type Size } from './pixels.ts';
import { pixelsAsTiff } from './pixels-as-tiff.ts';

const SVG = 'image/svg+xml';
/** What sharp decodes. */
const decodedBySharp = new Set([
  'image/jpeg',
  'image/png',
  'image/apng',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/tiff',
  SVG,
]);
const LARGEST_FILE = 1024 ** 3;
/** More does not fit into the reader's memory, whatever the file's size. */
const MOST_PIXELS = 400_000_000;
const MOST_PIXELS_OF_FFMPEG = 64_000_000;

/** Whether pictures of this type can be opened without another program. */
export function isReadableImage(mime: string): boolean {
  return decodedBySharp.has(mime) || pictureFormats[mime] !== undefined;
}

/** The decoded picture that was asked for last: it is wanted for its text, its thumbnail and its preview. */
let last: { sha256: string; picture: Opened } | undefined;

interface OpenOptions {
  /** Counted from 1, of a picture that has several. */
  page?: number;
  /** Refuses what is damaged; else what is there of it is taken. */
  strict?: boolean;
  /** Pixels that the longer side of a drawing, which has no size of its own, is to have. */
  side?: number;
}

interface OpenFileOptions extends OpenOptions {
  /** For formats that ffmpeg draws. */
  tools?: FfmpegTools | null | undefined;
}

/**
 * A picture, ready to be decoded: with the profile of its colours, and lying as it is stored, as `metadata()` tells.
 * @throws ImageError when it is too large, or damaged beyond use
 */
export async function openImage(
  path: SourcePath,
  { sha256, mime }: Identity,
  { tools, ...options }: OpenFileOptions = {},
): Promise<Sharp> {
  if (mime === DJVU)
    return asSharp(await (await import('../djvu/draw-djvu.ts')).drawDjvu(path, options.page ?? 1), false);
  if (last?.sha256 === sha256) return asSharp(last.picture, options.strict === true);
  if (ffmpegPictureName(mime) !== undefined) {
    last = { sha256, picture: await drawnPicture(path, mime, tools) };
    return asSharp(last.picture, options.strict === true);
  }
  const bytes = read(path);
  const { picture, decoded } = await openPicture(bytes, mime, options);
  if (decoded) last = { sha256, picture: decoded };
  return picture;
}

/**
 * The same of a picture that lies in something else; `decoded` is what was decoded of it here.
 * @throws ImageError
 */
export async function openPicture(
  bytes: Buffer,
  mime: string,
  { page = 1, strict = false, side }: OpenOptions = {},
): Promise<{ picture: Sharp; decoded?: Opened }> {
  if (mime === SVG) return { picture: await openDrawing(bytes, side) };
  const format = await formatOf(mime, bytes);
  if (!format) return { picture: await limited(await withColours(bytes, mime), { page, strict }) };
  const size = format.size(bytes);
  if (size) limitPixels(size, format.mostPixels);
  const decoded = await format.open(bytes);
  if (!decoded) throw new ImageError('The picture is damaged and cannot be decoded. Get another copy of it.');
  return { picture: await asSharp(decoded, strict), decoded };
}

/** What is written within a picture's file, from wherever its format keeps it. */
export async function embeddedIn(path: SourcePath, { mime }: Identity, metadata: Metadata): Promise<Embedded> {
  if (mime === SVG) return {};
  const bytes = read(path);
  const format = await formatOf(mime, bytes);
  if (format) return format.metadata?.(bytes) ?? {};
  const { exif, iptc, xmp, icc, comments } = metadata;
  return {
    // A TIFF has the tags of EXIF as its own.
    exif: mime === 'image/tiff' ? bytes : exif,
    iptc,
    xmp: xmp?.toString('utf8'),
    profile: icc,
    texts: comments,
    // What holds AV1 is turned by its decoder.
    upright: metadata.format === 'heif',
  };
}

function read(path: SourcePath): Buffer {
  const bytes = readWhole(path, LARGEST_FILE);
  if (bytes) return bytes;
  throw new ImageError('The picture is a file of more than 1 GB, which is too large to be read.');
}

async function drawnPicture(path: SourcePath, mime: string, tools: FfmpegTools | null | undefined): Promise<Opened> {
  if (!tools)
    throw new ImageError(`It is a picture (${ffmpegPictureName(mime)}) that is drawn by ffmpeg, which is not there.`);
  const size = await pictureHeader(path, mime);
  if (size) limitPixels(size, MOST_PIXELS_OF_FFMPEG);
  return drawByFfmpeg(path, mime, tools);
}

/** HEIF may hold AV1, which sharp reads, and reads better; TIFF may hold L*a*b*, which it does not. */
async function formatOf(mime: string, bytes: Buffer): Promise<PictureFormat | undefined> {
  const holdsAv1 = /^image\/hei[cf]/.test(mime) && boxAt(bytes, 'meta')?.includes('av01') === true;
  if (mime === 'image/tiff' && isLabTiff(bytes)) return labTiff();
  return holdsAv1 ? undefined : pictureFormats[mime]?.();
}

async function limited(bytes: Buffer, { page, strict }: { page: number; strict: boolean }): Promise<Sharp> {
  const image = sharp(bytes, { failOn: strict ? 'error' : 'none', limitInputPixels: false, page: page - 1 });
  const { width, height } = await image.metadata();
  limitPixels({ width, height }, MOST_PIXELS);
  return image;
}

/** A sequence in AV1 has a first picture like any other, which sharp finds where the file does not begin as a sequence. */
function asStill(bytes: Buffer): Buffer {
  if (bytes.toString('latin1', 4, 12) !== 'ftypavis') return bytes;
  const still = Buffer.from(bytes);
  still.write('avif', 8, 'latin1');
  return still;
}

/** Cameras say by a flag that a picture has the colours of Adobe RGB; elsewhere only a profile counts. */
async function withColours(bytes: Buffer, mime: string): Promise<Buffer> {
  if (mime === 'image/avif') return asStill(bytes);
  if (mime !== 'image/jpeg') return bytes;
  const { hasProfile, exif } = await sharp(bytes, { failOn: 'none', limitInputPixels: false }).metadata();
  return !hasProfile && exif && saysAdobeRgb(exif) ? withProfile(bytes, adobeRgbProfile()) : bytes;
}

async function asSharp(picture: Opened, strict: boolean): Promise<Sharp> {
  if ('encoded' in picture) {
    const isJpeg = jpegSize(picture.encoded) !== undefined;
    return limited(await withColours(picture.encoded, isJpeg ? 'image/jpeg' : ''), { page: 1, strict });
  }
  const { width, height, channels, pixels, damaged, colour, profile } = picture;
  if (strict && damaged) throw new ImageError('A part of the picture is missing.');
  if (colour || profile) return sharp(pixelsAsTiff(picture), { limitInputPixels: false });
  return sharp(pixels, { raw: { width, height, channels }, limitInputPixels: false }).removeAlpha();
}

function limitPixels({ width, height }: Size, most: number): void {
  if (width * height <= most) return;
  const size = `${width.toLocaleString('en')} × ${height.toLocaleString('en')}`;
  throw new ImageError(`The picture has ${size} pixels, which is too much to be read. Save a smaller version of it.`);
}
