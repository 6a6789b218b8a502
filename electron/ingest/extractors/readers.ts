import type { ReadBy, ReadingStage } from '../../catalog/readings.ts';
import { EPUB, FICTION_BOOK, MOBI, PACKED_FICTION_BOOK, PALM_BOOK } from './book/book-types.ts';
import { DJVU } from './djvu/djvu-types.ts';
import { PROTECTED_OFFICE } from './identify/compound-types.ts';
import { unreadReason } from './identify/unread-formats.ts';
import { ffmpegPictureName } from './image/ffmpeg-picture-types.ts';
import { iWorkTypes } from './office/iwork-types.ts';
import { officeFileType, officeKind } from './office/office-types.ts';
import { oldFormats } from './office/old-formats.ts';
import { oldPackages, packageKind } from './office/package-types.ts';
import { MSG, TNEF } from './outlook/outlook-types.ts';
import { picturedDocuments } from './pictured-documents.ts';
import { EBU_STL, SCENARIST, TTML } from './subtitles/subtitle-types.ts';
import { archiveFormat } from './unpack/archive-types.ts';

/** Programs of the system that readers make use of. */
export const programs = ['djvulibre', 'ffmpeg', 'libreoffice', 'tesseract'] as const;
export type Program = (typeof programs)[number];

/**
 * What does one stage of reading files of a format. What an older version did is done again, that stage alone: raise the
 * version when it comes to find more, or other things.
 */
export interface Reader {
  engine: string;
  /** Versions are compared by the numbers in them. */
  engineVersion: string;
  /** The program without which it reads in part, or not at all. */
  needs?: Program;
  /** Who reads where that program is not there, if anybody does. */
  alone?: Pick<Reader, 'engine' | 'engineVersion'>;
}

const mail = { engine: 'postal-mime', engineVersion: '6' };
const html = { engine: 'html-to-text', engineVersion: '3' };
const webArchive = { ...html, engineVersion: '4' };
const libreOffice = { engine: 'libreoffice', engineVersion: '1', needs: 'libreoffice' } as const;
const packageWords = { engine: 'package-text', engineVersion: '1' };
const djvuLibre = { engine: 'djvulibre', engineVersion: '1', needs: 'djvulibre' } as const;
const fictionBook = { engine: 'fictionbook', engineVersion: '3' };

/** Who extracts text and facts. */
export const extractors = {
  archive: { engine: 'archive', engineVersion: '1' },
  calendar: { engine: 'calendar', engineVersion: '3' },
  contacts: { engine: 'contacts', engineVersion: '2' },
  csv: { engine: 'papaparse', engineVersion: '3' },
  djvu: djvuLibre,
  epub: { engine: 'epub', engineVersion: '4' },
  fictionBook,
  html,
  image: { engine: 'sharp', engineVersion: '5' },
  ffmpegImage: {
    engine: 'ffmpeg-picture',
    engineVersion: '1',
    needs: 'ffmpeg',
    alone: { engine: 'picture-header', engineVersion: '1' },
  },
  mail,
  mailFolder: mail,
  manualPage: { engine: 'manual-page', engineVersion: '1' },
  mobi: { engine: 'mobi', engineVersion: '2' },
  office: { engine: 'officeparser', engineVersion: '8.1.1/5' },
  iWork: { ...libreOffice, alone: { engine: 'iwork-preview', engineVersion: '1' } },
  oldExcel: { ...libreOffice, alone: { engine: 'excel', engineVersion: '1' } },
  oldOffice: libreOffice,
  oldPackage: { ...libreOffice, alone: packageWords },
  oldPowerPoint: { ...libreOffice, alone: { engine: 'powerpoint', engineVersion: '1' } },
  oldWord: { ...libreOffice, alone: { engine: 'word', engineVersion: '1' } },
  outlook: { engine: 'outlook', engineVersion: '1' },
  package: packageWords,
  packedFictionBook: fictionBook,
  pdf: { engine: 'pdfium', engineVersion: '5' },
  recording: { engine: 'ffprobe', engineVersion: '5', needs: 'ffmpeg' },
  rtf: { engine: 'rtf', engineVersion: '3' },
  subtitles: { engine: 'subtitles', engineVersion: '1' },
  text: { engine: 'text', engineVersion: '5' },
  webArchive,
  workbook: { engine: 'workbook', engineVersion: '4' },
} as const satisfies Record<string, Reader>;
export type ExtractorName = keyof typeof extractors;

/** Who takes containers apart. */
export const unpackers = {
  archive: { engine: 'archive', engineVersion: '2' },
  mail: { engine: 'postal-mime', engineVersion: '1' },
  pdf: { engine: 'pdfium', engineVersion: '2' },
} as const satisfies Record<string, Reader>;

/** Who draws previews, of books by their covers and of iWork documents by those in them; recordings also get their strip, waveform and scenes. */
export const renderers = {
  djvu: djvuLibre,
  document: { engine: 'sharp', engineVersion: '1' },
  image: { engine: 'sharp', engineVersion: '1' },
  ffmpegImage: { engine: 'ffmpeg', engineVersion: '1', needs: 'ffmpeg' },
  pdf: { engine: 'pdfium', engineVersion: '1' },
  recording: { engine: 'ffmpeg', engineVersion: '2', needs: 'ffmpeg' },
} as const satisfies Record<string, Reader>;

/** Who reads pictures of text. The system's Tesseract, where it is used, comes with a version of its own. */
export const recogniser = {
  engine: 'tesseract.js',
  engineVersion: '7.0.0/1',
} as const satisfies Reader;

/** What tells the format of a file; where it learns more, files that nobody read are looked at once more. */
export const identifier = { engine: '', engineVersion: '6' } as const satisfies Reader;

type Format = Pick<ReadBy, 'mime' | 'kind'>;

const aloneByMime: Readonly<Record<string, ExtractorName>> = {
  ...Object.fromEntries([...iWorkTypes].map((mime) => [mime, 'iWork' as const])),
  ...Object.fromEntries([...oldPackages].map((mime) => [mime, 'oldPackage' as const])),
  'application/msword': 'oldWord',
  'application/vnd.ms-excel': 'oldExcel',
  'application/vnd.ms-powerpoint': 'oldPowerPoint',
};

const extractorsByMime: Readonly<Record<string, ExtractorName>> = {
  [EPUB]: 'epub',
  [MOBI]: 'mobi',
  [PALM_BOOK]: 'mobi',
  [FICTION_BOOK]: 'fictionBook',
  [PACKED_FICTION_BOOK]: 'packedFictionBook',
  'application/rtf': 'rtf',
  'text/csv': 'csv',
  'text/tab-separated-values': 'csv',
  'application/x-subrip': 'subtitles',
  'text/vtt': 'subtitles',
  'text/troff': 'manualPage',
  [EBU_STL]: 'subtitles',
  [SCENARIST]: 'subtitles',
  [TTML]: 'subtitles',
  'text/calendar': 'calendar',
  'text/vcard': 'contacts',
  'text/html': 'html',
  'message/rfc822': 'mail',
  [MSG]: 'outlook',
  [TNEF]: 'outlook',
  'application/mbox': 'mailFolder',
  'multipart/related': 'webArchive',
};

/** Who extracts the text of files of a format; undefined where nobody does. */
export function extractorFor({ mime, kind }: Format): ExtractorName | undefined {
  if (mime in oldFormats) return aloneByMime[mime] ?? 'oldOffice';
  if (unreadReason(mime) !== undefined || mime === PROTECTED_OFFICE) return undefined;
  if (archiveFormat(mime) !== undefined) return 'archive';
  if (kind === 'video' || kind === 'audio') return 'recording';
  if (mime === DJVU) return 'djvu';
  if (ffmpegPictureName(mime) !== undefined) return 'ffmpegImage';
  if (kind === 'image' || kind === 'pdf') return kind;
  if (officeKind(mime) !== undefined) return officeFileType(mime) === 'xlsx' ? 'workbook' : 'office';
  if (packageKind(mime) !== undefined) return 'package';
  return extractorsByMime[mime] ?? (kind === 'text' ? 'text' : undefined);
}

/** Who does a stage of reading files of a format now. */
export function readerFor(stage: ReadingStage, format: Format): Reader {
  const { kind } = format;
  switch (stage) {
    case 'extract': {
      const name = extractorFor(format);
      return name === undefined ? identifier : extractors[name];
    }
    case 'unpack':
      return kind === 'pdf' ? unpackers.pdf : kind === 'mail' || kind === 'web' ? unpackers.mail : unpackers.archive;
    case 'render':
      if (format.mime === DJVU) return renderers.djvu;
      if (ffmpegPictureName(format.mime) !== undefined) return renderers.ffmpegImage;
      if (picturedDocuments.has(format.mime)) return renderers.document;
      return kind === 'pdf' ? renderers.pdf : kind === 'image' ? renderers.image : renderers.recording;
    case 'ocr':
      return recogniser;
  }
}

/** Who does a stage where a program is not there. */
function doneBy(reader: Reader, lacks: string): Pick<Reader, 'engine' | 'engineVersion'> {
  return (lacks !== '' && lacks === reader.needs ? reader.alone : undefined) ?? reader;
}

/** A stage of an asset as it is kept when it was done, or is to be done, by who does it now. */
export function doneNow(stage: ReadingStage, { mime, kind }: Format, lacks: Program | '' = ''): ReadBy {
  const { engine, engineVersion } = doneBy(readerFor(stage, { mime, kind }), lacks);
  return { stage, mime, kind, engine, engineVersion, lacks };
}

const numbers = new Intl.Collator('en', { numeric: true });

/** Whether who does a stage now, with the programs that were there then, may find more than who did it. */
export function isOutdated(before: ReadBy): boolean {
  const now = doneBy(readerFor(before.stage, before), before.lacks);
  return now.engine !== before.engine || numbers.compare(now.engineVersion, before.engineVersion) > 0;
}
