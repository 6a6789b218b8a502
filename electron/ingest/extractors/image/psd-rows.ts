import { sRgbOf } from './lab.ts';
import type { PsdHeader } from './psd.ts';

const PLAIN = 0;
const RUNS = 1;
/** A picture of which less than one part in so many is there is none. */
const WORTH_SHOWING = 100;

/**
 * The first channels of the merged picture, each sample in 8 bits; what is missing is left 0. Undefined where it is
 * packed as none of Photoshop's merged pictures is.
 */
export function decodePsdRows(
  bytes: Buffer,
  header: PsdHeader,
  channels: number,
): { planes: Uint8Array[]; damaged: boolean } | undefined {
  const { width, height, depth, pictureAt } = header;
  if (pictureAt + 2 > bytes.length || ![1, 8, 16, 32].includes(depth)) return undefined;
  const packing = bytes.readUInt16BE(pictureAt);
  if (packing !== PLAIN && packing !== RUNS) return undefined;
  const rowBytes = Math.ceil((width * depth) / 8);
  if (bytes.length - pictureAt < leastBytes(header, packing, rowBytes) / WORTH_SHOWING) return undefined;
  const rows = packing === RUNS ? packedRows(bytes, header, rowBytes) : plainRows(bytes, pictureAt + 2, rowBytes);
  let damaged = false;
  const planes = Array.from({ length: channels }, () => {
    const plane = new Uint8Array(width * height);
    for (let y = 0; y < height; y++) {
      const row = rows.next();
      damaged ||= row.length < rowBytes;
      writeSamples(row, depth, plane.subarray(y * width, (y + 1) * width));
    }
    return plane;
  });
  return { planes, damaged };
}

/** Bytes that a merged picture has at least: packed rows have their lengths, and two bytes for 128. */
function leastBytes({ height, channels, large }: PsdHeader, packing: number, rowBytes: number): number {
  const row = packing === RUNS ? (large ? 4 : 2) + Math.ceil(rowBytes / 128) * 2 : rowBytes;
  return row * height * channels;
}

interface Rows {
  /** The next row, or what there is of it. */
  next(): Buffer;
}

function plainRows(bytes: Buffer, start: number, rowBytes: number): Rows {
  let at = start;
  return {
    next() {
      at += rowBytes;
      return bytes.subarray(at - rowBytes, at);
    },
  };
}

/** Rows packed by PackBits (TIFF 6.0, section 9), their lengths before all of them. */
function packedRows(bytes: Buffer, { pictureAt, height, channels, large }: PsdHeader, rowBytes: number): Rows {
  const size = large ? 4 : 2;
  let lengthAt = pictureAt + 2;
  let at = lengthAt + height * channels * size;
  const row = Buffer.alloc(rowBytes);
  return {
    next() {
      const length = lengthAt + size <= bytes.length ? bytes.readUIntBE(lengthAt, size) : 0;
      lengthAt += size;
      at += length;
      return row.subarray(0, unpack(bytes.subarray(at - length, at), row));
    },
  };
}

/** How many bytes of the row were there. */
function unpack(packed: Buffer, row: Buffer): number {
  let to = 0;
  for (let at = 0; at < packed.length && to < row.length; ) {
    const head = packed.readInt8(at++);
    if (head === -128) continue;
    if (head >= 0) {
      to += packed.copy(row, to, at, at + head + 1);
      at += head + 1;
    } else {
      const end = Math.min(row.length, to + 1 - head);
      row.fill(packed[at++] ?? 0, to, end);
      to = end;
    }
  }
  return to;
}

function writeSamples(row: Buffer, depth: number, to: Uint8Array): void {
  if (depth === 8) to.set(row.subarray(0, to.length));
  else for (let x = 0; x < to.length; x++) to[x] = sampleAt(row, depth, x);
}

function sampleAt(row: Buffer, depth: number, x: number): number {
  switch (depth) {
    case 1:
      return ((row[x >> 3] ?? 0) >> (7 - (x & 7))) & 1 ? 0xff : 0;
    case 32:
      return x * 4 + 4 <= row.length ? Math.round(sRgbOf(row.readFloatBE(x * 4)) * 255) : 0;
    default:
      return row[(x * depth) / 8] ?? 0;
  }
}
