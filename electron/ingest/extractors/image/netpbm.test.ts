import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { read } from '../extraction-for-tests.ts';
import { decodeNetpbm } from './netpbm.ts';

const made = (header: string, ...samples: readonly number[]) =>
  Buffer.concat([Buffer.from(header, 'latin1'), Buffer.from(samples)]);
const pixelsOf = (bytes: Buffer) => [...(decodeNetpbm(bytes)?.pixels ?? [])];

describe('a picture of Netpbm', () => {
  it.each([
    ['PBM', made('P4\n9 1\n', 0b10100000, 0b10000000), [0, 255, 0, 255, 255, 255, 255, 255, 0]],
    ['PGM', made('P5 2 1 255 ', 7, 200), [7, 200]],
    ['PGM of another white', made('P5\n2 1\n15\n', 15, 5), [255, 85]],
    ['PGM of 16 bits', made('P5\n2 1\n65535\n', 0xff, 0xff, 0x80, 0x80), [255, 128]],
    ['PPM', made('P6\n1 2\n255\n', 1, 2, 3, 4, 5, 6), [1, 2, 3, 4, 5, 6]],
    ['PPM with comments', made('P6 # GIMP\n# 8 bits\n1 #wide\n1\n255# white\n', 1, 2, 3), [1, 2, 3]],
    ['PAM', made('P7\nWIDTH 1\nHEIGHT 1\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n', 1, 2, 3, 4), [1, 2, 3]],
    ['PAM in grey', made('P7\nWIDTH 2\nHEIGHT 1\nDEPTH 2\nMAXVAL 255\nENDHDR\n', 9, 0, 8, 0), [9, 8]],
    ['PBM in figures', made('P1\n# a\n3 1\n1 01\n'), [0, 255, 0]],
    ['PGM in figures', made('P2\n2 1 10\n10 #white\n 0'), [255, 0]],
    ['PPM in figures', made('P3 1 1 255\n1 2\n3\n'), [1, 2, 3]],
  ])('%s', (_, bytes, pixels) => {
    expect(pixelsOf(bytes)).toEqual(pixels);
  });

  it('is told by its bytes, and shown as far as it goes', async () => {
    const whole = made('P5\n30 20\n255\n', ...Buffer.alloc(600, 200));
    const { identity, found } = await read('a.bin', whole);
    expect(identity).toMatchObject({ mime: 'image/x-portable-anymap', kind: 'image' });
    expect(found).toMatchObject({ width: 30, height: 20, notes: [], pagesForOcr: [1] });
    expect((await read('a.pgm', whole.subarray(0, 300))).found).toMatchObject({
      notes: ['The picture is damaged or cut off: parts of it are missing.'],
    });
    const tooLarge = await read('a.ppm', made('P6 90000 90000 255 ', 1));
    expect(tooLarge.found).toMatchObject({ refused: 'failed', reason: expect.stringContaining('90,000 × 90,000') });
  });

  it.each(['P2 or not P2', 'P1 12 31 tasks', 'P3\n2024 12 31\nWent to sea.\n', 'P7\nWIDTH of things\n'])(
    'is not what begins like one: %j',
    async (text) => {
      expect((await read('a.txt', text)).identity.mime).toBe('text/plain');
    },
  );

  it('of any bytes is decoded or not', () => {
    const header = fc.stringMatching(/^P[1-7][\s#][\d\s#]{0,12}$/);
    fc.assert(
      fc.property(header, fc.uint8Array({ maxLength: 60 }), (text, bytes) => {
        const found = decodeNetpbm(made(text.replaceAll(/\d{3,}/g, '12'), ...bytes));
        if (found) expect(found.pixels).toHaveLength(found.width * found.height * found.channels);
      }),
      { numRuns: 500 },
    );
  });
});
