import fc from 'fast-check';
import { expect } from 'vitest';
import type { Extraction, Refusal } from '../../../../workers/media-protocol.ts';

/** A reader of whole files. */
type BinaryReader = (bytes: Buffer) => Extraction | Refusal | undefined;

/** The extraction of a file that can be read. */
export function found(read: BinaryReader, bytes: Buffer): Extraction {
  const extraction = read(bytes);
  if (!extraction || 'refused' in extraction) expect.fail(`It was refused: ${extraction?.reason}`);
  return extraction;
}

/** That files that are cut short or changed end in a result or a reason, and never in very much more text than they have bytes. */
export function endsWhateverIsDone(read: BinaryReader, file: Buffer): void {
  const change = fc.tuple(fc.nat(file.length - 1), fc.nat(255));
  const changes = fc.tuple(fc.integer({ min: 0, max: file.length }), fc.array(change, { maxLength: 12 }));
  fc.assert(
    fc.property(changes, ([length, bytes]) => {
      const damaged = Buffer.from(file);
      for (const [at, byte] of bytes) damaged[at] = byte;
      const extraction = read(damaged.subarray(0, length));
      if (!extraction || 'refused' in extraction) expect(extraction?.reason).not.toBe('');
      else
        expect(extraction.passages.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(
          file.length * 8,
        );
    }),
    { numRuns: 300 },
  );
}
