import type { PictureFacts } from '../../../picture-facts.ts';
import type { Size } from '../pixels.ts';

/** What the header of a picture says of it, beside which its pixels need not be decoded. */
export interface PictureHeader extends Size {
  /** Names and values, of which what is empty is left out. */
  rows: readonly (readonly [label: string, value: string])[];
  facts?: PictureFacts;
  /** What people wrote into it, which it is to be found by. */
  words?: readonly string[];
  /** Whether a part of the pixels is missing, as far as the header tells. */
  damaged?: boolean;
  /** Whether there is no picture in the file, but other data. */
  isBare?: boolean;
}

/** The beginning of a file, and how many bytes it has. Undefined where it begins as no such picture. */
export type ReadHeader = (head: Buffer, size: number) => PictureHeader | undefined | Promise<PictureHeader | undefined>;

const LONGEST_TEXT = 2000;

/** A text in a field of so many bytes, which zeros or ones fill up. */
export function fieldText(head: Buffer, offset: number, length: number): string {
  return plainText(head.subarray(offset, offset + length));
}

/** The text before a zero, if it is one that people can read. */
export function plainText(bytes: Uint8Array): string {
  const end = bytes.findIndex((byte) => byte === 0 || byte === 0xff);
  const field = Buffer.from(end < 0 ? bytes : bytes.subarray(0, end));
  const utf8 = field.toString('utf8');
  const text = utf8.includes('\ufffd') ? field.toString('latin1') : utf8;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what holds them is no text
  return /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/.test(text) ? '' : text.trim().slice(0, LONGEST_TEXT);
}

/** A time code as SMPTE 12M keeps it, in figures of four bits (`01:02:03:04`); empty where it is none. */
export function timecodeText(bits: number): string {
  // What stands between the figures of the frame: whether frames are dropped, and marks of colour.
  const isDropped = (bits & 0x40) !== 0;
  const parts = [bits >>> 24, bits >>> 16, bits >>> 8, bits].map((part, index) => part & (masks[index] ?? 0));
  if (parts.some((part) => (part & 15) > 9)) return '';
  const [hours = 0, minutes = 0, seconds = 0, frames = 0] = parts.map((part) => (part >> 4) * 10 + (part & 15));
  if (hours > 23 || minutes > 59 || seconds > 59) return '';
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(hours)}:${two(minutes)}:${two(seconds)}${isDropped ? ';' : ':'}${two(frames)}`;
}

const masks = [0x3f, 0x7f, 0x7f, 0x3f];

/** A number as people write it, of so many digits behind the point at most; empty for what is none, or nothing. */
export function numberText(value: number | undefined, unit = '', digits = 3): string {
  if (value === undefined || !Number.isFinite(value) || value === 0 || Math.abs(value) > 1e9) return '';
  return `${Number(value.toFixed(digits))}${unit}`;
}
