import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Extraction } from '../../../workers/media-protocol.ts';
import { extracted, passagesText, read, refusal } from '../extraction-for-tests.ts';
import { mobi } from './books-for-tests.ts';
import { unpackPalmDoc } from './palm-database.ts';

const places = ({ passages }: Extraction) =>
  passages.map(({ text, anchor }) => [anchor.type === 'lines' ? anchor.section : anchor.type, text]);

const page = `<html><body><h1>The lamp</h1><p>It is lit über all.</p><mbp:pagebreak/><p>Still lit.</p><mbp:pagebreak/><h2>The tide</h2><p>It turns.</p></body></html>`;

describe('a book of Mobipocket', () => {
  it.each([1, 2])('has chapters, and what it says of itself, packed by method %i', async (packing) => {
    const about = [
      [100, 'Ines Harrow'],
      [503, 'The keeper’s book'],
      [524, 'de'],
    ] as const;
    const { identity, found } = await read('a.mobi', mobi(page, { packing, about }));
    expect(identity.kind).toBe('document');
    expect(found).toMatchObject({
      title: 'The keeper’s book',
      metadata: [
        { label: 'Author', value: 'Ines Harrow' },
        { label: 'Language', value: 'German (de)' },
        { label: 'Chapters', value: '2' },
      ],
      notes: [],
    });
    expect(places(found as Extraction)).toEqual([
      ['The lamp', 'The lamp\nIt is lit über all.\nStill lit.'],
      ['The tide', 'The tide\nIt turns.'],
    ]);
  });

  it('is read without what stands behind each of its records', async () => {
    // Two entries that end in their own lengths, and one byte of the next character.
    const trailer = Buffer.from([0x00, 0x61, 0x62, 0x83, 0x63, 0x82]);
    const long = `<p>${'words '.repeat(2000)}end</p>`;
    const found = await extracted('a.azw', mobi(long, { trailer, trailers: 0b111 }));
    expect(passagesText(found).replace(/\s+/g, ' ')).toBe(`${'words '.repeat(2000)}end`);
  });

  it('of Palm is plain text', async () => {
    const found = await extracted('a.pdb', mobi('The lamp\nis lit.', { isMobi: false }));
    expect(passagesText(found)).toBe('The lamp\nis lit.');
  });

  it('that is protected, rarely packed or cut off says so', async () => {
    expect(await refusal('a.azw', mobi(page, { isProtected: true }))).toMatchObject({
      refused: 'failed',
      reason: expect.stringContaining('(DRM)'),
    });
    expect(await refusal('a.mobi', mobi(page, { packing: 17480 }))).toMatchObject({
      refused: 'unsupported',
      reason: expect.stringContaining('HUFF/CDIC'),
    });
    const long = mobi(`<p>${'words '.repeat(4000)}</p>`);
    expect((await extracted('a.mobi', long.subarray(0, long.length / 2))).notes).toEqual([
      'The book is cut short. What is left of it is shown and searched.',
    ]);
    expect(await refusal('a.mobi', long.subarray(0, 100))).toMatchObject({ refused: 'failed' });
  });

  it('of any bytes ends in a text or a reason', async () => {
    const whole = mobi(page, { about: [[100, 'Ines']] });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 68, max: whole.length - 1 }), fc.nat(255)), { maxLength: 20 }),
        async (changes) => {
          const bytes = Buffer.from(whole);
          for (const [at, byte] of changes) bytes[at] = byte;
          await read('a.mobi', bytes);
        },
      ),
      { numRuns: 50 },
    );
  });
});

it('PalmDOC unpacks runs, spaces and references', () => {
  const packed = [0x61, 0x62, 0x03, 0xe4, 0xf6, 0xfc, 0xe3, 0x80, (7 << 3) | 1];
  expect(unpackPalmDoc(Uint8Array.from(packed)).toString('latin1')).toBe('abäöü cabäö');
});
