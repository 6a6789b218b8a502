import type { Extraction, Identity, OpenableFile, Refusal } from '../../workers/media-protocol.ts';
import { asLine } from './as-line.ts';
import { PROTECTED_OFFICE } from './identify/compound-types.ts';
import { unknownReason, unreadReason } from './identify/unread-formats.ts';
import { type ExtractorName, extractorFor } from './readers.ts';
import { failed, PASSWORD_NEEDED, unsupported } from './refusal.ts';
import { extractCsv } from './text/csv.ts';
import { extractText } from './text/text.ts';
import { archiveExtraction } from './unpack/archive-extraction.ts';

/** Characters of a title that are kept: it is a line of a list. */
const LONGEST_TITLE = 300;

/** Text, metadata and passages of a file, by the extractor for its format. */
export async function extract(request: OpenableFile, context?: { signal: AbortSignal }): Promise<Extraction | Refusal> {
  const found = await extractAs(request, context?.signal);
  return 'refused' in found ? found : { ...found, title: asLine(found.title, LONGEST_TITLE) };
}

type Extractor = (request: OpenableFile, signal?: AbortSignal) => Promise<Extraction | Refusal> | Extraction | Refusal;

const oldOffice: Extractor = async ({ path, identity }, signal) =>
  (await (await import('./office/old-office.ts')).extractOldOffice(path, identity, signal)) ?? unread(identity);

/** Those that bring much code along are loaded with the first file that wants them: most readers read few formats. */
const extractorOf: Record<ExtractorName, Extractor> = {
  archive: archiveExtraction,
  calendar: async ({ path }) => (await import('./records/calendar.ts')).extractCalendar(path),
  contacts: async ({ path }) => (await import('./records/contacts.ts')).extractContacts(path),
  csv: ({ path, identity }) => extractCsv(path, identity.mime),
  djvu: async ({ path }, signal) => (await import('./djvu/djvu.ts')).extractDjvu(path, signal),
  epub: async ({ path }) => (await import('./book/epub.ts')).extractEpub(path),
  fictionBook: async ({ path }) => (await import('./book/fb2.ts')).extractFictionBook(path),
  html: async ({ path }) => (await import('./text/html.ts')).extractHtml(path),
  ffmpegImage: async (request) => (await import('./image/ffmpeg-image.ts')).extractFfmpegImage(request),
  image: async ({ path, identity }) => (await import('./image/image.ts')).extractImage(path, identity),
  mail: async ({ path }) => (await import('./text/mail.ts')).extractMail(path),
  mailFolder: async ({ path }) => (await import('./text/mail.ts')).extractMailFolder(path),
  iWork: oldOffice,
  manualPage: async ({ path }) => (await import('./text/manual-page.ts')).extractManualPage(path),
  mobi: async ({ path }) => (await import('./book/mobi.ts')).extractMobi(path),
  office: async ({ path, identity }) => (await import('./office/office.ts')).extractOffice(path, identity),
  oldExcel: oldOffice,
  oldOffice,
  oldPackage: oldOffice,
  oldPowerPoint: oldOffice,
  oldWord: oldOffice,
  outlook: async ({ path, identity }) => (await import('./outlook/outlook.ts')).extractOutlook(path, identity.mime),
  package: async ({ path }) => (await import('./office/package-words.ts')).extractPackage(path),
  packedFictionBook: async ({ path }) => (await import('./book/fb2.ts')).extractPackedFictionBook(path),
  pdf: async ({ path, identity, password }) => (await import('./pdf/pdf.ts')).extractPdf(path, identity, password),
  recording: async ({ path, identity, tools = null }, signal) =>
    (await import('./recording/recording.ts')).extractRecording(path, identity, tools, signal),
  rtf: async ({ path }) => (await import('./rtf/rtf.ts')).extractRtf(path),
  subtitles: async ({ path, identity }) =>
    (await import('./subtitles/subtitles.ts')).extractSubtitles(path, identity.mime),
  text: ({ path, identity }) => extractText(path, identity.mime),
  webArchive: async ({ path }) => (await import('./text/mail.ts')).extractWebArchive(path),
  workbook: async ({ path, identity }) => (await import('./office/office.ts')).extractOffice(path, identity),
};

async function extractAs(request: OpenableFile, signal: AbortSignal | undefined): Promise<Extraction | Refusal> {
  const name = extractorFor(request.identity);
  return name === undefined ? unread(request.identity) : extractorOf[name](request, signal);
}

function unread({ mime }: Identity): Refusal {
  return mime === PROTECTED_OFFICE ? failed(PASSWORD_NEEDED) : unsupported(unreadReason(mime) ?? unknownReason(mime));
}
