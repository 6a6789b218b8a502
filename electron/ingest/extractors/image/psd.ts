import type { Embedded } from './embedded-metadata.ts';
import { resourcesOf } from './iptc.ts';
import { labToRgb } from './lab.ts';
import { ImageError, type Pixels, type Size } from './pixels.ts';
import { decodePsdRows } from './psd-rows.ts';

/** Numbers of image resources (Adobe Photoshop File Formats Specification). */
const resource = { thumbnail: 1036, iptc: 1028, profile: 1039, version: 1057, exif: 1058, xmp: 1060 } as const;
/** Header of a thumbnail before its JPEG. */
const THUMBNAIL_HEADER = 28;

const LAB = 9;

const modes: Readonly<Record<number, { channels: 1 | 3 | 4; colour?: Pixels['colour'] }>> = {
  0: { channels: 1 },
  1: { channels: 1 },
  2: { channels: 1 },
  3: { channels: 3 },
  4: { channels: 4, colour: 'cmyk' },
  // Several inks of any kind, and two: the first, or the picture in grey, is what can be shown of them.
  7: { channels: 1 },
  8: { channels: 1 },
  [LAB]: { channels: 3 },
};

export interface PsdHeader extends Size {
  /** A PSB, whose lengths are longer. */
  large: boolean;
  channels: number;
  /** Bits a sample: 1, 8, 16 or, floating, 32. */
  depth: number;
  mode: number;
  palette: Buffer;
  resources: Map<number, Buffer>;
  /** Where layers begin, and where the merged picture does. */
  layersAt: number;
  pictureAt: number;
}

/** What stands before the pixels of a PSD or PSB; undefined where it is damaged. */
export function psdHeader(bytes: Buffer): PsdHeader | undefined {
  if (bytes.length < 34 || bytes.toString('latin1', 0, 4) !== '8BPS') return undefined;
  const large = bytes.readUInt16BE(4) === 2;
  const paletteLength = bytes.readUInt32BE(26);
  const resourcesAt = 30 + paletteLength;
  if (resourcesAt + 4 > bytes.length) return undefined;
  const resourcesEnd = resourcesAt + 4 + bytes.readUInt32BE(resourcesAt);
  const lengthSize = large ? 8 : 4;
  if (resourcesEnd + lengthSize > bytes.length) return undefined;
  const layersLength = large ? Number(bytes.readBigUInt64BE(resourcesEnd)) : bytes.readUInt32BE(resourcesEnd);
  const layersAt = resourcesEnd + lengthSize;
  return {
    large,
    channels: bytes.readUInt16BE(12),
    height: bytes.readUInt32BE(14),
    width: bytes.readUInt32BE(18),
    depth: bytes.readUInt16BE(22),
    mode: bytes.readUInt16BE(24),
    palette: bytes.subarray(30, resourcesAt),
    resources: resourcesOf(bytes.subarray(resourcesAt + 4, resourcesEnd)),
    layersAt,
    pictureAt: layersAt + layersLength,
  };
}

export function psdSize(bytes: Buffer): Size | undefined {
  const header = psdHeader(bytes);
  return header && header.width > 0 && header.height > 0 ? header : undefined;
}

/**
 * The merged picture that Photoshop keeps beside the layers, with its colours as they are, so that inks and L*a*b* are
 * converted by the picture’s own profile. Where none was kept, the small picture that is shown in folders.
 * @throws ImageError where there is neither
 */
export function openPsd(bytes: Buffer): Pixels | { encoded: Buffer } | undefined {
  const header = psdHeader(bytes);
  const mode = header && modes[header.mode];
  if (!header || !mode || header.width < 1 || header.height < 1) return undefined;
  if (header.resources.get(resource.version)?.[4] === 0) return thumbnailOf(header);
  const rows = decodePsdRows(bytes, header, Math.min(mode.channels, header.channels));
  if (!rows || header.channels < mode.channels) return undefined;
  const { planes, damaged } = rows;
  const { width, height } = header;
  const picture: Pixels =
    header.mode === 2
      ? { width, height, channels: 3, pixels: indexed(planes[0] ?? new Uint8Array(), header.palette), damaged }
      : { width, height, ...mode, pixels: interleaved(planes, header.mode), damaged };
  if (header.mode === LAB) labToRgb(picture.pixels);
  const hasProfile = ![0, 2, LAB].includes(header.mode);
  return { ...picture, profile: hasProfile ? header.resources.get(resource.profile) : undefined };
}

function thumbnailOf({ resources }: PsdHeader): { encoded: Buffer } {
  const thumbnail = resources.get(resource.thumbnail)?.subarray(THUMBNAIL_HEADER);
  if (thumbnail?.[0] === 0xff) return { encoded: thumbnail };
  throw new ImageError(
    'It was saved without a merged picture. Save it in Photoshop with “Maximize compatibility” switched on.',
  );
}

function indexed(indexes: Uint8Array, palette: Buffer): Uint8Array {
  const pixels = new Uint8Array(indexes.length * 3);
  indexes.forEach((index, at) => {
    for (let channel = 0; channel < 3; channel++) pixels[at * 3 + channel] = palette[channel * 256 + index] ?? 0;
  });
  return pixels;
}

/** Planes as pixels; inks of Photoshop, and bits of its bitmaps, count from full to none. */
function interleaved(planes: readonly Uint8Array[], mode: number): Uint8Array {
  const count = planes[0]?.length ?? 0;
  const pixels = new Uint8Array(count * planes.length);
  const flip = mode === 4 || mode === 0 ? 0xff : 0;
  planes.forEach((plane, channel) => {
    for (let at = 0; at < count; at++) pixels[at * planes.length + channel] = (plane[at] ?? 0) ^ flip;
  });
  return pixels;
}

/** What is written beside the picture. */
export function psdMetadata(bytes: Buffer): Embedded {
  const resources = psdHeader(bytes)?.resources;
  return {
    exif: resources?.get(resource.exif),
    iptc: resources?.get(resource.iptc),
    xmp: resources?.get(resource.xmp)?.toString('utf8'),
    profile: resources?.get(resource.profile),
    upright: true,
  };
}
