import { brotliDecompressSync } from 'node:zlib';
import { factsOf } from '../embedded-metadata.ts';
import { boxAt, boxesIn } from '../iso-boxes.ts';
import type { PictureHeader } from './picture-header.ts';

const LARGEST_BOX = 16 * 1024 * 1024;

/** What JPEG XL (ISO/IEC 18181) says of itself: its size, and what EXIF and XMP say in a container of boxes. */
export async function jpegXlHeader(head: Buffer): Promise<PictureHeader | undefined> {
  const isBare = head[0] === 0xff && head[1] === 0x0a;
  const stream = isBare ? head : (boxAt(head, 'jxlc') ?? boxAt(head, 'jxlp')?.subarray(4));
  const size = stream && sizeIn(stream.subarray(2));
  if (!size) return undefined;
  const exif = isBare ? undefined : metadataBox(head, 'Exif')?.subarray(4);
  const xmp = isBare ? undefined : metadataBox(head, 'xml ')?.toString('utf8');
  return { ...size, rows: [], facts: await factsOf({ exif, xmp, upright: true }) };
}

/** A box, as it is or packed. */
function metadataBox(head: Buffer, type: string): Buffer | undefined {
  const plain = boxAt(head, type);
  if (plain) return plain;
  for (const { type: name, content } of boxesIn(head)) {
    if (name !== 'brob' || content.toString('latin1', 0, 4) !== type) continue;
    try {
      return brotliDecompressSync(content.subarray(4), { maxOutputLength: LARGEST_BOX });
    } catch {
      return undefined;
    }
  }
  return undefined;
}

/** Widths for each ratio that the format has a number for (SizeHeader). */
const ratios: readonly (readonly [over: number, under: number])[] = [
  [1, 1],
  [12, 10],
  [4, 3],
  [3, 2],
  [16, 9],
  [5, 4],
  [2, 1],
];

/** The size, which the stream begins with, bit by bit from the lowest; turned pictures lie as they are stored. */
function sizeIn(stream: Buffer): { width: number; height: number } | undefined {
  if (stream.length < 10) return undefined;
  let at = 0;
  const bits = (count: number) => {
    let value = 0;
    for (let bit = 0; bit < count; bit++, at++) value += (((stream[at >> 3] ?? 0) >> (at & 7)) & 1) * 2 ** bit;
    return value;
  };
  const isSmall = bits(1) === 1;
  const side = () => (isSmall ? (bits(5) + 1) * 8 : bits([9, 13, 18, 30][bits(2)] ?? 0) + 1);
  const height = side();
  const [over, under] = ratios[bits(3) - 1] ?? [0, 1];
  return { width: over === 0 ? side() : Math.floor((height * over) / under), height };
}
