import type { Embedded } from './embedded-metadata.ts';
import type { Pixels, Size } from './pixels.ts';
import { rawTypes } from './raw-types.ts';

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

type Load = () => Promise<PictureFormat>;

const bmp: Load = async () => {
  const { bmpSize, decodeBmp } = await import('./bmp.ts');
  return { size: bmpSize, open: decodeBmp, mostPixels: 120_000_000 };
};

const heic: Load = async () => {
  const { decodeHeic, heicMetadata, heicSize } = await import('./heic.ts');
  return { size: heicSize, open: decodeHeic, metadata: heicMetadata, mostPixels: 100_000_000 };
};

const icon: Load = async () => {
  const { iconSize, openIcon } = await import('./icon.ts');
  return { size: iconSize, open: openIcon, mostPixels: 10_000_000 };
};

const jpeg2000: Load = async () => {
  const { decodeJpeg2000, jpeg2000Metadata, jpeg2000Size } = await import('./jpeg2000.ts');
  return { size: jpeg2000Size, open: decodeJpeg2000, metadata: jpeg2000Metadata, mostPixels: 60_000_000 };
};

/** TIFF in L*a*b*. */
export const labTiff: Load = async () => {
  const { labTiffMetadata, labTiffSize, openLabTiff } = await import('./lab-tiff.ts');
  return { size: labTiffSize, open: openLabTiff, metadata: labTiffMetadata, mostPixels: 120_000_000 };
};

const netpbm: Load = async () => {
  const { decodeNetpbm, netpbmSize } = await import('./netpbm.ts');
  return { size: netpbmSize, open: decodeNetpbm, mostPixels: 120_000_000 };
};

const psd: Load = async () => {
  const { openPsd, psdMetadata, psdSize } = await import('./psd.ts');
  return { size: psdSize, open: openPsd, metadata: psdMetadata, mostPixels: 120_000_000 };
};

const radiance: Load = async () => {
  const { decodeRadiance, radianceMetadata, radianceSize } = await import('./radiance.ts');
  return { size: radianceSize, open: decodeRadiance, metadata: radianceMetadata, mostPixels: 120_000_000 };
};

const raw: Load = async () => {
  const { openRaw, rawMetadata, rawSize } = await import('./raw.ts');
  return { size: rawSize, open: openRaw, metadata: rawMetadata, mostPixels: 400_000_000 };
};

const tga: Load = async () => {
  const { decodeTga, tgaSize } = await import('./tga.ts');
  return { size: tgaSize, open: decodeTga, mostPixels: 60_000_000 };
};

/** Formats by their types. What reads one is loaded with the first file that wants it: most readers meet few of them. */
export const pictureFormats: Readonly<Record<string, Load>> = {
  'image/jp2': jpeg2000,
  'image/jpx': jpeg2000,
  'image/j2c': jpeg2000,
  'image/bmp': bmp,
  'image/x-tga': tga,
  'image/x-portable-anymap': netpbm,
  'image/vnd.radiance': radiance,
  'image/x-icon': icon,
  'image/heic': heic,
  'image/heif': heic,
  'image/heic-sequence': heic,
  'image/heif-sequence': heic,
  'image/vnd.adobe.photoshop': psd,
  ...Object.fromEntries([...rawTypes].map((type) => [type, raw])),
};
