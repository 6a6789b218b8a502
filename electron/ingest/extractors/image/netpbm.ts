import type { Pixels, Size } from './pixels.ts';

/** Bytes that a header with its comments has at most. */
const LONGEST_HEADER = 64 * 1024;
/** Bytes of a picture in figures that are looked at to tell it from another text. */
const LOOKED_AT = 4096;

interface NetpbmHeader extends Size {
  /** Bits of black and white, where 1 is black. */
  isBits: boolean;
  /** Its samples are figures in a text. */
  isText: boolean;
  /** Samples a pixel: 1 grey, 2 grey and alpha, 3 red, green and blue, 4 with alpha. */
  depth: number;
  /** The value of white. */
  most: number;
  dataOffset: number;
}

/** Whether bytes begin as a picture of Netpbm, which has but two letters for its mark. */
export function isNetpbm(head: Buffer): boolean {
  const header = netpbmHeader(head);
  if (!header?.isText) return header !== undefined;
  return /^[\d\s]*$/.test(withoutComments(head.toString('latin1', header.dataOffset, LOOKED_AT)));
}

/** The size in pixels that a picture of Netpbm states; undefined where it states none. */
export function netpbmSize(bytes: Buffer): Size | undefined {
  return netpbmHeader(bytes);
}

/**
 * Decodes the first picture of a PBM, PGM, PPM or PAM file (Netpbm's formats P1 to P7), in samples of 8 or 16 bits or in
 * figures. Transparency is left aside. Undefined where nothing of it can be decoded.
 */
export function decodeNetpbm(bytes: Buffer): Pixels | undefined {
  const header = netpbmHeader(bytes);
  if (!header || header.dataOffset >= bytes.length) return undefined;
  const { width, height, depth } = header;
  const channels = depth >= 3 ? 3 : 1;
  const { samples, count } = samplesOf(bytes, header);
  const pixels = depth === channels ? samples : withoutAlpha(samples, depth, channels);
  return { width, height, channels, pixels, damaged: count < width * height * depth };
}

function netpbmHeader(bytes: Buffer): NetpbmHeader | undefined {
  const mark = bytes.toString('latin1', 0, 3);
  if (!/^P[1-7][\s#]/.test(mark)) return undefined;
  const kind = Number(mark[1]);
  const header = kind === 7 ? pamHeader(bytes) : plainHeader(bytes, kind);
  const isSound =
    header && header.width > 0 && header.height > 0 && header.most > 0 && header.most < 65_536 && header.depth <= 4;
  return isSound ? header : undefined;
}

/** Size and white stand one after the other behind the mark, with comments between; a single space ends them. */
function plainHeader(bytes: Buffer, kind: number): NetpbmHeader | undefined {
  const isBits = kind === 1 || kind === 4;
  const text = bytes.toString('latin1', 0, LONGEST_HEADER);
  const between = '(?:\\s|#[^\\r\\n]*[\\r\\n])+';
  const figures = Array.from({ length: isBits ? 2 : 3 }, () => `${between}(\\d{1,9})`).join('');
  const found = new RegExp(`^P\\d${figures}(?:#[^\\r\\n]*(?=[\\r\\n]))?\\s`).exec(text);
  if (!found) return undefined;
  return {
    width: Number(found[1]),
    height: Number(found[2]),
    most: isBits ? 1 : Number(found[3]),
    isBits,
    isText: kind <= 3,
    depth: kind === 3 || kind === 6 ? 3 : 1,
    dataOffset: found[0].length,
  };
}

/** Lines of a name and a value, until one that ends them. */
function pamHeader(bytes: Buffer): NetpbmHeader | undefined {
  const text = bytes.toString('latin1', 0, LONGEST_HEADER);
  const end = /\nENDHDR[^\S\n]*\n/.exec(text);
  if (!end) return undefined;
  const figureOf = (name: string) =>
    Number(new RegExp(`^${name}[^\\S\\n]+(\\d{1,9})[^\\S\\n]*$`, 'm').exec(text.slice(0, end.index))?.[1]);
  return {
    width: figureOf('WIDTH'),
    height: figureOf('HEIGHT'),
    depth: figureOf('DEPTH'),
    most: figureOf('MAXVAL'),
    isBits: false,
    isText: false,
    dataOffset: end.index + end[0].length,
  };
}

/** All samples in bytes, and how many of them were there. */
function samplesOf(bytes: Buffer, header: NetpbmHeader): { samples: Uint8Array; count: number } {
  const { isText, isBits } = header;
  if (isText) return writtenSamples(bytes, header);
  return isBits ? bitSamples(bytes, header) : plainSamples(bytes, header);
}

function plainSamples(bytes: Buffer, { width, height, depth, most, dataOffset }: NetpbmHeader) {
  const wanted = width * height * depth;
  const size = most > 255 ? 2 : 1;
  const count = Math.min(wanted, Math.floor((bytes.length - dataOffset) / size));
  if (most === 255 && count === wanted) return { samples: bytes.subarray(dataOffset, dataOffset + wanted), count };
  const samples = new Uint8Array(wanted);
  for (let index = 0, at = dataOffset; index < count; index++, at += size) {
    const value = size === 1 ? (bytes[at] ?? 0) : ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    samples[index] = asByte(value, most);
  }
  return { samples, count };
}

/** Eight pixels a byte; each row begins with a byte of its own. */
function bitSamples(bytes: Buffer, { width, height, dataOffset }: NetpbmHeader) {
  const samples = new Uint8Array(width * height);
  const rowBytes = Math.ceil(width / 8);
  const rows = Math.min(height, Math.floor((bytes.length - dataOffset) / rowBytes));
  for (let row = 0, index = 0; row < rows; row++) {
    const start = dataOffset + row * rowBytes;
    for (let column = 0; column < width; column++)
      samples[index++] = ((bytes[start + (column >> 3)] ?? 0) << (column & 7)) & 0x80 ? 0 : 255;
  }
  return { samples, count: rows * width };
}

/** Figures with space between them; bits may stand without. */
function writtenSamples(bytes: Buffer, { width, height, depth, most, isBits, dataOffset }: NetpbmHeader) {
  const samples = new Uint8Array(width * height * depth);
  let count = 0;
  let value = -1;
  const end = () => {
    if (value >= 0) samples[count++] = asByte(isBits ? 1 - value : value, most);
    value = -1;
  };
  for (let at = dataOffset; at < bytes.length && count < samples.length; at++) {
    const letter = bytes[at] ?? 0;
    const digit = letter - 0x30;
    if (digit < 0 || digit > 9) {
      end();
      if (letter === 0x23) while (at + 1 < bytes.length && bytes[at + 1] !== 0x0a) at++;
      else if (letter > 0x20) break;
      continue;
    }
    value = Math.min(most, Math.max(0, value) * 10 + digit);
    if (isBits) end();
  }
  if (count < samples.length) end();
  return { samples, count };
}

function asByte(value: number, most: number): number {
  return most === 255 ? value : Math.min(255, Math.round((value * 255) / most));
}

function withoutAlpha(samples: Uint8Array, depth: number, channels: number): Uint8Array {
  const pixels = new Uint8Array((samples.length / depth) * channels);
  for (let from = 0, to = 0; from < samples.length; from += depth)
    for (let channel = 0; channel < channels; channel++) pixels[to++] = samples[from + channel] ?? 0;
  return pixels;
}

function withoutComments(text: string): string {
  return text.replace(/#[^\r\n]*/g, '');
}
