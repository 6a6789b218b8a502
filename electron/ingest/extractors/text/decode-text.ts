import { isUtf8 } from 'node:buffer';
import { guessEncoding } from './guess-encoding.ts';

/** Share of control bytes, and of zeros, above which bytes are not text. */
const CONTROL_SHARE = 0.02;
const ZERO_SHARE = 0.001;
/** So many stray control bytes in what is otherwise UTF-8 do not make it something else, where most bytes are none. */
const FEW_CONTROLS = 8;
const LEAST_BYTES_A_CONTROL = 8;
/** Bytes looked at to tell an encoding. */
const SAMPLE = 64 * 1024;
/** Bytes of plain ASCII before the first other one that are looked at with it. */
const NEIGHBOURS = 256;
/** Bytes at the start, where a format of another kind has its header, that must look like text by themselves. */
const START = 1024;
/** Share of bytes with all bits set above which bytes are not text: white in a picture, a rare letter at most in text. */
const FILLED_SHARE = 0.1;
/** Share of printable ASCII among bytes other than zero above which they are no UTF-16 of whatever script. */
const ASCII_SHARE = 0.95;
/** Bytes that are decoded by one call: a function takes only so many arguments. */
const PIECE = 32 * 1024;
/** UTF-8 with a few broken characters among many is still UTF-8. */
const BROKEN_SHARE = 0.1;

/** The encoding of a text by the WHATWG's names, and UTF-32; undefined when the bytes are not text. */
export function textEncoding(bytes: Uint8Array): string | undefined {
  const marked = byteOrderMark(bytes);
  if (marked !== undefined) return marked;
  const wide = utf32WithoutMark(bytes.subarray(0, SAMPLE)) ?? utf16WithoutMark(bytes.subarray(0, SAMPLE));
  if (wide) return wide;
  const sample = withoutPadding(bytes.subarray(0, SAMPLE));
  if (sample.length === 0 && bytes.length > 0) return undefined;
  const odd = countOdd(sample);
  if (areStrays(odd, sample)) return 'utf-8';
  if (!looksLikeText(odd, sample.length) || !startsAsText(odd, sample)) return undefined;
  if (isIso2022Jp(sample)) return 'iso-2022-jp';
  return isMostlyUtf8(bytes) ? 'utf-8' : guessEncoding(withNeighbours(bytes));
}

/**
 * A text of UTF-8 with a few bytes in it that are none: what a terminal wrote; zeros between its lines, or where a log was
 * not written to its end.
 */
export function hasStrayControls(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, SAMPLE);
  return areStrays(countOdd(sample), sample);
}

function areStrays({ controls, zeros }: Odd, sample: Uint8Array): boolean {
  const strays = controls + zeros;
  const most = controls === 0 ? strays : FEW_CONTROLS;
  const areFew = strays > 0 && strays <= most && strays * LEAST_BYTES_A_CONTROL <= sample.length;
  return areFew && isUtf8(wholeCharacters(sample));
}

function startsAsText({ controls, zeros, filled }: Odd, sample: Uint8Array): boolean {
  if (controls + zeros + filled === 0) return true;
  const start = sample.subarray(0, START);
  return looksLikeText(countOdd(start), start.length);
}

function looksLikeText({ controls, zeros, filled }: Odd, length: number): boolean {
  const atMost = (share: number) => length * share;
  return controls <= atMost(CONTROL_SHARE) && zeros <= atMost(ZERO_SHARE) && filled <= atMost(FILLED_SHARE);
}

function byteOrderMark([first, second, third, fourth]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe && third === 0 && fourth === 0) return 'utf-32le';
  if (first === 0 && second === 0 && third === 0xfe && fourth === 0xff) return 'utf-32be';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
}

/** Old systems filled the last block of a text with zeros or with the end-of-file character. */
function withoutPadding(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0 || bytes[end - 1] === 0x1a)) end--;
  return bytes.subarray(0, end);
}

function isControl(byte: number): boolean {
  return byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c && byte !== 0x1b;
}

/** How many bytes are odd in a text. */
interface Odd {
  zeros: number;
  filled: number;
  controls: number;
}

/** Every byte of every text comes by here, and nearly all by the first condition. */
function countOdd(sample: Uint8Array): Odd {
  const odd: Odd = { zeros: 0, filled: 0, controls: 0 };
  for (let at = 0; at < sample.length; at++) {
    const byte = sample[at] ?? 0;
    if (byte >= 0x20 && byte !== 0xff) continue;
    if (byte === 0) odd.zeros++;
    else if (byte === 0xff) odd.filled++;
    else if (isControl(byte)) odd.controls++;
  }
  return odd;
}

/**
 * UTF-16 of mostly Latin text has a zero in every other byte. Of other scripts, spaces, digits and line ends have
 * one, and all else are characters of some script, which what is no UTF-16 hardly is.
 */
function utf16WithoutMark(sample: Uint8Array): string | undefined {
  if (sample.length < 8) return undefined;
  if (!sample.includes(0)) return undefined;
  const [even, odd] = zerosByParity(sample).map((zeros) => zeros / (sample.length / 2)) as [number, number];
  if (odd > 0.7 && even < 0.05) return 'utf-16le';
  if (even > 0.7 && odd < 0.05) return 'utf-16be';
  if (isMostlyAscii(sample)) return undefined;
  const orders = odd > even ? (['utf-16le', 'utf-16be'] as const) : (['utf-16be', 'utf-16le'] as const);
  return orders.find((order) => isTextInUtf16(sample, order));
}

/** UTF-32 of whatever script has two zeros in every four bytes; numbers that happen to be so are no letters. */
function utf32WithoutMark(sample: Uint8Array): 'utf-32le' | 'utf-32be' | undefined {
  const whole = sample.subarray(0, sample.length & ~3);
  if (whole.length < 16 || !whole.includes(0) || countOdd(whole).zeros * 2 < whole.length) return undefined;
  return (['utf-32le', 'utf-32be'] as const).find((order) => {
    const text = decodeUtf32(whole, order);
    const letters = text.match(/\p{L}/gu)?.length ?? 0;
    return !/[\uFFFD\p{Cn}\p{Co}]|[^\P{Cc}\t\r\n]/u.test(text) && letters * 2 > text.length && isOfFewScripts(text);
  });
}

/** How many bytes at even and at odd places are zeros. */
function zerosByParity(sample: Uint8Array): [even: number, odd: number] {
  const zeros: [number, number] = [0, 0];
  for (let at = sample.indexOf(0); at >= 0; at = sample.indexOf(0, at + 1)) zeros[at % 2 === 0 ? 0 : 1]++;
  return zeros;
}

/** Whether nearly all bytes but zeros are printable ASCII. */
function isMostlyAscii(sample: Uint8Array): boolean {
  let filled = 0;
  let ascii = 0;
  for (const byte of sample) {
    if (byte === 0) continue;
    filled++;
    if (byte < 0x7f && !isControl(byte)) ascii++;
  }
  return ascii > filled * ASCII_SHARE;
}

function isTextInUtf16(sample: Uint8Array, order: string): boolean {
  const text = new TextDecoder(order).decode(sample.subarray(0, sample.length & ~1), { stream: true });
  return !/[\uFFFD\p{Cn}\p{Co}]|[^\P{Cc}\t\r\n]/u.test(text) && isOfFewScripts(text);
}

/** Other than in Chinese, Japanese and Korean, the letters of a text stand close together in Unicode. */
function isOfFewScripts(text: string): boolean {
  const letters = text.match(/[\0-\u1fff]/g) ?? [];
  const places = new Set(letters.map((letter) => letter.charCodeAt(0) >> 8));
  return places.size * 2 <= letters.length + 2;
}

/** Japanese mail switches character sets by escape sequences and is ASCII otherwise. */
function isIso2022Jp(sample: Uint8Array): boolean {
  const bytes = Buffer.from(sample.buffer, sample.byteOffset, sample.length);
  return bytes.includes('\u001b$B') || bytes.includes('\u001b$@');
}

function isMostlyUtf8(all: Uint8Array): boolean {
  const bytes = wholeCharacters(all);
  // Where all else is ASCII, the last byte is rather a letter of another encoding than the half of one.
  if (isUtf8(bytes)) return bytes.length === all.length || bytes.some((byte) => byte >= 0x80);
  const text = new TextDecoder('utf-8').decode(bytes);
  const broken = text.match(/\uFFFD/g)?.length ?? 0;
  const sound = text.match(/[^\0-\x7F\uFFFD]/g)?.length ?? 0;
  return broken <= sound * BROKEN_SHARE;
}

/** Without a character at the end, which may be cut in two. */
function wholeCharacters(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= 4 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return bytes.subarray(0, bytes.length - back);
    if (byte < 0x80) break;
  }
  return bytes;
}

/** The bytes that tell one encoding from another: those beyond ASCII, with what stands around them. */
function withNeighbours(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte >= 0x80);
  return bytes.subarray(Math.max(0, first - NEIGHBOURS), first + SAMPLE);
}

function isKnownEncoding(name: string): boolean {
  try {
    new TextDecoder(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * The text of bytes in whatever encoding they are. `declared` is what the text says itself: it is believed before a
 * guess, but not against the bytes, as pages are often saved anew in UTF-8 with their old declaration. A character cut
 * in two at the end is left out.
 */
export function decodeText(bytes: Uint8Array, declared?: string): { text: string; encoding: string } {
  const told = textEncoding(bytes) ?? 'windows-1252';
  const believed = declared !== undefined && isKnownEncoding(declared) && !/^utf-?(8|16)/i.test(declared);
  const certain = told.startsWith('utf-') || told === 'iso-2022-jp';
  const encoding = believed && !certain ? declared.toLowerCase() : told;
  if (encoding === 'utf-32le' || encoding === 'utf-32be') return { text: decodeUtf32(bytes, encoding), encoding };
  return { text: new TextDecoder(encoding).decode(bytes, { stream: true }), encoding };
}

/** UTF-32, which the WHATWG's decoders leave out. */
function decodeUtf32(bytes: Uint8Array, encoding: 'utf-32le' | 'utf-32be'): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length & ~3);
  const pieces: string[] = [];
  for (let at = 0; at < view.byteLength; at += PIECE) {
    const points: number[] = [];
    for (let next = at; next < Math.min(at + PIECE, view.byteLength); next += 4) {
      const point = view.getUint32(next, encoding === 'utf-32le');
      points.push(point <= 0x10ffff ? point : 0xfffd);
    }
    pieces.push(String.fromCodePoint(...points));
  }
  return pieces
    .join('')
    .toWellFormed()
    .replace(/^\uFEFF/, '');
}

/** The encoding that HTML or XML declares for itself in its first bytes; undefined where it does not. */
export function declaredEncoding(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  return (/<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(start) ??
    /^\s*<\?xml[^>]+encoding\s*=\s*["']([\w-]+)/i.exec(start))?.[1];
}
