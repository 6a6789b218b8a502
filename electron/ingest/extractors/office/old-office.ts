import type { Extraction, Identity, Refusal, SourcePath } from '../../../workers/media-protocol.ts';
import { extractPdf } from '../pdf/pdf.ts';
import { readWhole } from '../read-whole.ts';
import { failed, PASSWORD_NEEDED } from '../refusal.ts';
import { textExtraction } from '../text/text.ts';
import { readExcel } from './binary/excel.ts';
import { readPowerPoint } from './binary/powerpoint.ts';
import { readWord } from './binary/word.ts';
import { readIWork } from './iwork-preview.ts';
import { iWorkTypes } from './iwork-types.ts';
import { converted, libreOffice, type Target } from './libreoffice.ts';
import { extractOffice } from './office.ts';
import { oldFormats } from './old-formats.ts';
import { oldPackages } from './package-types.ts';
import { readPackage } from './package-words.ts';

const types: Readonly<Record<Target, Pick<Identity, 'mime' | 'kind'>>> = {
  docx: { mime: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', kind: 'document' },
  xlsx: { mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', kind: 'spreadsheet' },
  pptx: { mime: 'application/vnd.openxmlformats-officedocument.presentationml.presentation', kind: 'slides' },
  pdf: { mime: 'application/pdf', kind: 'pdf' },
};

type Found = Extraction | Refusal | undefined;

/** Readers that need no program, by MIME type. */
const readers: Readonly<Record<string, (bytes: Buffer) => Found | Promise<Found>>> = {
  'application/msword': readWord,
  'application/vnd.ms-excel': readExcel,
  'application/vnd.ms-powerpoint': readPowerPoint,
  ...Object.fromEntries([...iWorkTypes].map((mime) => [mime, readIWork])),
  ...Object.fromEntries([...oldPackages].map((mime) => [mime, readPackage])),
};
/** Larger files do not fit beside what is in them into the reader's memory. */
const LARGEST_FILE = 500 * 1024 * 1024;

const WITHOUT_LIBREOFFICE =
  'This old format was read without LibreOffice, so that it is laid out more plainly. Once LibreOffice is installed, it is read again.';
const NOT_BY_LIBREOFFICE = 'LibreOffice could not open it: it was read without, and is laid out more plainly.';
const NOT_OPENED =
  'LibreOffice, which reads this old format, could not open it. It may be damaged or protected by a password: try to open it there.';

/**
 * A document of an old format, by way of the system's LibreOffice, or else by the reader for it that needs no program;
 * undefined where there is neither.
 */
export async function extractOldOffice(
  path: SourcePath,
  identity: Identity,
  signal?: AbortSignal,
): Promise<Extraction | Refusal | undefined> {
  const format = oldFormats[identity.mime];
  const office = format && (await libreOffice());
  if (!office) return extractAlone(path, identity);
  const found = await converted(office, { path, ...format, signal }, (made) =>
    extractConverted(made, { ...identity, ...types[format.target] }),
  ).catch(() => undefined);
  signal?.throwIfAborted();
  if (found === undefined) {
    const alone = await extractAlone(path, identity, NOT_BY_LIBREOFFICE);
    return alone && ('content' in alone || alone.reason === PASSWORD_NEEDED) ? alone : failed(NOT_OPENED);
  }
  if ('refused' in found) return found;
  return { ...found, engine: `libreoffice+${found.engine}`, engineVersion: `${office.version}+${found.engineVersion}` };
}

/** With a note that says why; undefined where there is no reader for the format, or for this version of it. */
export async function extractAlone(path: SourcePath, { mime }: Identity, note = WITHOUT_LIBREOFFICE): Promise<Found> {
  const reader = readers[mime];
  if (!reader) return undefined;
  const bytes = readWhole(path, LARGEST_FILE);
  if (bytes === undefined) return failed('The document is larger than 500 MB.');
  const found = await reader(bytes);
  return found && 'content' in found ? { ...found, notes: [...found.notes, note] } : found;
}

async function extractConverted(made: string, identity: Identity): Promise<Extraction | Refusal> {
  if (identity.kind !== 'pdf') return extractOffice(made, identity);
  const found = await extractPdf(made, identity);
  // Its text alone: the pages are of a document that is gone again.
  return 'refused' in found
    ? found
    : textExtraction({ ...found, text: found.passages.map(({ text }) => text).join('\n\n'), format: 'plain' });
}
