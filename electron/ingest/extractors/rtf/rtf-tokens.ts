/** A piece of RTF. Bytes are of the character set that is in force where they stand. */
export type RtfToken =
  | { type: 'open' }
  | { type: 'close' }
  | { type: 'word'; name: string; value: number | undefined }
  | { type: 'symbol'; sign: string }
  | { type: 'bytes'; bytes: Uint8Array };

const OPEN = 0x7b;
const CLOSE = 0x7d;
const BACKSLASH = 0x5c;
const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;
const QUOTE = 0x27;
const MINUS = 0x2d;
const SPACE = 0x20;
/** Letters of a control word at most (RTF 1.9.1), and digits of its value. */
const LONGEST_NAME = 32;
const LONGEST_VALUE = 10;

/** The tokens of an RTF document one after the other (RTF 1.9.1, "RTF syntax"); nothing is thrown, whatever the bytes. */
export function* rtfTokens(rtf: Uint8Array): Generator<RtfToken> {
  for (let at = 0; at < rtf.length; ) {
    const byte = rtf[at];
    if (byte === OPEN || byte === CLOSE) {
      yield byte === OPEN ? { type: 'open' } : { type: 'close' };
      at++;
    } else if (byte === CARRIAGE_RETURN || byte === LINE_FEED) at++;
    else if (byte === BACKSLASH) {
      const { token, end } = control(rtf, at + 1);
      // What stands in a document as bytes of a program is passed over, as it may look like anything.
      const isBinary = token?.type === 'word' && token.name === 'bin';
      if (token && !isBinary) yield token;
      at = isBinary ? end + Math.max(0, token.value ?? 0) : end;
    } else {
      const end = endOfText(rtf, at);
      yield { type: 'bytes', bytes: rtf.subarray(at, end) };
      at = end;
    }
  }
}

function endOfText(rtf: Uint8Array, start: number): number {
  let end = start;
  while (end < rtf.length) {
    const byte = rtf[end];
    if (byte === OPEN || byte === CLOSE || byte === BACKSLASH || byte === CARRIAGE_RETURN || byte === LINE_FEED) break;
    end++;
  }
  return end;
}

interface Control {
  token: RtfToken | undefined;
  end: number;
}

/** What follows a backslash: a word with or without a value, a byte in hexadecimal, or a sign. */
function control(rtf: Uint8Array, start: number): Control {
  let end = start;
  while (end < rtf.length && end - start < LONGEST_NAME && isLetter(rtf[end])) end++;
  if (end === start) return sign(rtf, start);
  const name = latin1(rtf, start, end);
  const valueStart = end;
  if (rtf[end] === MINUS && isDigit(rtf[end + 1])) end++;
  while (end < rtf.length && end - valueStart < LONGEST_VALUE && isDigit(rtf[end])) end++;
  const value = end > valueStart ? Number(latin1(rtf, valueStart, end)) : undefined;
  return { token: { type: 'word', name, value }, end: rtf[end] === SPACE ? end + 1 : end };
}

function sign(rtf: Uint8Array, at: number): Control {
  const byte = rtf[at];
  if (byte === undefined) return { token: undefined, end: at };
  if (byte !== QUOTE) return { token: { type: 'symbol', sign: String.fromCharCode(byte) }, end: at + 1 };
  const digits = latin1(rtf, at + 1, at + 3);
  if (!/^[\da-f]{2}$/i.test(digits)) return { token: undefined, end: at + 1 };
  return { token: { type: 'bytes', bytes: Uint8Array.of(Number.parseInt(digits, 16)) }, end: at + 3 };
}

function latin1(rtf: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...rtf.subarray(start, end));
}

function isLetter(byte = 0): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a);
}

function isDigit(byte = 0): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
