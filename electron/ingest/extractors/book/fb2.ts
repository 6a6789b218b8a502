import type { Extraction, Refusal, SourcePath } from '../../../workers/media-protocol.ts';
import { TooLargeUnpacked, ZipArchive } from '../office/zip-archive.ts';
import { readWhole } from '../read-whole.ts';
import { extractors } from '../readers.ts';
import { failed } from '../refusal.ts';
import { declaredEncoding, decodeText } from '../text/decode-text.ts';
import { bookExtraction, MOST_TEXT } from './book-extraction.ts';
import { readFictionBook } from './fiction-book.ts';

const ENGINE = extractors.fictionBook;
const LARGEST_FILE = 500 * 1024 * 1024;

const TOO_LARGE = 'The book is larger than 500 MB.';
const DAMAGED = 'The book is damaged and cannot be opened. Get another copy of it.';

/** An e-book in the format FictionBook 2. */
export async function extractFictionBook(path: SourcePath): Promise<Extraction | Refusal> {
  const bytes = readWhole(path, LARGEST_FILE);
  return bytes === undefined ? failed(TOO_LARGE) : book(bytes);
}

/** The same in a ZIP archive of its own, as such books are mostly passed on. */
export async function extractPackedFictionBook(path: SourcePath): Promise<Extraction | Refusal> {
  const bytes = readWhole(path, LARGEST_FILE);
  if (bytes === undefined) return failed(TOO_LARGE);
  const archive = await ZipArchive.open(bytes);
  try {
    const unpacked = archive.bytes(archive.names.find((name) => name.endsWith('.fb2')) ?? '');
    return unpacked ? book(unpacked) : failed(DAMAGED);
  } catch (error) {
    if (error instanceof TooLargeUnpacked) return failed('The book unpacks to more than can be read safely.');
    throw error;
  }
}

function book(bytes: Buffer): Extraction {
  // Pictures stand at the end, and are most of many a book.
  const pictures = bytes.indexOf('<binary');
  const written = pictures < 0 ? bytes : bytes.subarray(0, pictures);
  const { text } = decodeText(written, declaredEncoding(written));
  const { about, chapters, cut } = readFictionBook(text, MOST_TEXT);
  return bookExtraction({
    ...ENGINE,
    about,
    chapters,
    notes: cut ? ['The book has more than 20 million characters of text. The first of them are searched.'] : [],
  });
}
