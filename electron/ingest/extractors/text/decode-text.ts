import { isUtf8 } from 'node:buffer';
import { analyse } from 'chardet';

/** Share of control bytes above which bytes are not text. */
const CONTROL_SHARE = 0.02;
/** Bytes looked at to tell an encoding. */
const SAMPLE = 64 * 1024;
/** Least confidence (0–100) at which a guessed encoding beats Windows-1252. */
const GUESS_CONFIDENCE = 30;

/** The encoding of a text by the WHATWG's names; undefined when the bytes are not text. */
export function textEncoding(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const sample = bytes.subarray(0, SAMPLE);
  const utf16 = utf16WithoutMark(sample);
  if (utf16) return utf16;
  const controls = sample.reduce((count, byte) => count + (isControl(byte) ? 1 : 0), 0);
  if (controls > sample.length * CONTROL_SHARE || sample.includes(0)) return undefined;
  if (isUtf8(wholeCharacters(sample))) return 'utf-8';
  return guessed(sample);
}

function isControl(byte: number): boolean {
  return byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c && byte !== 0x1b;
}

/** UTF-16 of mostly Latin text has a zero in every other byte. */
function utf16WithoutMark(sample: Uint8Array): string | undefined {
  if (sample.length < 8) return undefined;
  const zeros = [0, 0];
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros.map((count) => count / (sample.length / 2));
  if (odd > 0.7 && even < 0.05) return 'utf-16le';
  if (even > 0.7 && odd < 0.05) return 'utf-16be';
  return undefined;
}

/** Without a character that the end of the sample cut in two. */
function wholeCharacters(sample: Uint8Array): Uint8Array {
  const end = sample.length;
  for (let back = 1; back <= 3 && end - back >= 0; back++) {
    const byte = sample[end - back] ?? 0;
    if (byte >= 0xc0) return sample.subarray(0, end - back);
    if (byte < 0x80) break;
  }
  return sample.subarray(0, end);
}

function guessed(sample: Uint8Array): string {
  for (const { name, confidence } of analyse(sample)) {
    if (confidence >= GUESS_CONFIDENCE && isKnownEncoding(name)) return name;
  }
  return 'windows-1252';
}

function isKnownEncoding(name: string): boolean {
  try {
    new TextDecoder(name);
    return true;
  } catch {
    return false;
  }
}

/** The text of bytes in whatever encoding they are. */
export function decodeText(bytes: Uint8Array): { text: string; encoding: string } {
  const encoding = textEncoding(bytes) ?? 'windows-1252';
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}
