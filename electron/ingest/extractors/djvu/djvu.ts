import { messageOf } from '../../../../shared/errors.ts';
import type { Extraction, Refusal, SourcePath } from '../../../workers/media-protocol.ts';
import { type Block, chunkBlocks, cleanText } from '../../chunker.ts';
import { known } from '../image/exif.ts';
import { ImageError } from '../image/pixels.ts';
import { pageList } from '../pdf/pdf.ts';
import { joinLines, paragraphs } from '../pdf/pdf-paragraphs.ts';
import { readBeginning } from '../read-whole.ts';
import { extractors } from '../readers.ts';
import { failed, unsupported } from '../refusal.ts';
import { type DjvuDocument, type DjvuLine, documentIn, pagesIn, QUESTIONS } from './djvu-pages.ts';
import { type DjvuLibre, djvuLibre, printedPages, toldOf } from './djvulibre.ts';
import { drawDjvu } from './draw-djvu.ts';

const { engine, engineVersion } = extractors.djvu;

const WITHOUT_DJVULIBRE =
  'It is a DjVu document, which Holdfast reads with the help of DjVuLibre (djvutxt and ddjvu). Install that and try again, or convert it to PDF.';
const DAMAGED = 'The DjVu document is damaged or cut off, and cannot be opened. Get another copy of it.';
const CUT_SHORT = 'The document is cut short: its end is missing. Get another copy of it.';
/** Pages without text that are tried for whether there is anything in the document. */
const PAGES_TRIED = 3;
/** Pages that are read at most. */
const MOST_PAGES = 5000;

/** Text of a DjVu document's pages, where it has some as text, by the system's DjVuLibre; the others are OCR's concern. */
export async function extractDjvu(path: SourcePath, signal?: AbortSignal): Promise<Extraction | Refusal> {
  const tools = await djvuLibre();
  if (!tools) return unsupported(WITHOUT_DJVULIBRE);
  try {
    return await readDjvu(tools, path, signal);
  } catch (error) {
    signal?.throwIfAborted();
    return failed(`DjVuLibre, which reads DjVu documents, failed: ${messageOf(error)}`);
  }
}

async function readDjvu(tools: DjvuLibre, path: SourcePath, signal?: AbortSignal): Promise<Extraction | Refusal> {
  const document = documentIn(await toldOf(tools, path, QUESTIONS, signal));
  if (document.pages === 0) return failed(DAMAGED);
  const pages = pagesIn(await printedPages(tools, path, signal)).slice(0, MOST_PAGES);
  const numbered = pages.map((lines, index) => ({ lines, page: index + 1 }));
  const unread = numbered.filter(({ lines }) => lines === null).map(({ page }) => page);
  if (unread.length === pages.length) return failed(DAMAGED);
  const passages = chunkBlocks(numbered.flatMap(({ lines, page }) => blocksOf(lines ?? [], page, document)));
  const pagesForOcr = numbered.filter(({ lines }) => lines?.length === 0).map(({ page }) => page);
  if (passages.length === 0 && !(await anyDraws(path, pagesForOcr.slice(0, PAGES_TRIED)))) return failed(DAMAGED);
  const { width, height } = document;
  return {
    engine,
    engineVersion,
    title: document.metadata.get('title') ?? '',
    date: null,
    width,
    height,
    pages: document.pages,
    metadata: metadataOf(document),
    facts: known({ title: document.metadata.get('title'), creator: document.metadata.get('author') }),
    notes: [
      ...(isCutShort(path) ? [CUT_SHORT] : []),
      ...(unread.length > 0 ? [`Damaged and not read: ${pageList(unread)}.`] : []),
      ...(document.pages > MOST_PAGES ? [`It has ${document.pages} pages. The first ${MOST_PAGES} were read.`] : []),
    ],
    content: { type: 'none' },
    passages,
    pagesForOcr,
  };
}

/** By the size that the outermost chunk states, behind its name (IFF 85). */
function isCutShort(path: SourcePath): boolean {
  const { bytes, size } = readBeginning(path, 12);
  return bytes.length < 12 || bytes.readUInt32BE(8) + 12 > size;
}

/** Whether one of these pages can be drawn: that there are pages alone proves nothing. */
async function anyDraws(path: SourcePath, pages: readonly number[]): Promise<boolean> {
  for (const page of pages) {
    try {
      await drawDjvu(path, page);
      return true;
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
    }
  }
  return false;
}

function blocksOf(lines: readonly DjvuLine[], page: number, { outline }: DjvuDocument): Block[] {
  const section = outline.findLast((entry) => entry.page <= page)?.title;
  return paragraphs(lines).map((paragraph) => ({
    text: cleanText(joinLines(paragraph.map(({ text }) => text))),
    anchor: {
      type: 'page',
      page,
      boxes: paragraph.map(({ box }) => box),
      ...(section === undefined ? {} : { section }),
    },
  }));
}

/** What people wrote of it, by the names of BibTeX, which DjVu takes over. */
function metadataOf({ metadata }: DjvuDocument): Extraction['metadata'] {
  const told = new Set(['title', 'author']);
  return [...metadata]
    .filter(([name]) => !told.has(name))
    .slice(0, 40)
    .map(([name, value]) => ({ label: `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`, value }));
}
