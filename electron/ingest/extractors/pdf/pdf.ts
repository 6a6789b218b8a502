import type { Extraction, Identity, Refusal, SourcePath } from '../../../workers/media-protocol.ts';
import { type Block, chunkBlocks, cleanText } from '../../chunker.ts';
import { readWhole } from '../read-whole.ts';
import { extractors } from '../readers.ts';
import { failed, PASSWORD_WANTED } from '../refusal.ts';
import { LARGEST_PDF, type OpenPdf, openPdf } from './open-pdf.ts';
import { MOST_PAGES, PdfDocument, PdfError } from './pdf-document.ts';
import type { PdfObjects, PdfPage } from './pdf-page.ts';
import { joinBrokenWords, paragraphs, toBlock } from './pdf-paragraphs.ts';
import type { PdfLine } from './pdf-text.ts';
import { brokenPages } from './rebuild-pdf.ts';

const ENGINE = extractors.pdf;
/** With fewer letters than this a page that has pictures is taken for a scan with a stamp or a page number. */
const FEW_LETTERS = 16;
/** A page that is mostly picture and has fewer letters than this may have words in the picture. */
const CAPTION_LETTERS = 200;
const MOSTLY_PICTURE = 0.5;
/** So many drawn outlines may be letters turned into curves. */
const MANY_PATHS = 60;
/** Milliseconds for stamps and signatures in a document, which there may be very many of on very full pages. */
const TIME_FOR_DRAWN = 10_000;
/** Above this share of characters without meaning a text layer is worthless. */
const JUNK_SHARE = 0.25;
const FORM_READ =
  'It is a dynamic form (XFA), which few programs show. What stands on it and what is filled in is searched.';
const FORM_UNREAD = 'It is a dynamic form (XFA), which few programs show. What stands on it could not be read.';
const RECOVERED = 'The PDF is damaged. What could be recovered of it is searched.';

/** Text with the place of each line, metadata, and the pages that want OCR. */
export async function extractPdf(
  path: SourcePath,
  identity: Identity,
  password?: string,
): Promise<Extraction | Refusal> {
  let open: OpenPdf;
  try {
    open = await openPdf(path, identity.sha256, password);
  } catch (error) {
    if (!(error instanceof PdfError)) throw error;
    return failed(openingFailure(error));
  }
  const found = readPages(open.document);
  if (found.blank.length > 0) {
    const bytes = readWhole(path, LARGEST_PDF);
    const broken = new Set(bytes ? brokenPages(bytes) : []);
    found.unreadable.push(...found.blank.filter((page) => broken.has(page)));
  }
  return toExtraction(open, found);
}

/** The words of a PDF that lies in another file, page by page; empty where it cannot be read. */
export async function textOfPdf(bytes: Uint8Array): Promise<string> {
  const document = await PdfDocument.open(bytes).catch((error: unknown) => {
    if (error instanceof PdfError) return undefined;
    throw error;
  });
  if (!document) return '';
  try {
    return chunkBlocks(readPages(document).blocks)
      .map(({ text }) => text)
      .join('\n\n');
  } finally {
    document.close();
  }
}

function openingFailure(error: PdfError): string {
  switch (error.problem) {
    case 'protected':
      return PASSWORD_WANTED;
    case 'locked':
      return 'The PDF is encrypted in a way that cannot be read here. Print it to a new PDF in the program that opens it.';
    case 'too large':
      return `The PDF cannot be read: ${error.message}. Split it into smaller ones.`;
    case 'damaged':
      return `The PDF is damaged: ${error.message}. Get another copy of it.`;
  }
}

interface PagesFound {
  /** Pages that were looked at. */
  count: number;
  size: { width: number; height: number };
  blocks: Block[];
  pagesForOcr: number[];
  unreadable: number[];
  /** Pages with nothing on them. */
  blank: number[];
  notes: string[];
  /** Whether files are pinned to pages. */
  hasFiles: boolean;
  /** Milliseconds that are left for what annotations draw. */
  timeForDrawn: number;
}

function readPages(document: PdfDocument): PagesFound {
  const found: PagesFound = {
    count: Math.min(document.pageCount, MOST_PAGES),
    size: { width: 0, height: 0 },
    blocks: [],
    pagesForOcr: [],
    unreadable: [],
    blank: [],
    notes: [],
    hasFiles: false,
    timeForDrawn: TIME_FOR_DRAWN,
  };
  for (let number = 1; number <= found.count; number++) {
    try {
      document.page(number, (page) => readPage(document, page, number, found));
    } catch (error) {
      if (!(error instanceof PdfError)) throw error;
      found.unreadable.push(number);
    }
  }
  joinBrokenWords(found.blocks);
  const form = document.dynamicForm();
  return form ? asForm(found, form) : found;
}

/** What a dynamic form says, in place of the page that asks to wait for a program which shows it. */
function asForm(found: PagesFound, lines: readonly string[]): PagesFound {
  if (lines.length === 0) return { ...found, notes: [FORM_UNREAD] };
  const blocks = lines.map((text): Block => ({ text: cleanText(text), anchor: { type: 'page', page: 1, boxes: [] } }));
  return { ...found, blocks, pagesForOcr: [], notes: [FORM_READ] };
}

function readPage(document: PdfDocument, page: PdfPage, number: number, found: PagesFound): void {
  if (found.size.width === 0) found.size = { width: page.width, height: page.height };
  if (!page.hasContent()) {
    found.blank.push(number);
    return;
  }
  const lines = page.lines();
  if (wantsOcr(lines, () => page.objects())) found.pagesForOcr.push(number);
  if (!isJunk(lines)) {
    const sections = document.outline.on(number, page)(lines);
    const placed = lines.map((line, index) => ({ ...line, section: sections[index] }));
    found.blocks.push(...paragraphs(placed).map((paragraph) => toBlock(paragraph, number)));
  }
  found.hasFiles ||= page.hasFiles();
  const drawn = drawnOn(document, page, number, found);
  const annotations = [...page.annotations(), ...drawn];
  found.blocks.push(...annotations.map((line) => toBlock([line], number)));
}

/** What stamps and signatures on a page say, while there is time: a page is read anew for each of them. */
function drawnOn(document: PdfDocument, page: PdfPage, number: number, found: PagesFound): PdfLine[] {
  return page.drawnAnnotations().flatMap(({ index, box }) => {
    if (found.timeForDrawn <= 0) return [];
    const started = performance.now();
    const text = document.textOfAppearance(number, index);
    found.timeForDrawn -= performance.now() - started;
    return text === '' ? [] : [{ text, box }];
  });
}

function toExtraction({ document, rebuilt }: OpenPdf, found: PagesFound): Extraction | Refusal {
  const { count, size, blocks, hasFiles, pagesForOcr, unreadable } = found;
  if (unreadable.length > 0 && blocks.length === 0 && pagesForOcr.length === 0)
    return failed('The PDF is damaged: what is on its pages cannot be read. Get another copy of it.');
  return {
    ...ENGINE,
    ...size,
    title: document.info('Title').trim(),
    date: parsePdfDate(document.info('CreationDate')),
    pages: count,
    metadata: metadataOf(document),
    notes: [...notesOf(document, rebuilt, unreadable), ...found.notes],
    content: { type: 'none' },
    passages: chunkBlocks(blocks),
    pagesForOcr,
    hasParts: hasFiles || document.hasFiles(),
  };
}

function notesOf(document: PdfDocument, rebuilt: boolean, unreadable: readonly number[]): string[] {
  const notes = rebuilt ? [RECOVERED] : [];
  if (document.pageCount === 0) notes.push('It has no pages.');
  if (unreadable.length > 0) notes.push(`Damaged and not read: ${pageList(unreadable)}.`);
  if (document.pageCount > MOST_PAGES)
    notes.push(`It claims ${document.pageCount} pages. The first ${MOST_PAGES} were read.`);
  return notes;
}

/** Pages as people name them. */
export function pageList(pages: readonly number[]): string {
  const first = pages.slice(0, 5).join(', ');
  if (pages.length === 1) return `page ${first}`;
  return `pages ${first}${pages.length > 5 ? ` and ${pages.length - 5} more` : ''}`;
}

function metadataOf(document: PdfDocument): Extraction['metadata'] {
  const rows = [
    { label: 'Author', value: document.info('Author') },
    { label: 'Subject', value: document.info('Subject') },
    { label: 'Keywords', value: document.info('Keywords') },
    { label: 'Made with', value: document.info('Creator') || document.info('Producer') },
  ];
  return rows.map(({ label, value }) => ({ label, value: value.trim() })).filter(({ value }) => value !== '');
}

/** Whether a page's own text is not all that a reader sees on it. Its objects are only asked for where that is little. */
export function wantsOcr(lines: readonly { text: string }[], objects: () => PdfObjects): boolean {
  if (isJunk(lines)) return true;
  const letters = lettersIn(lines, CAPTION_LETTERS);
  if (letters >= CAPTION_LETTERS) return false;
  const { images, paths, pictureShare } = objects();
  return letters < FEW_LETTERS ? images > 0 || paths >= MANY_PATHS : pictureShare >= MOSTLY_PICTURE;
}

/** Whether a text layer is characters without meaning, as fonts without a table of their letters make it. */
export function isJunk(lines: readonly { text: string }[]): boolean {
  const odd = lines.filter(({ text }) => /[^ -~]/.test(text));
  const junk = countIn(odd, /[\uFFFD\p{Co}\p{Cn}\p{Cc}]/gu);
  return junk > 0 && junk / (lettersIn(lines) + junk) > JUNK_SHARE;
}

/** How many letters and digits there are, or that there are enough. */
function lettersIn(lines: readonly { text: string }[], enough?: number): number {
  return countIn(lines, /[\p{L}\p{N}]/gu, enough);
}

function countIn(lines: readonly { text: string }[], wanted: RegExp, enough = Number.POSITIVE_INFINITY): number {
  let count = 0;
  for (const { text } of lines) {
    if (count >= enough) break;
    count += text.match(wanted)?.length ?? 0;
  }
  return count;
}

/** A PDF date (`D:20240131120000+01'00'`, ISO 32000-1 §7.9.4) in milliseconds since 1970, or null. */
export function parsePdfDate(text: string): number | null {
  const match = /^(?:D:)?(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:Z|([+-])(\d{2})'?(\d{2})?'?)?/.exec(
    text.trim(),
  );
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match
    .slice(1, 7)
    .map((part, index) => Number(part ?? (index === 1 || index === 2 ? 1 : 0))) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const offset = (Number(match[8] ?? 0) * 60 + Number(match[9] ?? 0)) * (match[7] === '-' ? -1 : 1);
  const time = Date.UTC(year, month - 1, day, hour, minute - offset, second);
  return year >= 1900 && Number.isFinite(time) ? time : null;
}
