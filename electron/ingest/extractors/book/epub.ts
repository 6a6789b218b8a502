import type { Extraction, Refusal, SourcePath } from '../../../workers/media-protocol.ts';
import { CUT_SHORT, TooLargeUnpacked, ZipArchive } from '../office/zip-archive.ts';
import { readWhole } from '../read-whole.ts';
import { extractors } from '../readers.ts';
import { failed } from '../refusal.ts';
import { htmlToText } from '../text/html-to-text.ts';
import { bookExtraction, MOST_TEXT } from './book-extraction.ts';
import { readChapters } from './epub-chapters.ts';
import { readEpubPackage } from './epub-package.ts';
import { encryptedParts } from './epub-protection.ts';

const ENGINE = extractors.epub;
const LARGEST_FILE = 500 * 1024 * 1024;

const DAMAGED = 'The book is damaged and cannot be opened. Get another copy of it.';
const PROTECTED =
  'It is protected against copying (DRM), so that only the program that it was sold for opens it. Get a copy without that protection.';
const UNORDERED = 'Its list of chapters is missing or damaged: they are shown in the order of their names.';
const TOO_LARGE = 'The book unpacks to more than can be read safely.';

/** An e-book in the open format of the W3C (EPUB 2 and 3). */
export async function extractEpub(path: SourcePath): Promise<Extraction | Refusal> {
  const bytes = readWhole(path, LARGEST_FILE);
  if (bytes === undefined) return failed('The book is larger than 500 MB.');
  const archive = await ZipArchive.open(bytes);
  try {
    return readBook(archive);
  } catch (error) {
    if (error instanceof TooLargeUnpacked) return failed(TOO_LARGE);
    throw error;
  }
}

function readBook(archive: ZipArchive): Extraction | Refusal {
  const found = readEpubPackage(archive);
  if (found.spine.length === 0) return failed(DAMAGED);
  const encrypted = encryptedParts(archive);
  const spine = found.spine.filter((path) => !encrypted.has(path.toLowerCase()));
  if (spine.length === 0) return failed(PROTECTED);
  const names = new Set(archive.names);
  const present = spine.filter((path) => names.has(path.toLowerCase()));
  if (present.length === 0) return failed(DAMAGED);
  const { chapters, partsRead } = readChapters(archive, { toc: found.toc, spine: present }, MOST_TEXT);
  const text = (name: string) => found.metadata.get(name)?.[0] ?? '';
  return bookExtraction({
    ...ENGINE,
    about: {
      title: text('title'),
      authors: found.metadata.get('creator') ?? [],
      language: text('language').trim(),
      publisher: text('publisher'),
      subjects: found.metadata.get('subject') ?? [],
      description: htmlToText(text('description')),
      date: text('date'),
    },
    chapters,
    notes: [
      ...(archive.isCut ? [CUT_SHORT] : []),
      ...(found.isOrdered ? [] : [UNORDERED]),
      ...missing(found.spine.length - spine.length, found.spine.length, 'are encrypted and cannot be read.'),
      ...missing(spine.length - present.length, found.spine.length, 'are missing in the file.'),
      ...missing(present.length - partsRead, found.spine.length, 'are not searched, as the book is too long.'),
    ],
  });
}

function missing(count: number, all: number, what: string): string[] {
  return count === 0 ? [] : [`${count} of ${all} parts of the book ${what}`];
}
