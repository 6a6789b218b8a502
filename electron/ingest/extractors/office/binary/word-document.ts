import { encodingOfCodePage } from '../../rtf/rtf-encodings.ts';
import { decodeBytes } from '../../text/dos-code-pages.ts';
import { codePageOf } from './language-code-pages.ts';

/** What Word keeps apart in a document, in the order in which its characters lie. */
export const wordParts = [
  'text',
  'footnotes',
  'headers',
  'macros',
  'comments',
  'endnotes',
  'textBoxes',
  'headerTextBoxes',
] as const;
export type WordPart = (typeof wordParts)[number];

/** Where a version of Word keeps what, in the header of the stream ("FIB", [MS-DOC], 2.5; Word 6 and 2 alike but earlier). */
interface HeaderLayout {
  /** Lengths of the parts in characters, one after the other. */
  lengths: number;
  /** Where the list of pieces lies; null where the text is in one. */
  pieces: number | null;
  /** How many bytes such a header has at least. */
  size: number;
}

const word97: HeaderLayout = { lengths: 0x4c, pieces: 0x1a2, size: 0x1aa };
const word6: HeaderLayout = { lengths: 0x34, pieces: 0x160, size: 0x168 };
const word2: HeaderLayout = { lengths: 0x34, pieces: null, size: 0x54 };

const FIRST_WORD_97 = 0xc1;
const WORD_2 = 0xa5db;
const signatures: ReadonlySet<number> = new Set([0xa5ec, 0xa5dc, WORD_2]);

/** Bits of the header's flags. */
const FAST_SAVED = 0x0004;
const ENCRYPTED = 0x0100;
const TABLE_1 = 0x0200;
const MACINTOSH = 0x0100;

/** Kinds of entries before and with the list of pieces ([MS-DOC], 2.9.38). */
const FORMATTING = 1;
const PIECES = 2;
/** A piece's bytes are 8 bits a character, and its place counts double. */
const COMPRESSED = 0x4000_0000;

interface Piece {
  /** Characters from the document's beginning. */
  start: number;
  end: number;
  /** Byte of the stream. */
  offset: number;
  bytesPerCharacter: 1 | 2;
}

/** The characters of each part of a document, as Word keeps them, with its marks; or why there are none. */
export type WordText = Record<WordPart, string> | 'encrypted' | 'damaged' | 'unknown version';

/**
 * Reads a Word document's text ([MS-DOC], 2.4.1): of Word 97 to 2003, 6 and 95, and of Word 2 where it was saved whole.
 * @param document the stream of that name, or the file of Word 2
 * @param table the stream of a name with lists of what is where; undefined where there is none
 */
export function readWordText(document: Buffer, table: (name: '0Table' | '1Table') => Buffer | undefined): WordText {
  if (document.length < word2.size || !signatures.has(document.readUInt16LE(0))) return 'damaged';
  const flags = document.readUInt16LE(0x0a);
  if (flags & ENCRYPTED) return 'encrypted';
  const layout = layoutOf(document);
  if (document.length < layout.size) return 'damaged';
  if (layout === word2 && flags & FAST_SAVED) return 'unknown version';
  const lengths = wordParts.map((_, index) => document.readUInt32LE(layout.lengths + index * 4));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  // Every character has a byte of its own.
  if (total > document.length) return 'damaged';
  const lists = layout === word97 ? table(flags & TABLE_1 ? '1Table' : '0Table') : document;
  const listed = layout.pieces === null || !lists ? [] : piecesIn(lists, document, layout.pieces, layout === word97);
  const pieces = listed.length > 0 ? listed : wholeText(document, total, flags);
  if (pieces.length === 0) return 'damaged';
  return splitParts(charactersOf(document, pieces, total, encodingOf(document, layout)), lengths);
}

function layoutOf(document: Buffer): HeaderLayout {
  if (document.readUInt16LE(0) === WORD_2) return word2;
  return document.readUInt16LE(2) >= FIRST_WORD_97 ? word97 : word6;
}

/** 8-bit text is in Windows' Western code page from Word 97 on, and was in that of the language before. */
function encodingOf(document: Buffer, layout: HeaderLayout): string {
  if (layout === word97) return encodingOfCodePage(1252);
  if (document.readUInt16LE(0x14) === MACINTOSH) return encodingOfCodePage(10_000);
  return encodingOfCodePage(codePageOf(document.readUInt16LE(0x06)));
}

/** The text of a document without a list of pieces: it lies in one. */
function wholeText(document: Buffer, total: number, flags: number): Piece[] {
  const [offset, end] = [document.readUInt32LE(0x18), document.readUInt32LE(0x1c)];
  if (flags & FAST_SAVED || offset >= end || end > document.length) return [];
  return [{ start: 0, end: Math.min(total, end - offset), offset, bytesPerCharacter: 1 }];
}

/** The pieces by which a document's text lies in its stream, in the order of the text; none where the list is damaged. */
function piecesIn(lists: Buffer, document: Buffer, place: number, canBeWide: boolean): Piece[] {
  const start = document.readUInt32LE(place);
  const list = pieceList(lists.subarray(start, start + document.readUInt32LE(place + 4)));
  const count = Math.floor((list.length - 4) / 12);
  const pieces: Piece[] = [];
  for (let index = 0; index < count; index++) {
    const [from, to] = [list.readUInt32LE(index * 4), list.readUInt32LE(index * 4 + 4)];
    const place = list.readUInt32LE((count + 1) * 4 + index * 8 + 2);
    // Pieces follow one another: what does not is damage, and so is all behind it.
    if (from !== (pieces.at(-1)?.end ?? 0) || to < from) break;
    const isWide = canBeWide && !(place & COMPRESSED);
    const offset = canBeWide && !isWide ? (place & ~COMPRESSED) >>> 1 : place;
    pieces.push({ start: from, end: to, offset, bytesPerCharacter: isWide ? 2 : 1 });
  }
  return pieces;
}

/** The list of pieces, behind the formatting that fast saving left before it; empty where there is none. */
function pieceList(entries: Buffer): Buffer {
  let at = 0;
  while (at + 3 <= entries.length && entries[at] === FORMATTING) at += 3 + entries.readUInt16LE(at + 1);
  if (at + 5 > entries.length || entries[at] !== PIECES) return Buffer.alloc(0);
  return entries.subarray(at + 5, at + 5 + entries.readUInt32LE(at + 1));
}

/** At most so many characters as the document says that it has. */
function charactersOf(document: Buffer, pieces: readonly Piece[], total: number, encoding: string): string {
  const texts = pieces.map(({ start, end, offset, bytesPerCharacter }) => {
    const length = Math.max(0, Math.min(end, total) - start);
    const bytes = document.subarray(offset, offset + length * bytesPerCharacter);
    const text = bytesPerCharacter === 2 ? bytes.toString('utf16le') : decodeBytes(bytes, encoding);
    // What is cut off still counts, so that the parts behind begin where they do.
    return text.padEnd(length, '\0');
  });
  return texts.join('');
}

function splitParts(characters: string, lengths: readonly number[]): Record<WordPart, string> {
  let from = 0;
  const parts = wordParts.map((part, index) => {
    const text = characters.slice(from, from + (lengths[index] ?? 0));
    from += text.length;
    return [part, text] as const;
  });
  return Object.fromEntries(parts) as Record<WordPart, string>;
}
