import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { read } from '../extraction-for-tests.ts';
import { tgaAround } from './bitmaps-for-tests.ts';
import { decodeTga } from './tga.ts';

const pixelsOf = (bytes: Buffer) => [...(decodeTga(bytes)?.pixels ?? [])];

describe('a TGA picture', () => {
  it.each([
    ['in colour', { bits: 24, type: 2 }, [3, 2, 1, 6, 5, 4], [1, 2, 3, 4, 5, 6]],
    ['with alpha', { bits: 32, type: 2 }, [3, 2, 1, 0, 6, 5, 4, 9], [1, 2, 3, 4, 5, 6]],
    ['of five bits a sample', { bits: 16, type: 2 }, [0x1f, 0x7c, 0xe0, 0x03], [255, 0, 255, 0, 255, 0]],
    ['in grey', { bits: 8, type: 3 }, [9, 8], [9, 9, 9, 8, 8, 8]],
    [
      'with a palette',
      {
        bits: 8,
        type: 1,
        palette: [
          [7, 8, 9],
          [1, 2, 3],
        ] as const,
      },
      [1, 0],
      [1, 2, 3, 7, 8, 9],
    ],
    ['in runs', { bits: 24, type: 10 }, [0x81, 3, 2, 1], [1, 2, 3, 1, 2, 3]],
    ['in stretches', { bits: 8, type: 11 }, [0x01, 9, 8], [9, 9, 9, 8, 8, 8]],
  ])('%s', (_, shape, pixels, colours) => {
    expect(pixelsOf(tgaAround({ width: 2, height: 1, ...shape }, Buffer.from(pixels)))).toEqual(colours);
  });

  it('begins at the bottom, or at the top where it says so', () => {
    const shape = { width: 1, height: 2, bits: 8, type: 3 };
    expect(pixelsOf(tgaAround(shape, Buffer.from([1, 2])))).toEqual([2, 2, 2, 1, 1, 1]);
    expect(pixelsOf(tgaAround({ ...shape, topDown: true }, Buffer.from([1, 2])))).toEqual([1, 1, 1, 2, 2, 2]);
  });

  it('is told by its name and by a header that makes sense', async () => {
    const bytes = tgaAround({ width: 30, height: 20, bits: 24, type: 2 }, Buffer.alloc(1800, 200));
    const { identity, found } = await read('a.tga', bytes);
    expect(identity).toMatchObject({ mime: 'image/x-tga', kind: 'image' });
    expect(found).toMatchObject({ width: 30, height: 20, notes: [] });
    const withoutId = Buffer.concat([Buffer.from([0]), bytes.subarray(1, 18), bytes.subarray(20)]);
    // As a cursor begins.
    expect(withoutId.toString('hex', 0, 4)).toBe('00000200');
    expect((await read('a.tga', withoutId)).found).toMatchObject({ width: 30, height: 20, notes: [] });
    expect((await read('a.bin', bytes)).identity.mime).toBe('application/octet-stream');
    expect((await read('a.tga', Buffer.alloc(100, 7))).identity.mime).toBe('application/octet-stream');
    expect((await read('a.tga', bytes.subarray(0, 900))).found).toMatchObject({
      notes: ['The picture is damaged or cut off: parts of it are missing.'],
    });
  });

  it('of any bytes is decoded or not', () => {
    const shape = fc.record({
      width: fc.integer({ min: 0, max: 40 }),
      height: fc.integer({ min: 0, max: 40 }),
      bits: fc.constantFrom(8, 15, 16, 24, 32, 7),
      type: fc.constantFrom(1, 2, 3, 9, 10, 11, 0),
      palette: fc.array(fc.constant([1, 2, 3] as const), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(shape, fc.uint8Array({ maxLength: 300 }), fc.nat(330), (shape, pixels, length) => {
        const found = decodeTga(tgaAround(shape, pixels).subarray(0, length));
        if (found) expect(found.pixels).toHaveLength(shape.width * shape.height * 3);
      }),
      { numRuns: 500 },
    );
  });
});
