import type { Extraction, Identity, Refusal, SourcePath } from '../../workers/media-protocol.ts';
import { unreadReason } from './identify/formats.ts';
import { extractImage } from './image/image.ts';
import { extractOffice, isOffice } from './office/office.ts';
import { extractPdf } from './pdf/pdf.ts';
import { unsupported } from './refusal.ts';
import { extractCsv } from './text/csv.ts';
import { extractHtml } from './text/html.ts';
import { extractMail } from './text/mail.ts';
import { extractText } from './text/text.ts';

/** Text, metadata and passages of a file, by the extractor for its format. */
export async function extract({
  path,
  identity,
}: {
  path: SourcePath;
  identity: Identity;
}): Promise<Extraction | Refusal> {
  const { kind, mime } = identity;
  if (kind === 'image') return extractImage(path, identity);
  if (kind === 'pdf') return extractPdf(path, identity);
  if (isOffice(mime)) return extractOffice(path, identity);
  switch (mime) {
    case 'text/csv':
    case 'text/tab-separated-values':
      return extractCsv(path, mime);
    case 'text/html':
      return extractHtml(path);
    case 'message/rfc822':
      return extractMail(path);
    default:
      return kind === 'text' ? extractText(path, mime) : unsupported(unreadReason(mime));
  }
}
