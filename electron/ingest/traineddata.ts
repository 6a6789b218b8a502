/** Kinds of parts that a file of data for Tesseract may have; later versions may add to them. */
const MOST_KINDS = 64;
/** The kind that is the neural network. */
const NETWORK = 17;
const KIND_COUNT_BYTES = 4;
const OFFSET_BYTES = 8;

/**
 * Bytes of the neural network in data of a language for Tesseract (a “.traineddata” file): a count of kinds, then where the
 * part of each kind begins, −1 where there is none (TessdataManager in Tesseract's ccutil).
 * @param head the first bytes of the file, a kilobyte at least where it has as many
 * @throws Error with a sentence for people where the file is something else, or has no network
 */
export function networkSize(head: Buffer): number {
  const kinds = head.length >= KIND_COUNT_BYTES ? head.readUInt32LE(0) : 0;
  if (kinds === 0 || kinds > MOST_KINDS || head.length < KIND_COUNT_BYTES + kinds * OFFSET_BYTES)
    throw new Error('It is not in Tesseract’s format.');
  const offsets = Array.from({ length: kinds }, (_, kind) =>
    Number(head.readBigInt64LE(KIND_COUNT_BYTES + kind * OFFSET_BYTES)),
  );
  const begin = offsets[NETWORK] ?? -1;
  if (begin < 0) throw new Error('It has no neural network; it is for Tesseract 3.');
  const end = offsets.slice(NETWORK + 1).find((offset) => offset >= 0);
  if (end === undefined || end <= begin) throw new Error('It is not in Tesseract’s format.');
  return end - begin;
}
