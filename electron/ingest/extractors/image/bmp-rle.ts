import type { Size } from './pixels.ts';

/** What follows a zero (Microsoft, "Bitmap Compression"). */
const END_OF_LINE = 0;
const END_OF_BITMAP = 1;
const DELTA = 2;

/**
 * The indexes of a run-length encoded bitmap, in its rows' order in the file; pixels that are passed over have the first
 * colour. What would lie outside the picture is left out.
 * @param fourBits whether a byte holds two pixels
 */
export function decodeRle(
  bytes: Uint8Array,
  { width, height }: Size,
  fourBits: boolean,
): { indexes: Uint8Array; whole: boolean } {
  const indexes = new Uint8Array(width * height);
  let column = 0;
  let row = 0;
  /** Of two pixels in a byte the upper half is the first one. */
  const sample = (byte: number, place: number) => (fourBits ? (place % 2 === 0 ? byte >> 4 : byte & 15) : byte);
  const put = (index: number) => {
    if (column < width) indexes[row * width + column] = index;
    column++;
  };
  for (let at = 0; at + 1 < bytes.length && row < height; ) {
    const count = bytes[at++] ?? 0;
    const value = bytes[at++] ?? 0;
    if (count > 0) for (let place = 0; place < count; place++) put(sample(value, place));
    else if (value === END_OF_LINE) {
      column = 0;
      row++;
    } else if (value === END_OF_BITMAP) return { indexes, whole: true };
    else if (value === DELTA) {
      column += bytes[at++] ?? 0;
      row += bytes[at++] ?? 0;
    } else {
      const length = fourBits ? Math.ceil(value / 2) : value;
      for (let place = 0; place < value; place++) put(sample(bytes[at + (fourBits ? place >> 1 : place)] ?? 0, place));
      // Pixels as they are fill an even number of bytes.
      at += length + (length % 2);
    }
  }
  // Some programs leave out the end.
  return { indexes, whole: row >= height || (row === height - 1 && column >= width) };
}
