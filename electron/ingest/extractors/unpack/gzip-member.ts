import { constants, crc32, inflateRawSync } from 'node:zlib';

/** Header of a member and its flags (RFC 1952, 2.3). */
const HEADER = 10;
const TRAILER = 8;
const flags = { headerSum: 0x02, extra: 0x04, name: 0x08, comment: 0x10 };

/**
 * What the first member of a gzip file holds, as far as it is there, whatever stands behind it.
 * Undefined where the bytes are no member, or hold nothing, or more than `most` bytes.
 */
export function firstMember(bytes: Buffer, most: number): { content: Buffer; whole: boolean } | undefined {
  const start = dataStart(bytes);
  if (start === undefined) return undefined;
  try {
    // Node tells by `info` how far it came, which its types leave out.
    const { buffer, engine } = inflateRawSync(bytes.subarray(start), {
      info: true,
      maxOutputLength: most,
      finishFlush: constants.Z_SYNC_FLUSH,
    }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    if (buffer.length === 0) return undefined;
    const trailer = start + engine.bytesWritten;
    const whole = trailer + TRAILER <= bytes.length && bytes.readUInt32LE(trailer) === crc32(buffer);
    return { content: buffer, whole };
  } catch {
    return undefined;
  }
}

/** Where the packed data begins, behind what the header's flags say is there. */
function dataStart(bytes: Buffer): number | undefined {
  if (bytes.length < HEADER || bytes.readUInt16BE(0) !== 0x1f8b) return undefined;
  const has = (flag: number) => ((bytes[3] ?? 0) & flag) !== 0;
  let at = HEADER;
  if (has(flags.extra)) at += 2 + (at + 2 <= bytes.length ? bytes.readUInt16LE(at) : 0);
  for (const flag of [flags.name, flags.comment]) {
    if (!has(flag)) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return undefined;
    at = end + 1;
  }
  return has(flags.headerSum) ? at + 2 : at;
}
