import type { Extraction, Refusal, SourcePath } from '../../../workers/media-protocol.ts';
import { readWhole } from '../read-whole.ts';
import { extractors } from '../readers.ts';
import { DOCUMENT_DAMAGED, failed } from '../refusal.ts';
import { textExtraction } from '../text/text.ts';
import { metadataRows, TOO_LARGE, timeOf } from './office.ts';
import { coreProperties, packageText } from './package-text.ts';
import { CUT_SHORT, TooLargeUnpacked, ZipArchive } from './zip-archive.ts';

const LARGEST_FILE = 500 * 1024 * 1024;

/** The words of a package of XML, a paragraph a line. */
export async function extractPackage(path: SourcePath): Promise<Extraction | Refusal> {
  const bytes = readWhole(path, LARGEST_FILE);
  if (bytes === undefined) return failed('The document is larger than 500 MB.');
  const archive = await ZipArchive.open(bytes);
  return archive.names.length === 0 ? failed(DOCUMENT_DAMAGED) : wordsOf(archive);
}

/** The same of a package that is in memory; undefined where no words are found in it. */
export async function readPackage(bytes: Buffer): Promise<Extraction | Refusal | undefined> {
  const found = wordsOf(await ZipArchive.open(bytes));
  return 'refused' in found || found.passages.length > 0 ? found : undefined;
}

function wordsOf(archive: ZipArchive): Extraction | Refusal {
  try {
    const properties = coreProperties(archive);
    const [title = '', author = '', subject = '', description = ''] = [
      'title',
      'creator',
      'subject',
      'description',
    ].map((name) => properties.get(name));
    return textExtraction({
      ...extractors.package,
      text: packageText(archive),
      format: 'plain',
      title,
      date: timeOf(...['created', 'creation-date', 'modified'].map((name) => new Date(properties.get(name) ?? ''))),
      metadata: metadataRows({ author, subject, description }),
      notes: archive.isCut ? [CUT_SHORT] : [],
    });
  } catch (error) {
    if (error instanceof TooLargeUnpacked) return failed(TOO_LARGE);
    throw error;
  }
}
