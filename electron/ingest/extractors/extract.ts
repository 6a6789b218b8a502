import type { Extraction, Identity, MediaRequests, Refusal } from '../../workers/media-protocol.ts';
import { asLine } from './as-line.ts';
import { extractEpub } from './book/epub.ts';
import { extractFictionBook, extractPackedFictionBook } from './book/fb2.ts';
import { extractMobi } from './book/mobi.ts';
import { PROTECTED_OFFICE } from './identify/compound-types.ts';
import { unknownReason, unreadReason } from './identify/unread-formats.ts';
import { extractImage } from './image/image.ts';
import { extractOffice } from './office/office.ts';
import { extractOldOffice } from './office/old-office.ts';
import { extractOutlook } from './outlook/outlook.ts';
import { extractPdf } from './pdf/pdf.ts';
import { type ExtractorName, extractorFor } from './readers.ts';
import { extractRecording } from './recording/recording.ts';
import { extractCalendar } from './records/calendar.ts';
import { extractContacts } from './records/contacts.ts';
import { failed, PASSWORD_NEEDED, unsupported } from './refusal.ts';
import { extractRtf } from './rtf/rtf.ts';
import { extractSubtitles } from './subtitles/subtitles.ts';
import { extractCsv } from './text/csv.ts';
import { extractHtml } from './text/html.ts';
import { extractMail, extractMailFolder, extractWebArchive } from './text/mail.ts';
import { extractText } from './text/text.ts';
import { archiveExtraction } from './unpack/archive-extraction.ts';

/** Characters of a title that are kept: it is a line of a list. */
const LONGEST_TITLE = 300;

type ExtractRequest = MediaRequests['extract']['request'];

/** Text, metadata and passages of a file, by the extractor for its format. */
export async function extract(
  request: ExtractRequest,
  context?: { signal: AbortSignal },
): Promise<Extraction | Refusal> {
  const found = await extractAs(request, context?.signal);
  return 'refused' in found ? found : { ...found, title: asLine(found.title, LONGEST_TITLE) };
}

type Extractor = (
  request: ExtractRequest,
  signal?: AbortSignal,
) => Promise<Extraction | Refusal> | Extraction | Refusal;

const extractorOf: Record<ExtractorName, Extractor> = {
  archive: archiveExtraction,
  calendar: ({ path }) => extractCalendar(path),
  contacts: ({ path }) => extractContacts(path),
  csv: ({ path, identity }) => extractCsv(path, identity.mime),
  epub: ({ path }) => extractEpub(path),
  fictionBook: ({ path }) => extractFictionBook(path),
  html: ({ path }) => extractHtml(path),
  image: ({ path, identity }) => extractImage(path, identity),
  mail: ({ path }) => extractMail(path),
  mailFolder: ({ path }) => extractMailFolder(path),
  mobi: ({ path }) => extractMobi(path),
  office: ({ path, identity }) => extractOffice(path, identity),
  oldOffice: async ({ path, identity }) => (await extractOldOffice(path, identity)) ?? unread(identity),
  outlook: ({ path, identity }) => extractOutlook(path, identity.mime),
  packedFictionBook: ({ path }) => extractPackedFictionBook(path),
  pdf: ({ path, identity, password }) => extractPdf(path, identity, password),
  recording: ({ path, identity, tools = null }, signal) => extractRecording(path, identity, tools, signal),
  rtf: ({ path }) => extractRtf(path),
  subtitles: ({ path }) => extractSubtitles(path),
  text: ({ path, identity }) => extractText(path, identity.mime),
  webArchive: ({ path }) => extractWebArchive(path),
  workbook: ({ path, identity }) => extractOffice(path, identity),
};

async function extractAs(request: ExtractRequest, signal: AbortSignal | undefined): Promise<Extraction | Refusal> {
  const name = extractorFor(request.identity);
  return name === undefined ? unread(request.identity) : extractorOf[name](request, signal);
}

function unread({ mime }: Identity): Refusal {
  return mime === PROTECTED_OFFICE ? failed(PASSWORD_NEEDED) : unsupported(unreadReason(mime) ?? unknownReason(mime));
}
