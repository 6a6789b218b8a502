import type { Pixels, Size } from './pixels.ts';

const HEADER = 18;
/** Types of pictures (Truevision TGA 2.0, field 3): by a palette, in colour, in grey; 8 more where it is run-length encoded. */
const INDEXED = 1;
const COLOUR = 2;
const GREY = 3;
const RUN_LENGTH = 8;

interface TgaHeader extends Size {
  type: number;
  isPacked: boolean;
  /** Bytes a pixel. */
  size: number;
  /** Where the palette starts, its first index, its length in colours, and the bytes of one. */
  palette: { offset: number; first: number; count: number; size: number };
  dataOffset: number;
  topDown: boolean;
  rightToLeft: boolean;
}

/** Whether bytes may be a TGA picture: it has no mark at its start, so every field of its header has to make sense. */
export function isTga(head: Buffer): boolean {
  return tgaHeader(head) !== undefined;
}

/** The size in pixels that a TGA picture states; undefined where it states none. */
export function tgaSize(bytes: Buffer): Size | undefined {
  return tgaHeader(bytes);
}

/**
 * Decodes a TGA picture (Truevision TGA 2.0): by a palette, in colour or grey, plain or run-length encoded. Transparency
 * is left aside. Undefined where nothing of it can be decoded.
 */
export function decodeTga(bytes: Buffer): Pixels | undefined {
  const header = tgaHeader(bytes);
  if (!header || header.dataOffset >= bytes.length) return undefined;
  const { width, height, size, topDown, rightToLeft } = header;
  const { samples, whole } = samplesOf(bytes, header);
  const pixels = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const from = (row * width + column) * size;
      const to = (topDown ? row : height - 1 - row) * width + (rightToLeft ? width - 1 - column : column);
      paint(pixels, to * 3, colourOf(bytes, samples, from, header));
    }
  }
  return { width, height, channels: 3, pixels, damaged: !whole };
}

function tgaHeader(bytes: Buffer): TgaHeader | undefined {
  if (bytes.length < HEADER) return undefined;
  const [idLength = 0, hasPalette = 0, told = 0] = bytes;
  const type = told & ~RUN_LENGTH;
  const [bits = 0, descriptor = 0] = bytes.subarray(16, HEADER);
  const palette = { first: bytes.readUInt16LE(3), count: bytes.readUInt16LE(5), size: Math.ceil((bytes[7] ?? 0) / 8) };
  const [width, height] = [bytes.readUInt16LE(12), bytes.readUInt16LE(14)];
  const isSound =
    hasPalette <= 1 &&
    bitsOf[type]?.includes(bits) === true &&
    (type !== INDEXED || (hasPalette === 1 && palette.count > 0)) &&
    (hasPalette === 0 || (palette.size >= 2 && palette.size <= 4)) &&
    width > 0 &&
    height > 0 &&
    (descriptor & 0xc0) === 0;
  if (!isSound) return undefined;
  const offset = HEADER + idLength;
  return {
    width,
    height,
    type,
    isPacked: (told & RUN_LENGTH) !== 0,
    size: Math.ceil(bits / 8),
    palette: { offset, ...palette },
    dataOffset: offset + (hasPalette === 1 ? palette.count * palette.size : 0),
    topDown: (descriptor & 0x20) !== 0,
    rightToLeft: (descriptor & 0x10) !== 0,
  };
}

/** Bits a pixel by types of pictures. */
const bitsOf: Readonly<Record<number, readonly number[]>> = {
  [INDEXED]: [8, 16],
  [COLOUR]: [15, 16, 24, 32],
  [GREY]: [8, 16],
};

/** The bytes of all pixels, in their order in the file. */
function samplesOf(bytes: Buffer, { width, height, size, isPacked, dataOffset }: TgaHeader) {
  const length = width * height * size;
  if (!isPacked)
    return { samples: bytes.subarray(dataOffset, dataOffset + length), whole: bytes.length >= dataOffset + length };
  const samples = Buffer.alloc(length);
  let filled = 0;
  for (let at = dataOffset; filled < length && at + size < bytes.length; ) {
    const packet = bytes[at++] ?? 0;
    const count = (packet & 0x7f) + 1;
    const isRun = packet >= 0x80;
    const end = Math.min(length, filled + count * size);
    if (isRun) samples.fill(bytes.subarray(at, at + size), filled, end);
    else bytes.copy(samples, filled, at, at + end - filled);
    at += isRun ? size : count * size;
    // Of pixels that are not there any more nothing was written.
    filled = at > bytes.length ? end - (at - bytes.length) : end;
  }
  return { samples, whole: filled >= length };
}

type Colour = readonly [red: number, green: number, blue: number];

function colourOf(bytes: Buffer, samples: Buffer, at: number, { type, size, palette }: TgaHeader): Colour {
  if (type === GREY) {
    const grey = samples[at] ?? 0;
    return [grey, grey, grey];
  }
  if (type === COLOUR) return colourAt(samples, at, size);
  const index = ((samples[at] ?? 0) | (size === 2 ? (samples[at + 1] ?? 0) << 8 : 0)) - palette.first;
  const isThere = index >= 0 && index < palette.count;
  return isThere ? colourAt(bytes, palette.offset + index * palette.size, palette.size) : [0, 0, 0];
}

/** A colour of two bytes with five bits a sample, or of blue, green, red and maybe alpha. */
function colourAt(bytes: Buffer, at: number, size: number): Colour {
  if (size > 2) return [bytes[at + 2] ?? 0, bytes[at + 1] ?? 0, bytes[at] ?? 0];
  const value = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
  const sample = (shift: number) => Math.round((((value >> shift) & 31) * 255) / 31);
  return [sample(10), sample(5), sample(0)];
}

function paint(pixels: Uint8Array, at: number, [red, green, blue]: Colour): void {
  pixels[at] = red;
  pixels[at + 1] = green;
  pixels[at + 2] = blue;
}
