import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { read } from '../extraction-for-tests.ts';
import { decodeRadiance } from './radiance.ts';

const made = (size: string, pixels: readonly number[] | Uint8Array, lines = '') =>
  Buffer.concat([
    Buffer.from(`#?RADIANCE\n${lines}FORMAT=32-bit_rle_rgbe\n\n${size}\n`, 'latin1'),
    Buffer.from(pixels),
  ]);
const pixelsOf = (bytes: Buffer) => [...(decodeRadiance(bytes)?.pixels ?? [])];

describe('a picture of Radiance', () => {
  it.each([
    ['plain', '-Y 1 +X 2', [128, 0, 64, 129, 255, 0, 0, 140], [255, 0, 188, 255, 0, 0]],
    ['from the bottom and the right', '+Y 2 -X 1', [128, 0, 0, 129, 0, 128, 0, 129], [0, 255, 0, 255, 0, 0]],
    ['in runs of pixels', '-Y 1 +X 3', [0, 128, 0, 129, 1, 1, 1, 2], [0, 255, 0, 0, 255, 0, 0, 255, 0]],
    [
      'in runs of a part',
      '-Y 1 +X 8',
      [2, 2, 0, 8, 136, 128, 8, 0, 0, 0, 0, 0, 0, 0, 128, 136, 0, 136, 129],
      [...[0, 1, 2, 3, 4, 5, 6].flatMap(() => [255, 0, 0]), 255, 255, 0],
    ],
  ])('%s', (_, size, stored, pixels) => {
    expect(pixelsOf(made(size, stored))).toEqual(pixels);
  });

  it('is told by its bytes, with what is written in it, and shown as far as it goes', async () => {
    const lines = 'CAPDATE= 2024:05:01 10:00:00\nCOMMENT= Studio at noon\n';
    const whole = made('-Y 30 +X 40', new Uint8Array(4800).fill(128), lines);
    const { identity, found } = await read('a.bin', whole);
    expect(identity).toMatchObject({ mime: 'image/vnd.radiance', kind: 'image' });
    expect(found).toMatchObject({
      width: 40,
      height: 30,
      notes: [],
      facts: { caption: 'Studio at noon', taken: { local: '2024-05-01T10:00:00', zone: '' } },
    });
    expect((await read('a.hdr', whole.subarray(0, 2000))).found).toMatchObject({
      notes: ['The picture is damaged or cut off: parts of it are missing.'],
    });
    expect((await read('a.hdr', made('-Y 0 +X 40', []))).found).toMatchObject({ refused: 'failed' });
  });

  it('of any bytes is decoded or not', () => {
    const sizes = fc.tuple(fc.constantFrom('-', '+'), fc.nat(12), fc.constantFrom('-', '+'), fc.nat(12));
    const bytes = fc.array(fc.oneof(fc.constantFrom(0, 1, 2, 8, 129, 136), fc.nat(255)), { maxLength: 300 });
    fc.assert(
      fc.property(sizes, bytes, ([upwards, height, leftwards, width], bytes) => {
        const found = decodeRadiance(made(`${upwards}Y ${height} ${leftwards}X ${width}`, bytes));
        if (found) expect(found.pixels).toHaveLength(width * height * 3);
      }),
      { numRuns: 500 },
    );
  });
});
