import { compound, type StorageForTests } from '../../compound/compound-for-tests.ts';
import { type WordPart, wordParts } from './word-document.ts';

/** A run of characters as Word stores it: 8 bits each, in Windows' Western code page, or 16. */
export type PieceForTests = readonly [text: string, bits: 8 | 16];

const TEXT_START = 0x600;

/** The two streams of a document of Word 97 ([MS-DOC]): its text in pieces, stored from the last to the first. */
export function wordStreams(
  parts: Partial<Record<WordPart, readonly PieceForTests[]>>,
  { encrypted = false, formatting = Buffer.alloc(0) } = {},
): { WordDocument: Buffer; '1Table': Buffer } {
  const pieces = wordParts.flatMap((part) => parts[part] ?? []);
  const stored = pieces.map(([text, bits]) => Buffer.from(text, bits === 8 ? 'latin1' : 'utf16le'));
  const offsets = stored.map((_, index) =>
    stored.slice(index + 1).reduce((sum, { length }) => sum + length + (length % 2), TEXT_START),
  );
  const size = stored.reduce((sum, { length }) => sum + length + (length % 2), TEXT_START);
  const document = Buffer.alloc(size);
  stored.forEach((bytes, index) => void bytes.copy(document, offsets[index]));
  const list = pieceList(pieces, offsets);
  const table = Buffer.concat([Buffer.alloc(16), formatting, Buffer.from([2]), u32(list.length), list]);
  document.writeUInt16LE(0xa5ec, 0);
  document.writeUInt16LE(0xc1, 2);
  document.writeUInt16LE(0x0200 | (encrypted ? 0x0100 : 0), 0x0a);
  wordParts.forEach((part, index) => {
    const length = (parts[part] ?? []).reduce((sum, [text]) => sum + text.length, 0);
    document.writeUInt32LE(length, 0x4c + index * 4);
  });
  document.writeUInt32LE(16, 0x1a2);
  document.writeUInt32LE(table.length - 16, 0x1a6);
  return { WordDocument: document, '1Table': table };
}

/** A whole document of Word 97. */
export function wordFile(
  parts: Parameters<typeof wordStreams>[0],
  options: Parameters<typeof wordStreams>[1] & { more?: StorageForTests } = {},
): Buffer {
  return compound({ ...wordStreams(parts, options), ...options.more });
}

/** The beginning of a document of Word 6, 95 or 2 and its text, which lies in one. */
export function earlyWord(text: Buffer, { signature = 0xa5dc, version = 0x65, language = 0x0409 } = {}): Buffer {
  const header = Buffer.alloc(0x300);
  header.writeUInt16LE(signature, 0);
  header.writeUInt16LE(version, 2);
  header.writeUInt16LE(language, 6);
  header.writeUInt32LE(header.length, 0x18);
  header.writeUInt32LE(header.length + text.length, 0x1c);
  header.writeUInt32LE(text.length, 0x34);
  return Buffer.concat([header, text]);
}

function pieceList(pieces: readonly PieceForTests[], offsets: readonly number[]): Buffer {
  let end = 0;
  const ends = pieces.map(([text]) => {
    end += text.length;
    return u32(end);
  });
  const places = pieces.map(([, bits], index) => {
    const offset = offsets[index] ?? 0;
    return Buffer.concat([
      Buffer.alloc(2),
      u32(bits === 8 ? (offset * 2 + 0x4000_0000) >>> 0 : offset),
      Buffer.alloc(2),
    ]);
  });
  return Buffer.concat([u32(0), ...ends, ...places]);
}

function u32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
}
