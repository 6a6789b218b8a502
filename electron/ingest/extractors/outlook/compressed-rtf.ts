/** What the dictionary holds at first ([MS-OXRTFCP], 2.1.2.1). */
const KNOWN =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';
const DICTIONARY = 4096;
const HEADER = 16;
const COMPRESSED = 0x75465a4c;
const PLAIN = 0x414c454d;
/** Characters that are unpacked at most. */
const LARGEST = 64 * 1024 * 1024;

/** RTF as Outlook packs it ([MS-OXRTFCP]), as far as it is there; undefined where the bytes are none. */
export function unpackRtf(bytes: Buffer): Buffer | undefined {
  if (bytes.length < HEADER) return undefined;
  const type = bytes.readUInt32LE(8);
  if (type === PLAIN) return bytes.subarray(HEADER);
  if (type !== COMPRESSED) return undefined;
  const dictionary = Buffer.alloc(DICTIONARY);
  let at = dictionary.write(KNOWN, 'latin1');
  const found: number[] = [];
  const put = (byte: number) => {
    found.push(byte);
    dictionary[at] = byte;
    at = (at + 1) % DICTIONARY;
  };
  for (let next = HEADER; next < bytes.length && found.length < LARGEST; ) {
    const control = bytes[next++] ?? 0;
    for (let bit = 0; bit < 8 && next < bytes.length; bit++) {
      if ((control & (1 << bit)) === 0) {
        put(bytes[next++] ?? 0);
        continue;
      }
      const reference = ((bytes[next] ?? 0) << 8) | (bytes[next + 1] ?? 0);
      next += 2;
      const from = reference >> 4;
      // A reference to where the next byte goes is the end.
      if (from === at) return Buffer.from(found);
      for (let count = 0; count < (reference & 0xf) + 2; count++) put(dictionary[(from + count) % DICTIONARY] ?? 0);
    }
  }
  return Buffer.from(found);
}
