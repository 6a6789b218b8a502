import { bmpSize, decodeBmp } from './bmp.ts';
import type { Embedded } from './embedded-metadata.ts';
import { decodeHeic, heicMetadata, heicSize } from './heic.ts';
import { iconSize, openIcon } from './icon.ts';
import { decodeJpeg2000, jpeg2000Metadata, jpeg2000Size } from './jpeg2000.ts';
import type { Pixels, Size } from './pixels.ts';
import { openPsd, psdMetadata, psdSize } from './psd.ts';
import { openRaw, rawMetadata, rawSize } from './raw.ts';
import { rawTypes } from './raw-types.ts';
import { decodeTga, tgaSize } from './tga.ts';

/** A picture as pixels, or as a picture within in a format that sharp decodes. */
export type Opened = Pixels | { encoded: Buffer };

/** How a format is read that sharp does not read. */
export interface PictureFormat {
  /** The size that a file states; undefined where it states none. */
  size: (bytes: Buffer) => Size | undefined;
  /** Undefined where it is damaged. */
  open: (bytes: Buffer) => Opened | undefined | Promise<Opened | undefined>;
  metadata?: (bytes: Buffer) => Embedded;
  /** Pixels for which there is memory beside the file. */
  mostPixels: number;
}

const heic: PictureFormat = { size: heicSize, open: decodeHeic, metadata: heicMetadata, mostPixels: 100_000_000 };
const jpeg2000: PictureFormat = {
  size: jpeg2000Size,
  open: decodeJpeg2000,
  metadata: jpeg2000Metadata,
  mostPixels: 60_000_000,
};
const raw: PictureFormat = { size: rawSize, open: openRaw, metadata: rawMetadata, mostPixels: 400_000_000 };

/** Formats by their types. */
export const pictureFormats: Readonly<Record<string, PictureFormat>> = {
  'image/jp2': jpeg2000,
  'image/jpx': jpeg2000,
  'image/j2c': jpeg2000,
  'image/bmp': { size: bmpSize, open: decodeBmp, mostPixels: 120_000_000 },
  'image/x-tga': { size: tgaSize, open: decodeTga, mostPixels: 60_000_000 },
  'image/x-icon': { size: iconSize, open: openIcon, mostPixels: 10_000_000 },
  'image/heic': heic,
  'image/heif': heic,
  'image/heic-sequence': heic,
  'image/heif-sequence': heic,
  'image/vnd.adobe.photoshop': { size: psdSize, open: openPsd, metadata: psdMetadata, mostPixels: 120_000_000 },
  ...Object.fromEntries([...rawTypes].map((type) => [type, raw])),
};
