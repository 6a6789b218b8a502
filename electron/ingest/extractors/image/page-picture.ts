import type { Box } from '../../../../shared/anchors.ts';
import type { OpenableFile } from '../../../workers/media-protocol.ts';
import { openPdf } from '../pdf/open-pdf.ts';
import { isJunk } from '../pdf/pdf.ts';
import type { SectionsOf } from '../pdf/pdf-outline.ts';
import { type Sharp, sharp } from '../sharp.ts';
import { exifFacts } from './exif.ts';
import { openImage } from './open-image.ts';
import { ImageError } from './pixels.ts';
import { rawTypes } from './raw-types.ts';

/** PDF pages are drawn at this many dots an inch, which Tesseract is trained for. */
const PAGE_DPI = 300;
const POINTS_PER_INCH = 72;
/** Larger pictures are scaled down to this many pixels. */
const MOST_PIXELS = 24_000_000;

/** A pixel of four bytes. */
const WHITE = 0xffffffff;
const PICTURE_DAMAGED = 'it is damaged and cannot be decoded. Get another copy of the file';

/** What cameras alone write, and who works on their pictures. */
const photoTypes: ReadonlySet<string> = new Set([
  'image/heic',
  'image/x-dpx',
  'image/x-exr',
  'image/fits',
  ...rawTypes,
]);

/** How much of each colour is in a grey, of 256: as Leptonica weighs them, in whose greys Tesseract looks for letters. */
const [RED, GREEN, BLUE] = [77, 128, 51];

/** A page or picture to be read: upright, on white, in greys of a byte each, row by row. */
export interface PagePicture {
  width: number;
  height: number;
  pixels: Buffer;
  /** Dots an inch, where the file states them. */
  dpi: number | undefined;
}

interface Page {
  picture: PagePicture;
  /** The places of the text that it has as text. */
  known: Box[];
  /** Of a PDF's page: in which sections of its outline lines on it stand. */
  sectionsOf?: SectionsOf;
  /** Whether a camera took it: most such pictures have no text, and many more pixels than print needs. */
  isPhoto: boolean;
}

let before: Promise<unknown> = Promise.resolve();

/**
 * The picture of a page, counted from 1. One is made after the other: the files that they are made of stay open for the
 * next, one at a time.
 */
export function pagePicture(request: OpenableFile & { page: number }): Promise<Page> {
  const made = before.then(() => makePicture(request));
  before = made.catch(() => undefined);
  return made;
}

function makePicture(request: OpenableFile & { page: number }): Promise<Page> {
  const { identity, page } = request;
  return identity.kind === 'pdf' ? drawPage(request, page) : decodePicture(request, page);
}

async function drawPage({ path, identity, password }: OpenableFile, number: number): Promise<Page> {
  const { document } = await openPdf(path, identity.sha256, password);
  const { drawn, ...told } = document.page(number, (page) => {
    const most = Math.sqrt(MOST_PIXELS / Math.max(1, page.width * page.height));
    const lines = page.lines();
    const drawn = page.render(Math.min(PAGE_DPI / POINTS_PER_INCH, most));
    if (isWhite(drawn.pixels) && !page.picturesDecode()) throw new ImageError(PICTURE_DAMAGED);
    return {
      drawn,
      known: isJunk(lines) ? [] : lines.map(({ box }) => box),
      sectionsOf: document.outline.on(number, page),
    };
  });
  const { pixels, width, height } = drawn;
  const picture = sharp(pixels, { raw: { width, height, channels: 4 } }).removeAlpha();
  return { picture: await decoded(picture, PAGE_DPI), ...told, isPhoto: false };
}

function isWhite({ buffer, byteOffset, length }: Uint8Array): boolean {
  return new Uint32Array(buffer, byteOffset, length >> 2).every((pixel) => pixel === WHITE);
}

async function decodePicture({ path, identity, tools }: OpenableFile, page: number): Promise<Page> {
  const opened = await openImage(path, identity, { page, tools });
  const { width, height, density, space, exif } = await opened.metadata();
  const upright = opened
    .rotate()
    .flatten({ background: 'white' })
    .toColourspace(space === 'b-w' ? 'b-w' : 'srgb');
  if (width * height > MOST_PIXELS) {
    const side = Math.round(Math.max(width, height) * Math.sqrt(MOST_PIXELS / (width * height)));
    upright.resize(side, side, { fit: 'inside' });
  }
  const isPhoto = photoTypes.has(identity.mime) || (exif !== undefined && exifFacts(exif).camera !== undefined);
  return { picture: await decoded(upright, density), known: [], isPhoto };
}

/** The picture turned clockwise by so many degrees. */
export function turned(picture: PagePicture, rotation: 0 | 90 | 180 | 270): Promise<PagePicture> | PagePicture {
  return rotation === 0 ? picture : decoded(asSharp(picture).rotate(rotation), picture.dpi);
}

/** The picture, so that its longer side has no more than so many pixels. */
export function scaledDown(picture: PagePicture, side: number): Promise<PagePicture> {
  return decoded(asSharp(picture).resize(side, side, { fit: 'inside', withoutEnlargement: true }), undefined);
}

/**
 * As a portable greymap (PGM by netpbm), which takes no time to write and which every build of Leptonica reads without a
 * library; it has no place for the resolution.
 */
export function asGreymap({ width, height, pixels }: PagePicture): Buffer {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), pixels]);
}

function asSharp({ pixels, width, height }: PagePicture): Sharp {
  return sharp(pixels, { raw: { width, height, channels: 1 }, limitInputPixels: false }).toColourspace('b-w');
}

async function decoded(picture: Sharp, dpi: number | undefined): Promise<PagePicture> {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels !== 1 && channels !== 3) throw new RangeError(`A page has ${channels} channels`);
  return { width, height, pixels: channels === 1 ? data : greys(data), dpi };
}

/** The greys of red, green and blue, pixel by pixel. */
function greys(colours: Buffer): Buffer {
  const pixels = Buffer.allocUnsafe(colours.length / 3);
  for (let pixel = 0, at = 0; pixel < pixels.length; pixel++, at += 3)
    pixels[pixel] = ((colours[at] ?? 0) * RED + (colours[at + 1] ?? 0) * GREEN + (colours[at + 2] ?? 0) * BLUE) >> 8;
  return pixels;
}
