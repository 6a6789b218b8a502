import { ImageError, type Size } from './pixels.ts';

const FILE_HEADER = 14;
/** Sizes of the headers that a bitmap may have: OS/2's, Windows' and its later ones. */
const CORE_HEADER = 12;
const INFO_HEADER = 40;
const OS2_HEADER = 64;
const headerSizes = new Set([CORE_HEADER, 16, INFO_HEADER, 52, 56, OS2_HEADER, 108, 124]);

const PLAIN = 0;
export const RLE8 = 1;
export const RLE4 = 2;
const BITFIELDS = 3;
const ALPHA_BITFIELDS = 6;

/** Compressions by the bits a pixel that they go with. */
const compressions: Readonly<Record<number, readonly number[]>> = {
  1: [PLAIN],
  2: [PLAIN],
  4: [PLAIN, RLE4],
  8: [PLAIN, RLE8],
  16: [PLAIN, BITFIELDS, ALPHA_BITFIELDS],
  24: [PLAIN],
  32: [PLAIN, BITFIELDS, ALPHA_BITFIELDS],
};

/** Masks of red, green and blue where a bitmap has none of its own, by bits a pixel. */
const usualMasks: Readonly<Record<number, readonly number[]>> = {
  16: [0x7c00, 0x03e0, 0x001f],
  24: [0xff0000, 0x00ff00, 0x0000ff],
  32: [0xff0000, 0x00ff00, 0x0000ff],
};

export interface BmpHeader extends Size {
  topDown: boolean;
  /** Bits a pixel: 1, 2, 4, 8, 16, 24 or 32. */
  bits: number;
  compression: number;
  dataOffset: number;
  /** Red, green and blue of each colour; empty where pixels are no indexes. */
  palette: Uint8Array;
  /** Bits of a pixel that are its red, green and blue; empty where pixels are indexes. */
  masks: readonly number[];
}

/** Whether what begins with the two letters of a bitmap has the header of one, too. */
export function hasBmpHeader(head: Buffer): boolean {
  return head.length < FILE_HEADER + 4 || headerSizes.has(head.readUInt32LE(FILE_HEADER));
}

/**
 * The header of a bitmap; undefined where it is damaged.
 * @throws ImageError where the bitmap is packed in a way that is not read
 */
export function bmpHeader(bytes: Buffer): BmpHeader | undefined {
  if (bytes.length < FILE_HEADER + CORE_HEADER) return undefined;
  const headerSize = bytes.readUInt32LE(FILE_HEADER);
  if (!headerSizes.has(headerSize) || bytes.length < FILE_HEADER + headerSize) return undefined;
  const { width, height, bits, compression } = shapeOf(bytes, headerSize);
  if (width <= 0 || height === 0 || compressions[bits] === undefined) return undefined;
  const isOs2 = headerSize === 16 || headerSize === OS2_HEADER;
  if (!compressions[bits].includes(compression) || (isOs2 && compression > RLE4))
    throw new ImageError('The bitmap is packed in a way that is not read. Save it as PNG.');
  const dataOffset = Math.max(bytes.readUInt32LE(10), FILE_HEADER + headerSize);
  return {
    width,
    height: Math.abs(height),
    topDown: height < 0,
    bits,
    compression,
    dataOffset,
    palette: bits <= 8 ? paletteOf(bytes, headerSize, bits, dataOffset) : new Uint8Array(),
    masks: bits <= 8 ? [] : masksOf(bytes, bits, compression),
  };
}

function shapeOf(bytes: Buffer, headerSize: number) {
  if (headerSize === CORE_HEADER)
    return {
      width: bytes.readUInt16LE(18),
      height: bytes.readUInt16LE(20),
      bits: bytes.readUInt16LE(24),
      compression: PLAIN,
    };
  return {
    width: bytes.readInt32LE(18),
    height: bytes.readInt32LE(22),
    bits: bytes.readUInt16LE(28),
    compression: headerSize >= INFO_HEADER ? bytes.readUInt32LE(30) : PLAIN,
  };
}

/** The colours between header and pixels, as many as there are; each as blue, green, red and, but in the oldest, a zero. */
function paletteOf(bytes: Buffer, headerSize: number, bits: number, dataOffset: number): Uint8Array {
  const entry = headerSize === CORE_HEADER ? 3 : 4;
  const start = FILE_HEADER + headerSize;
  const count = Math.min(1 << bits, Math.floor((Math.min(dataOffset, bytes.length) - start) / entry));
  const palette = new Uint8Array(count * 3);
  for (let index = 0; index < count; index++) {
    const from = start + index * entry;
    palette.set([bytes[from + 2] ?? 0, bytes[from + 1] ?? 0, bytes[from] ?? 0], index * 3);
  }
  return palette;
}

/** The masks in a header, or behind the one that has no room for them. */
function masksOf(bytes: Buffer, bits: number, compression: number): readonly number[] {
  const start = FILE_HEADER + INFO_HEADER;
  const own = compression === BITFIELDS || compression === ALPHA_BITFIELDS;
  if (!own || bytes.length < start + 12) return usualMasks[bits] ?? [];
  return [0, 4, 8].map((at) => bytes.readUInt32LE(start + at));
}
