import type { Identity, SourcePath } from '../../../workers/media-protocol.ts';
import { memorySource } from '../identify/byte-source.ts';
import { typeOf } from '../identify/identify.ts';
import { isReadableImage } from '../image/open-image.ts';
import { TooLargeUnpacked, ZipArchive } from '../office/zip-archive.ts';
import { readWhole } from '../read-whole.ts';
import { EPUB, PACKED_FICTION_BOOK } from './book-types.ts';
import { readEpubPackage } from './epub-package.ts';
import { encryptedParts } from './epub-protection.ts';
import { fictionBookCover } from './fiction-book-cover.ts';

const LARGEST_FILE = 500 * 1024 * 1024;

/** The picture on a book's cover, told by its bytes; null where there is none that can be read. */
export async function bookCover(path: SourcePath, { mime }: Identity): Promise<{ bytes: Buffer; mime: string } | null> {
  const bytes = readWhole(path, LARGEST_FILE);
  const cover = bytes && (await coverIn(bytes, mime).catch(nothingWhereTooLarge));
  if (!cover) return null;
  const type = await typeOf(memorySource(cover), '');
  return isReadableImage(type.mime) ? { bytes: cover, mime: type.mime } : null;
}

async function coverIn(bytes: Buffer, mime: string): Promise<Buffer | undefined> {
  if (mime !== EPUB && mime !== PACKED_FICTION_BOOK) return fictionBookCover(bytes);
  const archive = await ZipArchive.open(bytes);
  if (mime === EPUB) return epubCover(archive);
  const book = archive.bytes(archive.names.find((name) => name.endsWith('.fb2')) ?? '');
  return book && fictionBookCover(book);
}

function epubCover(archive: ZipArchive): Buffer | undefined {
  const { cover } = readEpubPackage(archive);
  if (cover === undefined || encryptedParts(archive).has(cover.toLowerCase())) return undefined;
  return archive.bytes(cover);
}

function nothingWhereTooLarge(error: unknown): undefined {
  if (!(error instanceof TooLargeUnpacked)) throw error;
}
