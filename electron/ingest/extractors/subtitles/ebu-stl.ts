import type { Cue } from './cues.ts';
import { decodeIso6937 } from './iso6937.ts';

const HEADER = 1024;
const BLOCK = 128;
const TEXT_AT = 16;
/** Numbers of extension blocks: the last one of a subtitle, and those for the use of programs alone. */
const LAST = 0xff;
const FOR_PROGRAMS = 0xfe;
const NEW_LINE = 0x8a;
const UNUSED = 0x8f;

/** The tables of characters besides ISO 6937, by their numbers. */
const encodings: Readonly<Record<string, string>> = {
  '01': 'iso-8859-5',
  '02': 'iso-8859-6',
  '03': 'iso-8859-7',
  '04': 'iso-8859-8',
};

/** Whether a file begins as subtitles of EBU do: code page and frames a second. */
export function beginsAsEbuStl(head: Buffer): boolean {
  return /^\d{3}STL\d{2}\.01/.test(head.toString('latin1', 0, 11));
}

/** The subtitles of a file by EBU Tech 3264, from the start of the programme on, without comments; and its title. */
export function readEbuStl(bytes: Buffer): { title: string; cues: Cue[] } {
  const framesASecond = Number(bytes.toString('latin1', 6, 8)) || 25;
  const decode = decoder(bytes.toString('latin1', 12, 14));
  const time = (at: number) => timeAt(bytes, at, framesASecond);
  const digits = bytes.toString('latin1', 256, 264);
  const began = /^\d{8}$/.test(digits) ? milliseconds((digits.match(/../g) ?? []).map(Number), framesASecond) : 0;
  const cues: Cue[] = [];
  let words = '';
  for (let at = HEADER; at + BLOCK <= bytes.length; at += BLOCK) {
    const extension = bytes[at + 3] ?? LAST;
    const isComment = bytes[at + 15] === 1;
    if (extension === FOR_PROGRAMS || isComment) continue;
    words += decode(bytes.subarray(at + TEXT_AT, at + BLOCK));
    if (extension !== LAST) continue;
    const text = words.replace(/\s+/g, ' ').trim();
    const [start, end] = [time(at + 5), time(at + 9)].map((moment) => (moment >= began ? moment - began : moment));
    words = '';
    if (text !== '' && start !== undefined && end !== undefined) cues.push({ start, end: Math.max(start, end), text });
  }
  return {
    title: bytes
      .toString('latin1', 16, 48)
      .replace(/[^\x20-\x7e]/g, ' ')
      .trim(),
    cues,
  };
}

/** Codes of control, of which those of teletext also stand for a space, come between characters. */
function decoder(table: string): (field: Buffer) => string {
  const encoding = encodings[table];
  const decode = encoding ? (part: Buffer) => new TextDecoder(encoding).decode(part) : decodeIso6937;
  return (field) => {
    const unused = field.indexOf(UNUSED);
    const used = Buffer.from(unused < 0 ? field : field.subarray(0, unused));
    const plain = used
      .map((byte) => (byte < 0x20 || byte === NEW_LINE ? 0x20 : byte))
      .filter((byte) => byte < 0x80 || byte > 0x9f);
    return decode(Buffer.from(plain));
  };
}

function timeAt(bytes: Buffer, at: number, framesASecond: number): number {
  return milliseconds([...bytes.subarray(at, at + 4)], framesASecond);
}

function milliseconds(
  [hours = 0, minutes = 0, seconds = 0, frames = 0]: readonly number[],
  framesASecond: number,
): number {
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + Math.round((frames * 1000) / framesASecond);
}
