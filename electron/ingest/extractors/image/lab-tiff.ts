import { sharp } from '../sharp.ts';
import type { Embedded } from './embedded-metadata.ts';
import { labToRgb } from './lab.ts';
import type { Pixels, Size } from './pixels.ts';
import { TiffStructure } from './tiff-structure.ts';

const tag = { width: 256, height: 257, bits: 258, colours: 262, samples: 277, xmp: 700, iptc: 33723 } as const;
/** What its colours are (TIFF 6.0, section 23, and Adobe's supplement): the second has its samples shifted to be positive. */
const CIE_LAB = 8;
const ICC_LAB = 9;
const RGB = 2;

/** Whether a TIFF is in L*a*b* of 8 bits, as Photoshop saves it for print, which sharp does not read. */
export function isLabTiff(bytes: Buffer): boolean {
  const { tiff, main } = open(bytes);
  if (!tiff || !main) return false;
  const colours = tiff.number(main, tag.colours);
  const isLab = colours === CIE_LAB || colours === ICC_LAB;
  return isLab && tiff.number(main, tag.bits) === 8 && tiff.number(main, tag.samples) === 3;
}

export function labTiffSize(bytes: Buffer): Size | undefined {
  const { tiff, main } = open(bytes);
  if (!tiff || !main) return undefined;
  return { width: tiff.number(main, tag.width) ?? 0, height: tiff.number(main, tag.height) ?? 0 };
}

/** Decodes it: sharp unpacks the samples as if they were another colour's, and these are converted here. */
export async function openLabTiff(bytes: Buffer): Promise<Pixels | undefined> {
  const { main } = open(bytes);
  const entry = main?.get(tag.colours);
  if (!entry) return undefined;
  const signed = entry.bytes.includes(CIE_LAB);
  const asRgb = Buffer.from(bytes);
  const place = entry.bytes[0] === 0 ? entry.place + 1 : entry.place;
  asRgb[place] = RGB;
  const { data, info } = await sharp(asRgb, { failOn: 'none', limitInputPixels: false, autoOrient: false })
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) return undefined;
  if (signed) for (let at = 0; at < data.length; at++) if (at % 3 !== 0) data[at] = ((data[at] ?? 0) + 128) & 0xff;
  labToRgb(data);
  return { width: info.width, height: info.height, channels: 3, pixels: data, damaged: false };
}

export function labTiffMetadata(bytes: Buffer): Embedded {
  const { main } = open(bytes);
  return { exif: bytes, xmp: main?.get(tag.xmp)?.bytes.toString('utf8'), iptc: main?.get(tag.iptc)?.bytes };
}

function open(bytes: Buffer) {
  const tiff = TiffStructure.of(bytes);
  return { tiff, main: tiff?.chain()[0] };
}
