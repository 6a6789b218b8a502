import type { Extraction, Identity, Refusal, SourcePath } from '../../../workers/media-protocol.ts';
import { extractPdf } from '../pdf/pdf.ts';
import { failed } from '../refusal.ts';
import { textExtraction } from '../text/text.ts';
import { converted, libreOffice, type Target } from './libreoffice.ts';
import { extractOffice } from './office.ts';
import { oldFormats } from './old-formats.ts';

const types: Readonly<Record<Target, Pick<Identity, 'mime' | 'kind'>>> = {
  docx: { mime: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', kind: 'document' },
  xlsx: { mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', kind: 'spreadsheet' },
  pptx: { mime: 'application/vnd.openxmlformats-officedocument.presentationml.presentation', kind: 'slides' },
  pdf: { mime: 'application/pdf', kind: 'pdf' },
};

const NOT_OPENED =
  'LibreOffice, which reads this old format, could not open it. It may be damaged or protected by a password: try to open it there.';

/**
 * A document of an old format, by way of the system's LibreOffice; undefined where there is none, or the format is none
 * that it opens.
 */
export async function extractOldOffice(
  path: SourcePath,
  identity: Identity,
): Promise<Extraction | Refusal | undefined> {
  const format = oldFormats[identity.mime];
  const office = format && (await libreOffice());
  if (!office) return undefined;
  const { extension, target } = format;
  const found = await converted(office, path, extension, target, (made) =>
    extractConverted(made, { ...identity, ...types[target] }),
  ).catch(() => undefined);
  if (found === undefined) return failed(NOT_OPENED);
  if ('refused' in found) return found;
  return { ...found, engine: `libreoffice+${found.engine}`, engineVersion: `${office.version}+${found.engineVersion}` };
}

async function extractConverted(made: string, identity: Identity): Promise<Extraction | Refusal> {
  if (identity.kind !== 'pdf') return extractOffice(made, identity);
  const found = await extractPdf(made, identity);
  // Its text alone: the pages are of a document that is gone again.
  return 'refused' in found
    ? found
    : textExtraction({ ...found, text: found.passages.map(({ text }) => text).join('\n\n'), format: 'plain' });
}
