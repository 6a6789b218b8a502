import { encodingOfCodePage } from '../rtf/rtf-encodings.ts';
import { decodeBytes } from '../text/dos-code-pages.ts';
import type { Storage } from './compound-storage.ts';

/** What a document of an old format says of itself. */
export interface Summary {
  title: string;
  /** Milliseconds since 1970; null where it does not say. */
  date: number | null;
  metadata: { label: string; value: string }[];
}

/** Properties of the stream by their numbers ([MS-OLEPS], 2.25.1). */
const CODE_PAGE = 1;
const TITLE = 2;
const CREATED = 12;
const SAVED = 13;
const labels: readonly (readonly [id: number, label: string])[] = [
  [4, 'Author'],
  [3, 'Subject'],
  [5, 'Keywords'],
  [6, 'Description'],
  [8, 'Last saved by'],
];

/** Types of values ([MS-OLEPS], 2.15). */
const INTEGER_16 = 2;
const STRING_8 = 30;
const STRING_16 = 31;
const TIME = 64;
/** Larger numbers of properties are damage. */
const MOST_PROPERTIES = 1000;
/** Milliseconds from 1601, where Windows begins to count, to 1970. */
const EPOCH_MS = 11_644_473_600_000;
/** UTF-16, which 8-bit strings are said to be in by some programs. */
const UTF16 = 1200;

/** The summary of a compound file's root, empty as far as it is missing or damaged. */
export function summaryOf({ streams }: Storage): Summary {
  const values = propertiesIn(streams.get('\x05SummaryInformation')?.() ?? Buffer.alloc(0));
  const codePage = numberIn(values.get(CODE_PAGE));
  const text = (id: number) => textIn(values.get(id), codePage);
  return {
    title: text(TITLE),
    date: timeIn(values.get(CREATED)) ?? timeIn(values.get(SAVED)),
    metadata: labels.map(([id, label]) => ({ label, value: text(id) })).filter(({ value }) => value !== ''),
  };
}

/** The bytes of each property of the first set, with its type before them. */
function propertiesIn(stream: Buffer): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  const set = stream.length >= 48 ? stream.subarray(stream.readUInt32LE(44)) : stream.subarray(0, 0);
  if (set.length < 8) return found;
  const count = Math.min(set.readUInt32LE(4), MOST_PROPERTIES, Math.floor((set.length - 8) / 8));
  for (let index = 0; index < count; index++) {
    const value = set.subarray(set.readUInt32LE(12 + index * 8));
    if (value.length >= 8) found.set(set.readUInt32LE(8 + index * 8), value);
  }
  return found;
}

function numberIn(value: Buffer | undefined): number {
  return value?.readUInt16LE(0) === INTEGER_16 ? value.readUInt16LE(4) : 0;
}

function textIn(value: Buffer | undefined, codePage: number): string {
  if (!value) return '';
  const type = value.readUInt16LE(0);
  const size = value.readUInt32LE(4);
  const isWide = type === STRING_16 || (type === STRING_8 && codePage === UTF16);
  if (!isWide && type !== STRING_8) return '';
  const bytes = value.subarray(8, 8 + (type === STRING_16 ? size * 2 : size));
  const text = isWide ? bytes.toString('utf16le') : decodeBytes(bytes, encodingOfCodePage(codePage));
  return text.replace(/\0[\s\S]*/, '').trim();
}

function timeIn(value: Buffer | undefined): number | null {
  if (!value || value.readUInt16LE(0) !== TIME || value.length < 12) return null;
  const time = Number(value.readBigUInt64LE(4) / 10_000n) - EPOCH_MS;
  return time > 0 && time < 8.64e15 ? time : null;
}
