import type { Extraction, Refusal, SourcePath } from '../../../workers/media-protocol.ts';
import { readWhole } from '../read-whole.ts';
import { extractors } from '../readers.ts';
import { failed, unsupported } from '../refusal.ts';
import { htmlToText } from '../text/html-to-text.ts';
import type { Section } from '../text/sections.ts';
import { bookExtraction, MOST_TEXT } from './book-extraction.ts';
import { headingOf } from './epub-chapters.ts';
import { type MobiHeader, packing, readMobiHeader } from './mobi-header.ts';
import { palmRecords, unpackPalmDoc } from './palm-database.ts';

const LARGEST_FILE = 500 * 1024 * 1024;

/** Kinds of what a book says of itself (EXTH). */
const kinds = { author: 100, publisher: 101, description: 103, subject: 105, date: 106, title: 503, language: 524 };

const DAMAGED = 'The book is damaged and cannot be opened. Get another copy of it.';
const CUT = 'The book is cut short. What is left of it is shown and searched.';
const TOO_LONG = 'The book has more than 20 million characters of text. The first of them are searched.';
const PROTECTED =
  'It is protected against copying (DRM), so that only the program that it was sold for opens it. Get a copy without that protection.';
const RARELY_PACKED =
  'It is an e-book whose text is packed in a way (HUFF/CDIC) that Holdfast does not read. Convert it to EPUB, for instance with Calibre.';

/** An e-book of Mobipocket, Kindle (also of its format 8) or Palm. Its text is a page of HTML, of Palm plain text. */
export async function extractMobi(path: SourcePath): Promise<Extraction | Refusal> {
  const bytes = readWhole(path, LARGEST_FILE);
  if (bytes === undefined) return failed('The book is larger than 500 MB.');
  const records = palmRecords(bytes);
  const header = records[0] && readMobiHeader(records[0]);
  if (!header) return failed(DAMAGED);
  if (header.isProtected) return failed(PROTECTED);
  if (header.packing !== packing.none && header.packing !== packing.palmDoc) return unsupported(RARELY_PACKED);
  const { text, isCut, isLong } = textOf(records, header);
  if (text === '') return failed(DAMAGED);
  const about = (kind: number) => header.about.get(kind) ?? [];
  return bookExtraction({
    ...extractors.mobi,
    about: {
      title: about(kinds.title)[0] ?? header.title,
      authors: about(kinds.author),
      language: about(kinds.language)[0] ?? '',
      publisher: about(kinds.publisher)[0] ?? '',
      subjects: about(kinds.subject),
      description: htmlToText(about(kinds.description)[0] ?? ''),
      date: about(kinds.date)[0] ?? '',
    },
    chapters: /<(?:p|div|body|html|br)\b/i.test(text) ? chaptersOf(text) : [{ name: '', text }],
    notes: [...(isCut ? [CUT] : []), ...(isLong ? [TOO_LONG] : [])],
  });
}

function textOf(records: readonly Buffer[], header: MobiHeader): { text: string; isCut: boolean; isLong: boolean } {
  const parts: Buffer[] = [];
  let length = 0;
  for (const record of records.slice(1, 1 + header.textRecords)) {
    if (length > MOST_TEXT) break;
    const packed = withoutTrailers(record, header.trailers);
    const part = header.packing === packing.palmDoc ? unpackPalmDoc(packed) : packed;
    parts.push(part);
    length += part.length;
  }
  const end = firstFlowEnd(records[header.flowsRecord]);
  const text = new TextDecoder(header.encoding).decode(Buffer.concat(parts).subarray(0, end));
  const isLong = length > MOST_TEXT;
  return { text: text.replaceAll('\0', ''), isCut: !isLong && length < header.textLength, isLong };
}

/** Where the first of the parts of a book of Kindle's format 8 ends, which is its text: styles and drawings follow. */
function firstFlowEnd(record: Buffer | undefined): number | undefined {
  if (!record || record.length < 20 || record.toString('latin1', 0, 4) !== 'FDST') return undefined;
  return record.readUInt32BE(16);
}

/** A record without the entries behind its text, which end in their own lengths, and half a character of the next. */
function withoutTrailers(record: Buffer, trailers: number): Buffer {
  let end = record.length;
  for (let bits = trailers >> 1; bits > 0; bits >>= 1) if ((bits & 1) !== 0) end -= backwardNumber(record, end);
  if ((trailers & 1) !== 0 && end > 0) end -= ((record[end - 1] ?? 0) & 3) + 1;
  return record.subarray(0, Math.max(0, end));
}

/** A number of seven bits a byte, read from its end: the first of its bytes has the eighth bit set. */
function backwardNumber(bytes: Buffer, end: number): number {
  let number = 0;
  for (let shift = 0, at = end - 1; shift < 28 && at >= 0; shift += 7, at--) {
    const byte = bytes[at] ?? 0;
    number |= (byte & 0x7f) << shift;
    if ((byte & 0x80) !== 0) break;
  }
  return number;
}

/** Chapters begin where a page ends and a heading follows, or with a large heading. */
function chaptersOf(html: string): Section[] {
  const chapters: Section[] = [];
  for (const piece of html.split(/<mbp:pagebreak\b[^>]*>|(?=<h[12]\b)/i)) {
    const text = htmlToText(piece).trim();
    if (text === '') continue;
    const name = headingOf(piece);
    const open = chapters.at(-1);
    if (name === '' && open) open.text += `\n\n${text}`;
    else chapters.push({ name, text });
  }
  return chapters;
}
