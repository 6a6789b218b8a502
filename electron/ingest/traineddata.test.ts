import fc from 'fast-check';
import { expect, it } from 'vitest';
import { networkSize } from './traineddata.ts';

/** The head of data with parts at these places. */
function headWith(offsets: Record<number, number>): Buffer {
  const kinds = 24;
  const head = Buffer.alloc(4 + kinds * 8);
  head.writeUInt32LE(kinds);
  for (let kind = 0; kind < kinds; kind++) head.writeBigInt64LE(BigInt(offsets[kind] ?? -1), 4 + kind * 8);
  return head;
}

it('tells how large the network is', () => {
  expect(networkSize(headWith({ 1: 196, 17: 5000, 18: 405_000, 23: 500_000 }))).toBe(400_000);
});

it.each([
  ['is empty', Buffer.alloc(0), 'format'],
  ['is a text', Buffer.from('No data of a language at all. '.repeat(40)), 'format'],
  ['ends early', headWith({ 17: 196, 18: 500 }).subarray(0, 100), 'format'],
  ['has parts in no order', headWith({ 17: 500, 18: 196 }), 'format'],
  ['is for older versions', headWith({ 1: 196, 3: 500 }), 'Tesseract 3'],
])('refuses what %s', (_, head, reason) => {
  expect(() => networkSize(head)).toThrow(reason);
});

it('says a sentence of anything else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      try {
        expect(networkSize(Buffer.from(bytes))).toBeGreaterThan(0);
      } catch (error) {
        expect((error as Error).message).toMatch(/^It .*\.$/);
      }
    }),
  );
});
