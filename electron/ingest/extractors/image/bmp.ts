import { type BmpHeader, bmpHeader, RLE4, RLE8 } from './bmp-header.ts';
import { decodeRle } from './bmp-rle.ts';
import type { Pixels, Size } from './pixels.ts';

/** The size in pixels that a bitmap states; undefined where it states none. */
export function bmpSize(bytes: Buffer): Size | undefined {
  return bmpHeader(bytes);
}

/**
 * Decodes a bitmap of Windows or OS/2 (Microsoft, "Bitmap Storage"): of 1 to 32 bits a pixel, plain, run-length encoded
 * or with masks, from the bottom up or the top down. Transparency is left aside, as most programs do. Undefined where
 * nothing of it can be decoded.
 * @throws ImageError where it is packed in a way that is not read
 */
export function decodeBmp(bytes: Buffer): Pixels | undefined {
  const header = bmpHeader(bytes);
  if (!header || header.dataOffset >= bytes.length) return undefined;
  const { width, height } = header;
  const pixels = new Uint8Array(width * height * 3);
  const damaged = !(header.bits <= 8 ? paintIndexed(bytes, header, pixels) : paintDirect(bytes, header, pixels));
  return { width, height, channels: 3, pixels, damaged };
}

/** Bytes of a row, each of which ends at a multiple of four. */
function strideOf({ width, bits }: BmpHeader): number {
  return Math.floor((width * bits + 31) / 32) * 4;
}

/** Where a row of the file lies in the picture. */
function rowInPicture({ height, topDown }: BmpHeader, row: number): number {
  return topDown ? row : height - 1 - row;
}

/** Whether all rows were there, like the other painter. */
function paintIndexed(bytes: Buffer, header: BmpHeader, pixels: Uint8Array): boolean {
  const { width, height, palette } = header;
  const { indexes, whole } = indexesOf(bytes, header);
  for (let row = 0; row < height; row++) {
    let to = rowInPicture(header, row) * width * 3;
    for (let column = 0; column < width; column++) {
      // A colour that is not in the palette is black.
      const from = (indexes[row * width + column] ?? 0) * 3;
      pixels[to++] = palette[from] ?? 0;
      pixels[to++] = palette[from + 1] ?? 0;
      pixels[to++] = palette[from + 2] ?? 0;
    }
  }
  return whole;
}

/** The index of each pixel in the palette, in the rows' order in the file. */
function indexesOf(bytes: Buffer, header: BmpHeader): { indexes: Uint8Array; whole: boolean } {
  const { width, height, bits, compression, dataOffset } = header;
  if (compression === RLE8 || compression === RLE4)
    return decodeRle(bytes.subarray(dataOffset), { width, height }, compression === RLE4);
  const indexes = new Uint8Array(width * height);
  const stride = strideOf(header);
  const mask = (1 << bits) - 1;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const bit = column * bits;
      const byte = bytes[dataOffset + row * stride + (bit >> 3)] ?? 0;
      indexes[row * width + column] = (byte >> (8 - bits - (bit & 7))) & mask;
    }
  }
  return { indexes, whole: bytes.length >= dataOffset + stride * (height - 1) + Math.ceil((width * bits) / 8) };
}

function paintDirect(bytes: Buffer, header: BmpHeader, pixels: Uint8Array): boolean {
  const { width, height, bits, masks, dataOffset } = header;
  const stride = strideOf(header);
  const size = bits / 8;
  const channels = masks.map(channelOf);
  const rows = Math.min(height, Math.max(0, Math.ceil((bytes.length - dataOffset) / stride)));
  for (let row = 0; row < rows; row++) {
    let to = rowInPicture(header, row) * width * 3;
    let from = dataOffset + row * stride;
    for (let column = 0; column < width && from + size <= bytes.length; column++, from += size) {
      const value = bytes.readUIntLE(from, size);
      for (const { mask, shift, scale } of channels) pixels[to++] = Math.round(((value & mask) >>> shift) * scale);
    }
  }
  return bytes.length >= dataOffset + stride * (height - 1) + width * size;
}

/** How a sample is got from a pixel's bits, on a scale to 255. */
function channelOf(mask: number): { mask: number; shift: number; scale: number } {
  const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
  return { mask, shift, scale: mask === 0 ? 0 : 255 / (mask >>> shift) };
}
