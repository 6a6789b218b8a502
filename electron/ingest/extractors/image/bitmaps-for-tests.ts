/** A colour as red, green and blue, 0–255 each. */
export type Colour = readonly [number, number, number];

export interface BitmapShape {
  width: number;
  height: number;
  bits: number;
  compression?: number;
  topDown?: boolean;
  /** 12 for the oldest, 40 by default, or that of a later one. */
  headerSize?: number;
  palette?: readonly Colour[];
  masks?: readonly number[];
}

/** A bitmap (Microsoft, "Bitmap Storage") around the bytes of its pixels. */
export function bmpAround(shape: BitmapShape, pixels: Uint8Array): Buffer {
  const { width, height, bits, compression = 0, topDown = false, headerSize = 40, palette = [], masks = [] } = shape;
  const header = Buffer.alloc(14 + headerSize);
  header.write('BM', 'latin1');
  header.writeUInt32LE(headerSize, 14);
  if (headerSize === 12) {
    for (const [index, value] of [width, height, 1, bits].entries()) header.writeUInt16LE(value, 18 + index * 2);
  } else {
    header.writeInt32LE(width, 18);
    header.writeInt32LE(topDown ? -height : height, 22);
    header.writeUInt16LE(1, 26);
    header.writeUInt16LE(bits, 28);
    header.writeUInt32LE(compression, 30);
  }
  const behind = Buffer.alloc(headerSize === 40 ? masks.length * 4 : 0);
  masks.forEach((mask, index) => {
    if (headerSize === 40) behind.writeUInt32LE(mask, index * 4);
    else header.writeUInt32LE(mask, 54 + index * 4);
  });
  const colours = palette.flatMap(([red, green, blue]) =>
    headerSize === 12 ? [blue, green, red] : [blue, green, red, 0],
  );
  const before = Buffer.concat([header, behind, Buffer.from(colours)]);
  before.writeUInt32LE(before.length, 10);
  const file = Buffer.concat([before, pixels]);
  file.writeUInt32LE(file.length, 2);
  return file;
}

/** Rows of pixels (from the top) as a plain bitmap has them: packed, from the bottom, each filled up to four bytes. */
export function packRows(rows: readonly (readonly number[])[], bits: number, topDown = false): Buffer {
  const packed = rows.map((row) => {
    const bytes = Buffer.alloc(Math.ceil((row.length * bits) / 32) * 4);
    row.forEach((value, column) => {
      const at = (column * bits) >> 3;
      if (bits >= 8) bytes.writeUIntLE(value, at, bits / 8);
      else bytes[at] = (bytes[at] ?? 0) | (value << (8 - bits - ((column * bits) & 7)));
    });
    return bytes;
  });
  return Buffer.concat(topDown ? packed : packed.reverse());
}

/** Rows of indexes (from the top) run-length encoded, with runs and stretches of single pixels. */
export function packRuns(rows: readonly (readonly number[])[], fourBits: boolean): Buffer {
  const bytes = [...rows].reverse().flatMap((row) => [...runsOf(row).flatMap((run) => encodeRun(run, fourBits)), 0, 0]);
  return Buffer.from([...bytes, 0, 1]);
}

/** A row as runs of one index and stretches of different ones, neither longer than a byte can say. */
function runsOf(row: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (let at = 0; at < row.length; ) {
    let end = at + 1;
    while (end < row.length && end - at < 255 && row[end] === row[at]) end++;
    // Every other time three pixels and more are written one by one.
    const single = runs.length % 2 === 1 && row.length - at >= 3;
    const run = single ? row.slice(at, at + 3) : row.slice(at, end);
    runs.push(run);
    at += run.length;
  }
  return runs;
}

function encodeRun(run: readonly number[], fourBits: boolean): number[] {
  const same = run.every((index) => index === run[0]);
  const [first = 0] = run;
  if (same) return [run.length, fourBits ? first * 17 : first];
  const bytes = fourBits
    ? Array.from({ length: Math.ceil(run.length / 2) }, (_, at) => ((run[at * 2] ?? 0) << 4) | (run[at * 2 + 1] ?? 0))
    : [...run];
  return [0, run.length, ...bytes, ...(bytes.length % 2 === 1 ? [0] : [])];
}

/** A TGA picture (Truevision TGA 2.0) around its pixels; the palette's colours are of three bytes. */
export function tgaAround(
  shape: { width: number; height: number; bits: number; type: number; topDown?: boolean; palette?: readonly Colour[] },
  pixels: Uint8Array,
): Buffer {
  const { width, height, bits, type, topDown = false, palette = [] } = shape;
  const header = Buffer.alloc(18);
  header.set([2, palette.length > 0 ? 1 : 0, type]);
  header.writeUInt16LE(palette.length, 5);
  header[7] = palette.length > 0 ? 24 : 0;
  header.writeUInt16LE(width, 12);
  header.writeUInt16LE(height, 14);
  header.set([bits, topDown ? 0x20 : 0], 16);
  const colours = palette.flatMap(([red, green, blue]) => [blue, green, red]);
  return Buffer.concat([header, Buffer.from('id'), Buffer.from(colours), pixels]);
}
