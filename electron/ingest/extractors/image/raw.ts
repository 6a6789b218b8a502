import type { Embedded } from './embedded-metadata.ts';
import { exifFactsOfParts } from './exif.ts';
import { boxAt, boxesIn, uuidBox } from './iso-boxes.ts';
import { hasExif, jpegSize, withOrientation } from './jpeg-segments.ts';
import { ImageError, type Pixels, type Size } from './pixels.ts';
import { type Ifd, TiffStructure } from './tiff-structure.ts';

/** Tags that raw files have beside those of EXIF. */
const tag = {
  width: 0x100,
  height: 0x101,
  bits: 0x102,
  compression: 0x103,
  photometric: 0x106,
  offsets: 0x111,
  orientation: 0x112,
  samples: 0x115,
  lengths: 0x117,
  below: 0x14a,
  jpegOffset: 0x201,
  jpegLength: 0x202,
  xmp: 0x2bc,
  iptc: 0x83bb,
  exif: 0x8769,
  profile: 0x8773,
  makerNote: 0x927c,
  panasonicJpeg: 0x2e,
  olympusCamera: 0x2020,
  olympusPreviewStart: 0x101,
  olympusPreviewLength: 0x102,
} as const;

/** Canon’s own boxes of a CR3: what is written, the preview, and the packet of XMP. */
const canon = {
  metadata: '85c0b687820f11e08111f4ce462b6a48',
  preview: 'eaf42b5e1c984b88b9fbb7dc406e4d16',
  xmp: 'be7acfcb97a942e89c71999491e3afac',
} as const;

/** Photometric interpretations of a sensor’s own data. */
const sensorData = new Set([32803, 34892]);

interface Found {
  /** The largest JPEG within. */
  jpeg: Buffer | undefined;
  /** A picture that is not packed at all, as DNG has small ones. */
  plain: Pixels | undefined;
  orientation: number;
}

/** Whether a TIFF is a camera’s raw file: whether it holds a sensor’s own data. */
export function isRawTiff(bytes: Buffer): boolean {
  const tiff = TiffStructure.of(bytes);
  return (
    tiff !== undefined && directoriesOf(tiff).some((ifd) => sensorData.has(tiff.number(ifd, tag.photometric) ?? 0))
  );
}

export function rawSize(bytes: Buffer): Size | undefined {
  const { jpeg, plain } = previewIn(bytes);
  return (jpeg && jpegSize(jpeg)) ?? plain;
}

/**
 * The picture that a camera keeps within a raw file to show it by: as large as the largest one is, upright, and with
 * the colours that the camera chose. The sensor’s own data are not developed.
 * @throws ImageError where there is none
 */
export function openRaw(bytes: Buffer): Pixels | { encoded: Buffer } {
  const { jpeg, plain, orientation } = previewIn(bytes);
  if (jpeg) return { encoded: hasExif(jpeg) || orientation === 1 ? jpeg : withOrientation(jpeg, orientation) };
  if (plain) return plain;
  throw new ImageError(
    'It is a camera raw picture without a preview in it, and Holdfast does not develop raw pictures. Export it as JPEG or TIFF.',
  );
}

export function rawMetadata(bytes: Buffer): Embedded {
  if (isFuji(bytes)) return { exif: jpegExif(previewIn(bytes).jpeg) };
  const boxes = cr3Metadata(bytes);
  if (boxes) return boxes;
  const tiff = TiffStructure.of(bytes);
  const main = tiff?.chain()[0];
  return {
    exif: bytes,
    xmp: main?.get(tag.xmp)?.bytes.toString('utf8'),
    iptc: main?.get(tag.iptc)?.bytes,
  };
}

function jpegExif(jpeg: Buffer | undefined): Buffer | undefined {
  const at = jpeg?.subarray(0, 65_536).indexOf('Exif\0\0', 0, 'latin1') ?? -1;
  return at < 0 ? undefined : jpeg?.subarray(at);
}

function previewIn(bytes: Buffer): Found {
  if (isFuji(bytes)) return { jpeg: fujiPreview(bytes), plain: undefined, orientation: 1 };
  const tiff = TiffStructure.of(bytes);
  return tiff ? previewInTiff(tiff) : cr3Preview(bytes);
}

function isFuji(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, 15) === 'FUJIFILMCCD-RAW';
}

/** A RAF has the place of its JPEG in its head. */
function fujiPreview(bytes: Buffer): Buffer | undefined {
  if (bytes.length < 92) return undefined;
  const start = bytes.readUInt32BE(84);
  const jpeg = bytes.subarray(start, start + bytes.readUInt32BE(88));
  return jpegSize(jpeg) && jpeg;
}

function previewInTiff(tiff: TiffStructure): Found {
  const directories = directoriesOf(tiff);
  const jpegs = directories
    .flatMap((ifd) => [...jpegsOf(tiff, ifd)])
    .flatMap((jpeg) => {
      const size = jpegSize(jpeg);
      return size ? [{ jpeg, area: size.width * size.height }] : [];
    })
    .sort((one, other) => other.area - one.area);
  const main = directories[0];
  return {
    jpeg: jpegs[0]?.jpeg,
    plain: directories.map((ifd) => plainPicture(tiff, ifd)).find((picture) => picture !== undefined),
    orientation: (main && tiff.number(main, tag.orientation)) ?? 1,
  };
}

/** All directories in which a picture may be told of: the main ones, those below them, and EXIF’s. */
function directoriesOf(tiff: TiffStructure): Ifd[] {
  const found: Ifd[] = [];
  const open = tiff.chain();
  for (let ifd = open.shift(); ifd; ifd = open.shift()) {
    found.push(ifd);
    open.push(...tiff.below(ifd, tag.below), ...tiff.below(ifd, tag.exif));
  }
  return found;
}

/** What a directory says to be a JPEG, in each of the ways that cameras say it. */
function* jpegsOf(tiff: TiffStructure, ifd: Ifd): Generator<Buffer> {
  const own = tiff.number(ifd, tag.jpegOffset);
  if (own !== undefined) yield tiff.at(own, tiff.number(ifd, tag.jpegLength) ?? 0);
  const packing = tiff.number(ifd, tag.compression);
  const [offset, ...more] = tiff.numbers(ifd, tag.offsets);
  if (offset !== undefined && more.length === 0 && (packing === 6 || packing === 7))
    yield tiff.at(offset, tiff.number(ifd, tag.lengths) ?? 0);
  const panasonic = ifd.get(tag.panasonicJpeg);
  if (panasonic) yield panasonic.bytes;
  const note = ifd.get(tag.makerNote);
  if (note) yield* olympusPreview(tiff.at(note.place, Number.POSITIVE_INFINITY));
}

/** The note of Olympus is made of directories whose places count from the note's own start. */
function* olympusPreview(note: Buffer): Generator<Buffer> {
  const name = ['OLYMPUS\0', 'OM SYSTEM\0\0\0'].find((own) => note.toString('latin1', 0, own.length) === own);
  if (name === undefined) return;
  const order = note.toString('latin1', name.length, name.length + 2);
  if (order !== 'II' && order !== 'MM') return;
  const tiff = TiffStructure.from(note, order, name.length + 4);
  for (const main of tiff.chain().slice(0, 1)) {
    for (const camera of tiff.below(main, tag.olympusCamera)) {
      const offset = tiff.number(camera, tag.olympusPreviewStart);
      if (offset !== undefined) yield tiff.at(offset, tiff.number(camera, tag.olympusPreviewLength) ?? 0);
    }
  }
}

/** A picture of 8-bit RGB that is not packed. */
function plainPicture(tiff: TiffStructure, ifd: Ifd): Pixels | undefined {
  const value = (name: number) => tiff.number(ifd, name) ?? 0;
  const [width, height] = [value(tag.width), value(tag.height)];
  const fits = value(tag.compression) === 1 && value(tag.samples) === 3 && value(tag.photometric) === 2;
  if (
    !fits ||
    width < 1 ||
    height < 1 ||
    width * height > 40_000_000 ||
    !tiff.numbers(ifd, tag.bits).every((bits) => bits === 8)
  )
    return undefined;
  const lengths = tiff.numbers(ifd, tag.lengths);
  const strips = tiff.numbers(ifd, tag.offsets).map((offset, index) => tiff.at(offset, lengths[index] ?? 0));
  const stored = Buffer.concat(strips);
  const pixels = new Uint8Array(width * height * 3);
  pixels.set(stored.subarray(0, pixels.length));
  return { width, height, channels: 3, pixels, damaged: stored.length < pixels.length };
}

/** A CR3 keeps JPEGs as its first track and in a box of its own. */
function cr3Preview(bytes: Buffer): Found {
  const candidates = [cr3Track(bytes), cr3PreviewBox(bytes)];
  const jpeg = candidates.find((candidate) => candidate !== undefined && jpegSize(candidate) !== undefined);
  const main = cr3Part(bytes, 'CMT1');
  const tiff = main && TiffStructure.of(main);
  const ifd = tiff?.chain()[0];
  return { jpeg, plain: undefined, orientation: (tiff && ifd && tiff.number(ifd, tag.orientation)) ?? 1 };
}

function cr3Track(bytes: Buffer): Buffer | undefined {
  const samples = boxAt(bytes, 'moov', 'trak', 'mdia', 'minf', 'stbl');
  const sizes = samples && boxAt(samples, 'stsz');
  const places = samples && (boxAt(samples, 'co64') ?? boxAt(samples, 'stco'));
  if (!sizes || !places || sizes.length < 12 || places.length < 12) return undefined;
  const size = sizes.readUInt32BE(4) || (sizes.length >= 16 ? sizes.readUInt32BE(12) : 0);
  const offset =
    places.length >= 16 && boxAt(samples, 'co64') ? Number(places.readBigUInt64BE(8)) : places.readUInt32BE(8);
  return bytes.subarray(offset, offset + size);
}

function cr3PreviewBox(bytes: Buffer): Buffer | undefined {
  // Eight bytes stand before the box within, and sixteen before its JPEG.
  const preview = uuidBox(bytes, canon.preview)?.subarray(8);
  const content = preview && boxAt(preview, 'PRVW');
  return content && content.length > 16 ? content.subarray(16) : undefined;
}

function cr3Part(bytes: Buffer, type: string): Buffer | undefined {
  const movie = boxAt(bytes, 'moov');
  const own = movie && uuidBox(movie, canon.metadata);
  return own && [...boxesIn(own)].find((box) => box.type === type)?.content;
}

function cr3Metadata(bytes: Buffer): Embedded | undefined {
  const main = cr3Part(bytes, 'CMT1');
  if (!main) return undefined;
  const [exif, gps] = [cr3Part(bytes, 'CMT2'), cr3Part(bytes, 'CMT4')];
  return {
    facts: exifFactsOfParts({ main, ...(exif && { exif }), ...(gps && { gps }) }),
    xmp: uuidBox(bytes, canon.xmp)?.toString('utf8'),
  };
}
