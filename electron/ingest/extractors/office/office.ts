import { readFile } from 'node:fs/promises';
import { type OfficeContentNode, OfficeErrorType, type OfficeParserAST, parseOffice } from 'officeparser';
import { messageOf } from '../../../../shared/errors.ts';
import type { Extraction, Identity, Refusal, SourcePath } from '../../../workers/media-protocol.ts';
import { type Block, chunkBlocks, cleanText } from '../../chunker.ts';
import { failed } from '../refusal.ts';
import { rowBlocks, type Sheet, tableContent } from '../table.ts';
import { textExtraction } from '../text/text.ts';

const ENGINE = { engine: 'officeparser', engineVersion: '8.1.1/1' };
/** What a packed document may unpack to, in bytes and in parts. */
const UNPACKED_BYTES = 500 * 1024 * 1024;
const UNPACKED_ENTRIES = 20_000;

const fileTypes: Record<string, string> = {
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.template': 'docx',
  'application/vnd.ms-word.document.macroenabled.12': 'docx',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.oasis.opendocument.text-template': 'odt',
  'application/rtf': 'rtf',
  'application/epub+zip': 'epub',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.ms-excel.sheet.macroenabled.12': 'xlsx',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.openxmlformats-officedocument.presentationml.slideshow': 'pptx',
  'application/vnd.ms-powerpoint.presentation.macroenabled.12': 'pptx',
  'application/vnd.oasis.opendocument.presentation': 'odp',
};

/** Whether documents of this type are read by `extractOffice`. */
export function isOffice(mime: string): boolean {
  return mime in fileTypes;
}

/** Word processing, spreadsheets and slides in today's formats. */
export async function extractOffice(path: SourcePath, { mime, kind }: Identity): Promise<Extraction | Refusal> {
  const bytes = await readFile(typeof path === 'string' ? path : Buffer.from(path));
  let document: OfficeParserAST;
  try {
    document = await parseOffice(bytes, {
      fileType: fileTypes[mime] as 'docx',
      extractAttachments: false,
      ocr: false,
      decompressionLimits: { maxUncompressedBytes: UNPACKED_BYTES, maxZipEntries: UNPACKED_ENTRIES },
    });
  } catch (error) {
    return failed(refusalText(error));
  }
  const { title = '', created, modified } = document.metadata;
  const date = (created ?? modified)?.getTime() ?? null;
  const about = {
    ...ENGINE,
    title: title.trim(),
    date: date !== null && Number.isFinite(date) ? date : null,
    metadata: metadataOf(document),
  };
  if (kind === 'spreadsheet') return spreadsheet(document, about);
  if (kind === 'slides') return slides(document, about);
  const { value } = await document.to('md', { includeImages: 'none', renderMetadata: false });
  return textExtraction({ ...about, text: String(value), format: 'markdown' });
}

type About = Pick<Extraction, 'engine' | 'engineVersion' | 'title' | 'date' | 'metadata'>;
const unpaged = { width: 0, height: 0, pagesForOcr: [] };

function spreadsheet(document: OfficeParserAST, about: About): Extraction {
  const sheets = document.content.filter(({ type }) => type === 'sheet').map(toSheet);
  return {
    ...about,
    ...unpaged,
    pages: sheets.length,
    content: tableContent(sheets),
    passages: chunkBlocks(sheets.flatMap(rowBlocks)),
  };
}

interface CellPlace {
  row?: number;
  col?: number;
}

function toSheet(node: OfficeContentNode, index: number): Sheet {
  const rows: string[][] = [];
  for (const cell of (node.children ?? []).flatMap(({ children }) => children ?? [])) {
    const { row = rows.length, col = 0 } = (cell.metadata ?? {}) as CellPlace;
    // Rows that the document skips are there, empty.
    while (rows.length <= row) rows.push([]);
    const cells = rows[row] ?? [];
    while (cells.length < col) cells.push('');
    cells[col] = (cell.text ?? '').trim();
  }
  const { sheetName } = (node.metadata ?? {}) as { sheetName?: string };
  return { name: sheetName ?? `Sheet${index + 1}`, rows };
}

function slides(document: OfficeParserAST, about: About): Extraction {
  const nodes = document.content.filter(({ type }) => type === 'slide');
  const shown = nodes.map((node) => {
    const notes = (node.notes ?? node.children?.filter(({ type }) => type === 'note') ?? []).flatMap(linesOf);
    const lines = (node.children ?? []).filter(({ type }) => type !== 'note').flatMap(linesOf);
    return { title: lines[0] ?? '', text: lines.slice(1).join('\n'), notes: notes.join('\n') };
  });
  const blocks = shown.flatMap(({ title, text, notes }, index) =>
    [title, text, notes]
      .filter(Boolean)
      .map((part): Block => ({ text: part, anchor: { type: 'slide', slide: index + 1 } })),
  );
  return {
    ...about,
    ...unpaged,
    pages: shown.length,
    content: { type: 'slides', slides: shown },
    passages: chunkBlocks(blocks),
  };
}

/** The lines of text in a node, in reading order. */
function linesOf(node: OfficeContentNode): string[] {
  const children = node.children ?? [];
  const holdsBlocks = children.some(({ type }) => type !== 'text');
  const lines = holdsBlocks
    ? children.flatMap(linesOf)
    : (node.text ?? children.map(({ text }) => text ?? '').join('')).split('\n');
  return lines.map((line) => cleanText(line).trim()).filter(Boolean);
}

function metadataOf({ metadata }: OfficeParserAST): Extraction['metadata'] {
  const rows = [
    { label: 'Author', value: metadata.author ?? '' },
    { label: 'Subject', value: metadata.subject ?? '' },
    { label: 'Keywords', value: metadata.keywords ?? '' },
    { label: 'Description', value: metadata.description ?? '' },
    { label: 'Last saved by', value: metadata.lastModifiedBy ?? '' },
  ];
  return rows.map(({ label, value }) => ({ label, value: String(value).trim() })).filter(({ value }) => value !== '');
}

function refusalText(error: unknown): string {
  const code = (error as { officeIssue?: { code?: string } }).officeIssue?.code;
  switch (code) {
    case OfficeErrorType.PASSWORD_REQUIRED:
    case OfficeErrorType.PASSWORD_INCORRECT:
      return 'The document is protected by a password.';
    case OfficeErrorType.ZIP_SIZE_LIMIT_EXCEEDED:
    case OfficeErrorType.ZIP_ENTRY_COUNT_LIMIT_EXCEEDED:
    case OfficeErrorType.XML_ELEMENT_LIMIT_EXCEEDED:
      return 'The document unpacks to more than is safe to read.';
    default:
      return `The document is damaged: ${(messageOf(error).split('\n')[0] ?? '').replace(/^\[OfficeParser\]:?\s*/i, '').replace(/\.$/, '')}.`;
  }
}
