import { messageOf } from '../../../../shared/errors.ts';
import type { Extraction, Identity, Refusal, SourcePath } from '../../../workers/media-protocol.ts';
import { type Block, chunkBlocks } from '../../chunker.ts';
import { openPdf } from './open-pdf.ts';
import { type PdfDocument, PdfError, type PdfLine, type PdfObjects } from './pdfium.ts';

const ENGINE = { engine: 'pdfium', engineVersion: '1' };
/** With fewer letters than this a page that has pictures is taken for a scan with a stamp or a page number. */
const FEW_LETTERS = 16;
/** So many drawn outlines may be letters turned into curves. */
const MANY_PATHS = 60;
/** Above this share of characters without meaning a text layer is worthless. */
const JUNK_SHARE = 0.25;

/** Text with the place of each line, metadata, and the pages that want OCR. */
export async function extractPdf(path: SourcePath, identity: Identity): Promise<Extraction | Refusal> {
  let document: PdfDocument;
  try {
    document = await openPdf(path, identity.sha256);
  } catch (error) {
    if (!(error instanceof PdfError)) throw error;
    return { refused: 'failed', reason: `The PDF cannot be opened: ${error.message}.` };
  }
  if (document.pageCount === 0)
    return { refused: 'failed', reason: 'The PDF cannot be read: no page of it can be found.' };
  return read(document);
}

function read(document: PdfDocument): Extraction | Refusal {
  const blocks: Block[] = [];
  const pagesForOcr: number[] = [];
  const unreadable: string[] = [];
  let size = { width: 0, height: 0 };
  for (let number = 1; number <= document.pageCount; number++) {
    try {
      document.page(number, (page) => {
        if (number === 1) size = { width: page.width, height: page.height };
        const lines = page.lines();
        if (wantsOcr(lines, page.objects())) pagesForOcr.push(number);
        else blocks.push(...paragraphs(lines).map((paragraph) => toBlock(paragraph, number)));
      });
    } catch (error) {
      unreadable.push(messageOf(error));
    }
  }
  if (unreadable.length === document.pageCount)
    return { refused: 'failed', reason: `The PDF cannot be read: ${unreadable[0]}.` };
  return {
    ...ENGINE,
    ...size,
    title: document.info('Title').trim(),
    date: parsePdfDate(document.info('CreationDate')),
    pages: document.pageCount,
    metadata: metadataOf(document, unreadable),
    content: { type: 'none' },
    passages: chunkBlocks(blocks),
    pagesForOcr,
  };
}

function metadataOf(document: PdfDocument, unreadable: readonly string[]): Extraction['metadata'] {
  const rows = [
    { label: 'Author', value: document.info('Author') },
    { label: 'Subject', value: document.info('Subject') },
    { label: 'Keywords', value: document.info('Keywords') },
    { label: 'Made with', value: document.info('Creator') || document.info('Producer') },
    { label: 'Unreadable', value: unreadable.join('; ') },
  ];
  return rows.map(({ label, value }) => ({ label, value: value.trim() })).filter(({ value }) => value !== '');
}

/** Whether a page's own text is not what a reader sees on it. */
export function wantsOcr(lines: readonly { text: string }[], { images, paths }: PdfObjects): boolean {
  const text = lines.map((line) => line.text).join('');
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  const junk = text.match(/[\uFFFD\p{Co}\p{Cn}\p{Cc}]/gu)?.length ?? 0;
  const hasPicture = images > 0 || paths >= MANY_PATHS;
  if (letters + junk > 0 && junk / (letters + junk) > JUNK_SHARE) return true;
  return hasPicture && letters < FEW_LETTERS;
}

/** Lines that belong together: the next is not far below, nor in another column. */
export function paragraphs(lines: readonly PdfLine[]): PdfLine[][] {
  const found: PdfLine[][] = [];
  let previous: PdfLine | undefined;
  for (const line of lines) {
    const current = found.at(-1);
    if (current && previous && continues(previous, line)) current.push(line);
    else found.push([line]);
    previous = line;
  }
  return found;
}

function continues(above: PdfLine, below: PdfLine): boolean {
  const height = Math.max(above.box.height, below.box.height);
  const gap = below.box.y - (above.box.y + above.box.height);
  const sameColumn = below.box.x < above.box.x + above.box.width && above.box.x < below.box.x + below.box.width;
  return sameColumn && gap < 0.8 * height && gap > -1.5 * height;
}

function toBlock(lines: readonly PdfLine[], page: number): Block {
  return {
    text: joinLines(lines.map(({ text }) => text)),
    anchor: { type: 'page', page, boxes: lines.map(({ box }) => box) },
  };
}

/** The lines of a paragraph as running text: words that were broken at a line's end are joined again. */
export function joinLines(lines: readonly string[]): string {
  return lines
    .map((line) => line.trim())
    .join('\n')
    .replace(/(\p{L})\u00AD\n(?=\p{Ll})/gu, '$1')
    .replace(/(\p{Ll})-\n(?=\p{Ll})/gu, '$1')
    .replace(/\u00AD/g, '-')
    .replace(/\s*\n\s*/g, ' ');
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
