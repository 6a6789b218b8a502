import type { Embedded } from './embedded-metadata.ts';
import { known } from './exif.ts';
import { sRgbOf } from './lab.ts';
import type { Pixels, Size } from './pixels.ts';

/** Bytes that the lines before the pixels have at most. */
const LONGEST_HEADER = 64 * 1024;
/** Rows of other lengths are never packed (Radiance, color.c). */
const LEAST_PACKED = 8;
const MOST_PACKED = 0x7fff;

interface RadianceHeader extends Size {
  lines: string[];
  dataOffset: number;
  /** Rows are stored from the bottom, and each from the right. */
  fromBottom: boolean;
  fromRight: boolean;
}

/** Whether bytes begin as a picture of Radiance. */
export function isRadiance(head: Buffer): boolean {
  return /^#\?(?:RADIANCE|RGBE)[\r\n]/.test(head.toString('latin1', 0, 12));
}

/** The size in pixels that a picture of Radiance states; undefined where it states none, or lies on its side. */
export function radianceSize(bytes: Buffer): Size | undefined {
  return radianceHeader(bytes);
}

/**
 * Decodes a picture of Radiance (.hdr, .pic), whose values are light without a limit: from black to the white of screens,
 * by the curve of sRGB; what is brighter is white. Undefined where nothing of it can be decoded.
 */
export function decodeRadiance(bytes: Buffer): Pixels | undefined {
  const header = radianceHeader(bytes);
  if (!header || header.dataOffset >= bytes.length) return undefined;
  const { width, height, fromBottom, fromRight } = header;
  const pixels = new Uint8Array(width * height * 3);
  const row = Buffer.alloc(width * 4);
  let at: number | undefined = header.dataOffset;
  let rows = 0;
  for (; rows < height; rows++) {
    at = readRow(bytes, at, row);
    if (at === undefined) break;
    const line = fromBottom ? height - 1 - rows : rows;
    for (let column = 0; column < width; column++)
      paint(pixels, (line * width + (fromRight ? width - 1 - column : column)) * 3, row, column * 4);
  }
  return { width, height, channels: 3, pixels, damaged: rows < height };
}

/** What programs and people wrote before the pixels. */
export function radianceMetadata(bytes: Buffer): Embedded {
  const lines = radianceHeader(bytes)?.lines ?? [];
  const value = (name: string) =>
    lines
      .find((line) => line.startsWith(`${name}=`))
      ?.slice(name.length + 1)
      .trim() ?? '';
  const taken = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(value('CAPDATE'));
  return {
    facts: known({
      caption: value('COMMENT'),
      creator: value('ARTIST'),
      copyright: value('COPYRIGHT'),
      taken: taken ? { local: `${taken[1]}-${taken[2]}-${taken[3]}T${taken[4]}`, zone: '' } : undefined,
    }),
  };
}

function radianceHeader(bytes: Buffer): RadianceHeader | undefined {
  if (!isRadiance(bytes)) return undefined;
  const text = bytes.toString('latin1', 0, LONGEST_HEADER);
  const found = /\r?\n\r?\n([-+])Y (\d{1,6}) ([-+])X (\d{1,6})\r?\n/.exec(text);
  const [height, width] = [Number(found?.[2]), Number(found?.[4])];
  if (!found || !(width > 0 && height > 0)) return undefined;
  const lines = text.slice(0, found.index).split(/\r?\n/).slice(1);
  return {
    width,
    height,
    lines,
    dataOffset: found.index + found[0].length,
    fromBottom: found[1] === '+',
    fromRight: found[3] === '-',
  };
}

/** Reads a row of red, green, blue and their exponent, a pixel after the other; answers where the next one begins. */
function readRow(bytes: Buffer, at: number, row: Buffer): number | undefined {
  const width = row.length / 4;
  const isPacked =
    width >= LEAST_PACKED &&
    width <= MOST_PACKED &&
    bytes[at] === 2 &&
    bytes[at + 1] === 2 &&
    (bytes[at + 2] ?? 128) < 128;
  if (!isPacked) return readPlainRow(bytes, at, row);
  let from = at + 4;
  for (let part = 0; part < 4; part++) {
    for (let column = 0; column < width; ) {
      const count = bytes[from++];
      if (count === undefined || count === 0) return undefined;
      const isRun = count > 128;
      const length = isRun ? count - 128 : count;
      if (column + length > width || from + (isRun ? 1 : length) > bytes.length) return undefined;
      for (let index = 0; index < length; index++, column++)
        row[column * 4 + part] = bytes[isRun ? from : from + index] ?? 0;
      from += isRun ? 1 : length;
    }
  }
  return from;
}

/** Pixels one by one; one of three ones says how often the last one is repeated, further ones by 256 times as much. */
function readPlainRow(bytes: Buffer, start: number, row: Buffer): number | undefined {
  let at = start;
  let shift = 0;
  for (let to = 0; to < row.length; at += 4) {
    if (at + 4 > bytes.length) return undefined;
    const isRun = bytes[at] === 1 && bytes[at + 1] === 1 && bytes[at + 2] === 1 && to > 0;
    if (!isRun) {
      bytes.copy(row, to, at, at + 4);
      to += 4;
      shift = 0;
      continue;
    }
    const length = (bytes[at + 3] ?? 0) * 2 ** shift * 4;
    const end = Math.min(row.length, to + length);
    row.fill(row.subarray(to - 4, to), to, end);
    to = end;
    shift += 8;
  }
  return at;
}

/** Light by steps of 1/1024 up to white, as a screen's values. */
const shown = Uint8Array.from({ length: 1025 }, (_, step) => Math.round(sRgbOf(step / 1024) * 255));

function paint(pixels: Uint8Array, to: number, row: Buffer, from: number): void {
  const scale = 1024 * 2 ** ((row[from + 3] ?? 0) - 136);
  for (let channel = 0; channel < 3; channel++)
    pixels[to + channel] = shown[Math.min(1024, Math.round((row[from + channel] ?? 0) * scale))] ?? 255;
}
