import type { SourcePath } from '../../../workers/media-protocol.ts';
import { readBeginning } from '../read-whole.ts';
import { declaredEncoding, decodeText } from './decode-text.ts';

/** Of larger texts the beginning is read: what is searched has to be shown, and a window shows no more at once. */
const MOST_BYTES = 20 * 1024 * 1024;
/** How far back from where a text is cut the end of a line is looked for. */
const LONGEST_LINE = 64 * 1024;
const MEGABYTE = 1024 * 1024;

/** Control sequences of terminals (ECMA-48, 5.4), as logs and recorded sessions have them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is how they begin.
const terminalCodes = /\x1B\[[0-?]*[ -/]*[@-~]/g;

export interface ReadText {
  text: string;
  encoding: string;
  /** What the person should know of how it was read. */
  notes: string[];
}

/** The text of a file that is nothing but text, in whatever encoding; lines end in `\n`. */
export function readText(path: SourcePath, mostBytes = MOST_BYTES): ReadText {
  const { bytes, size } = readBeginning(path, mostBytes);
  const { text: raw, encoding } = decodeText(bytes, declaredEncoding(bytes));
  // Zeros stand between words, and not within them; what a terminal is told, such as a colour, stands beside them.
  const text = raw
    .replace(/^\uFEFF/, '')
    .replace(terminalCodes, '')
    .replace(/\0+/g, ' ')
    .replace(/\r\n?/g, '\n');
  if (bytes.length === size) return { text, encoding, notes: [] };
  const read = `The file has ${megabytes(size)}. Its first ${megabytes(bytes.length)} are shown and searched.`;
  return { text: wholeLines(text), encoding, notes: [read] };
}

/** Without the line that was cut in two, where there are lines. */
function wholeLines(text: string): string {
  const end = text.lastIndexOf('\n');
  return end >= 0 && end >= text.length - LONGEST_LINE ? text.slice(0, end + 1) : text;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / MEGABYTE)} MB`;
}
