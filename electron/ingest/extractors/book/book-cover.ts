import type { Identity, SourcePath } from '../../../workers/media-protocol.ts';
import { type FoundPicture, firstPicture } from '../image/first-picture.ts';
import { TooLargeUnpacked, ZipArchive } from '../office/zip-archive.ts';
import { readWhole } from '../read-whole.ts';
import { EPUB, MOBI, PACKED_FICTION_BOOK } from './book-types.ts';
import { readEpubPackage } from './epub-package.ts';
import { encryptedParts } from './epub-protection.ts';
import { fictionBookCover } from './fiction-book-cover.ts';
import { readMobiHeader } from './mobi-header.ts';
import { palmRecords } from './palm-database.ts';

const LARGEST_FILE = 500 * 1024 * 1024;

/** The picture on a book's cover, told by its bytes; null where there is none that can be read. */
export async function bookCover(path: SourcePath, { mime }: Identity): Promise<FoundPicture | null> {
  const bytes = readWhole(path, LARGEST_FILE);
  return firstPicture(bytes ? await coversIn(bytes, mime).catch(nothingWhereTooLarge) : []);
}

/** What may be the cover, the likeliest first. */
async function coversIn(bytes: Buffer, mime: string): Promise<Buffer[]> {
  switch (mime) {
    case MOBI:
      return mobiCovers(bytes);
    case EPUB:
      return found(epubCover(await ZipArchive.open(bytes)));
    case PACKED_FICTION_BOOK: {
      const archive = await ZipArchive.open(bytes);
      const book = archive.bytes(archive.names.find((name) => name.endsWith('.fb2')) ?? '');
      return found(book && fictionBookCover(book));
    }
    default:
      return found(fictionBookCover(bytes));
  }
}

const found = (cover: Buffer | undefined) => (cover ? [cover] : []);

function mobiCovers(bytes: Buffer): Buffer[] {
  const records = palmRecords(bytes);
  const header = records[0] && readMobiHeader(records[0]);
  return header?.coverRecords.flatMap((record) => found(records[record])) ?? [];
}

function epubCover(archive: ZipArchive): Buffer | undefined {
  const { cover } = readEpubPackage(archive);
  if (cover === undefined || encryptedParts(archive).has(cover.toLowerCase())) return undefined;
  return archive.bytes(cover);
}

function nothingWhereTooLarge(error: unknown): Buffer[] {
  if (!(error instanceof TooLargeUnpacked)) throw error;
  return [];
}
