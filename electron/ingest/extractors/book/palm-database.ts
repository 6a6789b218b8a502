const HEADER = 78;
const ENTRY = 8;

/** The records of a database of Palm OS, in which its books are kept; those that are cut off are empty. */
export function palmRecords(bytes: Buffer): Buffer[] {
  if (bytes.length < HEADER) return [];
  const count = bytes.readUInt16BE(76);
  const starts: number[] = [];
  for (let index = 0, at = HEADER; index < count && at + ENTRY <= bytes.length; index++, at += ENTRY)
    starts.push(bytes.readUInt32BE(at));
  return starts.map((start, index) => bytes.subarray(start, Math.max(start, starts[index + 1] ?? bytes.length)));
}

/**
 * Text as PalmDOC packs it: bytes as they are, runs of them, a space with a letter, and references of 3 to 10 bytes to
 * what came up to 2047 bytes before.
 */
export function unpackPalmDoc(packed: Uint8Array): Buffer {
  const found: number[] = [];
  for (let at = 0; at < packed.length; ) {
    const byte = packed[at++] ?? 0;
    if (byte >= 0xc0) found.push(0x20, byte ^ 0x80);
    else if (byte >= 0x80) {
      const reference = ((byte << 8) | (packed[at++] ?? 0)) & 0x3fff;
      const back = reference >> 3;
      for (let left = (reference & 7) + 3; left > 0 && back > 0 && back <= found.length; left--)
        found.push(found[found.length - back] ?? 0);
    } else if (byte >= 1 && byte <= 8) {
      for (const end = at + byte; at < end && at < packed.length; at++) found.push(packed[at] ?? 0);
    } else found.push(byte);
  }
  return Buffer.from(found);
}
