import { OfficeErrorType, type OfficeParserAST, parseOffice } from 'officeparser';
import type { Extraction, Identity, Refusal, SourcePath } from '../../../workers/media-protocol.ts';
import { readWhole } from '../read-whole.ts';
import { extractors } from '../readers.ts';
import { DOCUMENT_DAMAGED, failed, PASSWORD_NEEDED } from '../refusal.ts';
import { tableExtraction } from '../table.ts';
import { escapeMarkdown } from '../text/markdown.ts';
import { textExtraction } from '../text/text.ts';
import { packageOfFlat } from './flat-document.ts';
import { linesLeftOut } from './left-out.ts';
import { unnestTables } from './nested-tables.ts';
import { sheetsOf } from './office-sheets.ts';
import { slidesExtraction } from './office-slides.ts';
import { FLAT_XML, officeFileType } from './office-types.ts';
import { coreProperties, packageText } from './package-text.ts';
import { sheetOfNotes } from './sheet-notes.ts';
import { unpackedPackage } from './unpacked-package.ts';
import { readWorkbook } from './workbook.ts';
import { CUT_SHORT, TooLargeUnpacked, UNPACKED_BYTES, ZipArchive } from './zip-archive.ts';

const ENGINE = extractors.office;
const WORKBOOK_ENGINE = extractors.workbook;
/** Larger files do not fit beside what is in them into the reader's memory. */
const LARGEST_FILE = 500 * 1024 * 1024;
const MOST_PARTS = 20_000;

export const TOO_LARGE = 'The document unpacks to more than can be read safely. If it is genuine, split it.';
const WORDS_ONLY = 'The document could not be read as it is laid out: its words alone are shown and searched.';

/** Word processing, spreadsheets and slides in today's formats. */
export async function extractOffice(path: SourcePath, identity: Identity): Promise<Extraction | Refusal> {
  const bytes = readWhole(path, LARGEST_FILE);
  if (bytes === undefined) return failed('The document is larger than 500 MB.');
  try {
    if (officeFileType(identity.mime) === 'xlsx') return await workbook(bytes);
    const isFlat = identity.mime.endsWith(FLAT_XML);
    return await document(isFlat ? packageOfFlat(bytes, identity.mime) : bytes, identity);
  } catch (error) {
    if (error instanceof TooLargeUnpacked) return failed(TOO_LARGE);
    throw error;
  }
}

async function workbook(bytes: Buffer): Promise<Extraction | Refusal> {
  const archive = await ZipArchive.open(bytes);
  const sheets = readWorkbook(archive);
  if (!sheets) return failed(DOCUMENT_DAMAGED);
  const properties = coreProperties(archive);
  const text = (name: string) => properties.get(name) ?? '';
  return tableExtraction(
    [...sheets, ...sheetOfNotes(archive)],
    {
      ...WORKBOOK_ENGINE,
      title: text('title'),
      date: timeOf(new Date(text('created')), new Date(text('modified'))),
      metadata: metadataRows({
        author: text('creator'),
        subject: text('subject'),
        keywords: text('keywords'),
        description: text('description'),
        lastModifiedBy: text('lastModifiedBy'),
      }),
    },
    archive.isCut ? [CUT_SHORT] : [],
  );
}

async function document(bytes: Buffer, { mime, kind }: Identity): Promise<Extraction | Refusal> {
  const parsed = await parseOffice(await unpackedPackage(bytes), {
    fileType: officeFileType(mime) ?? null,
    extractAttachments: false,
    ocr: false,
    decompressionLimits: { maxUncompressedBytes: UNPACKED_BYTES, maxZipEntries: MOST_PARTS },
  }).catch(refusalOf);
  const archive = await ZipArchive.open(bytes);
  if ('refused' in parsed) return parsed.reason === PASSWORD_NEEDED ? parsed : (wordsAlone(archive) ?? parsed);
  const found = await toExtraction(parsed, archive, kind);
  // Nothing was understood, which is not yet to say that there is nothing.
  return found.passages.length === 0 ? (wordsAlone(archive) ?? found) : found;
}

async function toExtraction(parsed: OfficeParserAST, archive: ZipArchive, kind: Identity['kind']): Promise<Extraction> {
  const { title = '', created, modified, author, subject, keywords, description, lastModifiedBy } = parsed.metadata;
  const about = {
    ...ENGINE,
    title: title.trim(),
    date: timeOf(created, modified),
    metadata: metadataRows({ author, subject, keywords, description, lastModifiedBy }),
  };
  if (kind === 'spreadsheet') return tableExtraction([...sheetsOf(parsed), ...sheetOfNotes(archive)], about, []);
  if (kind === 'slides') return slidesExtraction(parsed, archive, about);
  const text = await markdownOf(parsed);
  const leftOut = text.trim() === '' ? [] : linesLeftOut(archive, text).map(escapeMarkdown);
  return textExtraction({ ...about, text: [text, ...leftOut].join('\n\n'), format: 'markdown', notes: [] });
}

/** A document as Markdown, what stands at the top and bottom of its pages at its end. */
async function markdownOf(parsed: OfficeParserAST): Promise<string> {
  unnestTables(parsed.content);
  const { value } = await parsed.to('md', {
    includeImages: 'none',
    ignoreInternalLinks: true,
    generateIds: false,
    // A document is shown without the HTML in it.
    mdConfig: { fallbackToHtml: false },
  });
  // The Markdown has the metadata before it, which are no part of the text.
  const text = String(value).replace(/^---\n[\s\S]*?\n---(?:\n+|$)/, '');
  const { headers = [], footers = [] } = parsed.auxiliary ?? {};
  const margins = [...headers, ...footers]
    .map((node) => (node.text ?? '').trim())
    .filter((line) => /\p{L}/u.test(line));
  return [text, ...new Set(margins)].join('\n\n');
}

/** The words of a packed document that its parser made nothing of; undefined where it has none. */
function wordsAlone(archive: ZipArchive): Extraction | undefined {
  const text = packageText(archive);
  if (text === '') return undefined;
  const about = { ...extractors.package, title: '', date: null, metadata: [] };
  return textExtraction({ ...about, text, format: 'plain', notes: [archive.isCut ? CUT_SHORT : WORDS_ONLY] });
}

/** The first of the dates that is one, in milliseconds since 1970. */
export function timeOf(...dates: readonly (Date | undefined)[]): number | null {
  return dates.map((date) => date?.getTime() ?? Number.NaN).find(Number.isFinite) ?? null;
}

type Properties = Partial<Record<'author' | 'subject' | 'keywords' | 'description' | 'lastModifiedBy', string>>;

export function metadataRows(properties: Properties): Extraction['metadata'] {
  const rows = [
    { label: 'Author', value: properties.author },
    { label: 'Subject', value: properties.subject },
    { label: 'Keywords', value: properties.keywords },
    { label: 'Description', value: properties.description },
    { label: 'Last saved by', value: properties.lastModifiedBy },
  ];
  return rows.map(({ label, value = '' }) => ({ label, value: value.trim() })).filter(({ value }) => value !== '');
}

function refusalOf(error: unknown): Refusal {
  switch ((error as { officeIssue?: { code?: string } }).officeIssue?.code) {
    case OfficeErrorType.PASSWORD_REQUIRED:
    case OfficeErrorType.PASSWORD_INCORRECT:
      return failed(PASSWORD_NEEDED);
    case OfficeErrorType.ZIP_SIZE_LIMIT_EXCEEDED:
    case OfficeErrorType.ZIP_ENTRY_COUNT_LIMIT_EXCEEDED:
    case OfficeErrorType.XML_ELEMENT_LIMIT_EXCEEDED:
    case OfficeErrorType.MAX_NESTING_DEPTH_EXCEEDED:
      return failed(TOO_LARGE);
    default:
      return failed(DOCUMENT_DAMAGED);
  }
}
