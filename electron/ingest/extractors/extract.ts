import type { Extraction, FfmpegTools, Identity, Refusal, SourcePath } from '../../workers/media-protocol.ts';
import { asLine } from './as-line.ts';
import { extractEpub } from './book/epub.ts';
import { extractFictionBook, extractPackedFictionBook } from './book/fb2.ts';
import { PROTECTED_OFFICE } from './identify/compound-types.ts';
import { unknownReason, unreadReason } from './identify/unread-formats.ts';
import { extractImage } from './image/image.ts';
import { extractOffice } from './office/office.ts';
import { officeKind } from './office/office-types.ts';
import { extractOldOffice } from './office/old-office.ts';
import { extractPdf } from './pdf/pdf.ts';
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

/** Characters of a title that are kept: it is a line of a list. */
const LONGEST_TITLE = 300;

interface ExtractRequest {
  path: SourcePath;
  identity: Identity;
  /** For recordings, where there are any. */
  tools?: FfmpegTools | null;
}

/** Text, metadata and passages of a file, by the extractor for its format. */
export async function extract(
  request: ExtractRequest,
  context?: { signal: AbortSignal },
): Promise<Extraction | Refusal> {
  const found = await extractAs(request, context?.signal);
  return 'refused' in found ? found : { ...found, title: asLine(found.title, LONGEST_TITLE) };
}

async function extractAs(
  { path, identity, tools = null }: ExtractRequest,
  signal: AbortSignal | undefined,
): Promise<Extraction | Refusal> {
  const { kind, mime } = identity;
  const converted = await extractOldOffice(path, identity);
  if (converted) return converted;
  const reason = unreadReason(mime);
  if (reason !== undefined) return unsupported(reason);
  if (mime === PROTECTED_OFFICE) return failed(PASSWORD_NEEDED);
  if (kind === 'video' || kind === 'audio') return extractRecording(path, identity, tools, signal);
  if (kind === 'image') return extractImage(path, identity);
  if (kind === 'pdf') return extractPdf(path, identity);
  if (officeKind(mime) !== undefined) return extractOffice(path, identity);
  switch (mime) {
    case 'application/epub+zip':
      return extractEpub(path);
    case 'application/x-fictionbook+xml':
      return extractFictionBook(path);
    case 'application/x-zip-compressed-fb2':
      return extractPackedFictionBook(path);
    case 'application/rtf':
      return extractRtf(path);
    case 'text/csv':
    case 'text/tab-separated-values':
      return extractCsv(path, mime);
    case 'application/x-subrip':
    case 'text/vtt':
      return extractSubtitles(path);
    case 'text/calendar':
      return extractCalendar(path);
    case 'text/vcard':
      return extractContacts(path);
    case 'text/html':
      return extractHtml(path);
    case 'message/rfc822':
      return extractMail(path);
    case 'application/mbox':
      return extractMailFolder(path);
    case 'multipart/related':
      return extractWebArchive(path);
    default:
      return kind === 'text' ? extractText(path, mime) : unsupported(unknownReason(mime));
  }
}
