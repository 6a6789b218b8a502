import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../e2e/temporary-folder.ts';
import { extracted, read, refusal } from '../extraction-for-tests.ts';
import { render } from '../render.ts';
import { bmpAround, type Colour, packRows, packRuns } from './bitmaps-for-tests.ts';
import { bmpSize, decodeBmp } from './bmp.ts';
import { ImageError } from './pixels.ts';

const grey = (count: number): Colour[] =>
  Array.from({ length: count }, (_, index) => [index, 255 - index, (index * 7) % 256]);
const size = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 12 }));
/** Rows of values, in which neighbours are often the same. */
const rowsOf = (most: number) =>
  size.chain(([width, height]) =>
    fc.array(
      fc.array(fc.oneof(fc.constantFrom(0, most), fc.integer({ min: 0, max: most })), {
        minLength: width,
        maxLength: width,
      }),
      {
        minLength: height,
        maxLength: height,
      },
    ),
  );
const shapeOf = (rows: readonly (readonly number[])[]) => ({ width: rows[0]?.length ?? 0, height: rows.length });
const flat = (rows: readonly (readonly number[])[], colour: (value: number) => readonly number[]) =>
  rows.flat().flatMap(colour);

describe('a bitmap', () => {
  it.each([1, 2, 4, 8])('of %i bits a pixel has the colours of its palette', (bits) => {
    const palette = grey(1 << bits);
    fc.assert(
      fc.property(
        rowsOf((1 << bits) - 1),
        fc.boolean(),
        fc.constantFrom(12, 40, 64, 124),
        (rows, topDown, headerSize) => {
          const down = topDown && headerSize !== 12;
          const bytes = bmpAround(
            { ...shapeOf(rows), bits, topDown: down, palette, headerSize },
            packRows(rows, bits, down),
          );
          expect(decodeBmp(bytes)).toEqual({
            ...shapeOf(rows),
            channels: 3,
            damaged: false,
            pixels: Uint8Array.from(flat(rows, (index) => palette[index] ?? [])),
          });
        },
      ),
    );
  });

  it.each([
    [2, 4],
    [1, 8],
  ])('that is run-length encoded (%i) has the pixels of one that is not', (compression, bits) => {
    const palette = grey(1 << bits);
    fc.assert(
      fc.property(rowsOf((1 << bits) - 1), (rows) => {
        const shape = { ...shapeOf(rows), bits, palette };
        const plain = decodeBmp(bmpAround(shape, packRows(rows, bits)));
        expect(decodeBmp(bmpAround({ ...shape, compression }, packRuns(rows, bits === 4)))).toEqual(plain);
      }),
    );
  });

  it('that is run-length encoded may pass over pixels', () => {
    const bytes = bmpAround(
      { width: 3, height: 2, bits: 8, compression: 1, palette: grey(9) },
      // Two of colour 5, on to the next row and one to the right of them, one of colour 8.
      Buffer.from([2, 5, 0, 2, 0, 1, 1, 8, 0, 1]),
    );
    const found = decodeBmp(bytes);
    expect(found?.damaged).toBe(false);
    expect([...(found?.pixels ?? [])].filter((_, index) => index % 3 === 0)).toEqual([0, 0, 8, 5, 5, 0]);
  });

  it.each([
    [
      16,
      undefined,
      (value: number) => [value >> 10, value >> 5, value].map((part) => Math.round(((part & 31) * 255) / 31)),
    ],
    [
      16,
      [0xf800, 0x07e0, 0x001f],
      (value: number) =>
        [value >> 11, (value >> 5) & 63, value & 31].map((part, index) =>
          Math.round((part * 255) / (index === 1 ? 63 : 31)),
        ),
    ],
    [24, undefined, (value: number) => [value >> 16, (value >> 8) & 255, value & 255]],
    [32, undefined, (value: number) => [(value >> 16) & 255, (value >> 8) & 255, value & 255]],
    [
      32,
      [0xff000000, 0x00ff0000, 0x0000ff00],
      (value: number) => [value >>> 24, (value >> 16) & 255, (value >> 8) & 255],
    ],
  ])('of %i bits a pixel has the colours of its masks %o', (bits, masks, colour) => {
    fc.assert(
      fc.property(rowsOf(2 ** bits - 1), fc.boolean(), fc.constantFrom(40, 108), (rows, topDown, headerSize) => {
        const compression = masks ? 3 : 0;
        const shape = { ...shapeOf(rows), bits, topDown, headerSize, compression, ...(masks && { masks }) };
        expect([...(decodeBmp(bmpAround(shape, packRows(rows, bits, topDown)))?.pixels ?? [])]).toEqual(
          flat(rows, colour),
        );
      }),
    );
  });

  it('of any bytes is decoded or not', () => {
    const bitmap = fc
      .tuple(
        fc.constantFrom([1, 0], [4, 2], [8, 1], [16, 3], [24, 0], [32, 3]),
        fc.constantFrom(12, 40, 124),
        fc.uint8Array({ maxLength: 300 }),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
        fc.nat(400),
      )
      .map(([[bits = 0, compression = 0], headerSize, pixels, changes, length]) => {
        const bytes = bmpAround({ width: 9, height: 7, bits, compression, headerSize, palette: grey(4) }, pixels);
        for (const [at, value] of changes) bytes[14 + (at % 40)] = value;
        return bytes.subarray(0, length);
      });
    fc.assert(
      fc.property(bitmap, (bytes) => {
        try {
          const size = bmpSize(bytes);
          if (size && size.width * size.height > 1e6) return;
          const found = decodeBmp(bytes);
          if (found) expect(found.pixels).toHaveLength(found.width * found.height * 3);
        } catch (error) {
          expect(error).toBeInstanceOf(ImageError);
        }
      }),
      { numRuns: 500 },
    );
  });

  const rows = Array.from({ length: 60 }, (_, row) => Array.from({ length: 120 }, (_, column) => (row << 16) | column));
  const whole = bmpAround({ width: 120, height: 60, bits: 24 }, packRows(rows, 24));

  it('is a picture with a size, and has a thumbnail', async () => {
    const { identity, found } = await read('a.bin', whole);
    expect(identity).toMatchObject({ mime: 'image/bmp', kind: 'image' });
    expect(found).toMatchObject({ width: 120, height: 60, notes: [], pagesForOcr: [1] });
    const folder = temporaryFolder();
    const path = join(folder, 'a.bmp');
    writeFileSync(path, whole);
    const output = join(folder, 'a.webp');
    expect(await render({ path, identity, renditions: [{ longestSide: 60, output }] })).toEqual({
      width: 60,
      height: 30,
    });
    expect(await sharp(output).metadata()).toMatchObject({ format: 'webp', width: 60 });
  });

  it('that is cut off is shown as far as it is there, and said to be', async () => {
    const found = await extracted('a.bmp', whole.subarray(0, whole.length / 2));
    expect(found).toMatchObject({ width: 120, height: 60 });
    expect(found.notes).toEqual(['The picture is damaged or cut off: parts of it are missing.']);
  });

  it('is refused with the reason where it cannot be decoded', async () => {
    expect(await refusal('a.bmp', whole.subarray(0, 54))).toMatchObject({
      reason: 'The picture is damaged and cannot be decoded. Get another copy of it.',
    });
    const packed = bmpAround({ width: 1, height: 1, bits: 24, compression: 5 }, Buffer.alloc(4));
    expect(await refusal('a.bmp', packed)).toEqual({
      refused: 'failed',
      reason: 'The bitmap is packed in a way that is not read. Save it as PNG.',
    });
    const huge = bmpAround({ width: 60_000, height: 60_000, bits: 1 }, Buffer.alloc(4));
    expect((await refusal('a.bmp', huge)).reason).toContain('60,000 × 60,000 pixels');
  });
});
