import type { Extraction, Identity, Refusal, SourcePath } from '../../../workers/media-protocol.ts';
import { extractPdf } from '../pdf/pdf.ts';
import { failed } from '../refusal.ts';
import { textExtraction } from '../text/text.ts';
import { asPdf, ghostscript } from './ghostscript.ts';

const NOT_RUN =
  'Ghostscript, which reads PostScript, made no pages of it. It may be damaged or a part of another document: try to open it in a program that shows PostScript.';
const DAMAGED = 'It is damaged or cut short. What there is of it is searched.';
const TOO_LONG = 'Ghostscript, which reads PostScript, did not come to its end in two minutes.';

/** The text of a PostScript file, by way of the system's Ghostscript; undefined where there is none. */
export async function extractPostScript(
  path: SourcePath,
  identity: Identity,
  signal?: AbortSignal,
): Promise<Extraction | Refusal | undefined> {
  const program = await ghostscript();
  if (!program) return undefined;
  const found = await asPdf(program, path, signal, async (made, isWhole) => {
    const pages = await extractPdf(made, { ...identity, mime: 'application/pdf', kind: 'pdf' });
    if ('refused' in pages || isWhole) return pages;
    return pages.passages.length === 0 ? undefined : { ...pages, notes: [...pages.notes, DAMAGED] };
  }).catch(() => failed(TOO_LONG));
  signal?.throwIfAborted();
  if (found === undefined) return failed(NOT_RUN);
  if ('refused' in found) return found;
  const { title, metadata, notes, passages } = found;
  return textExtraction({
    engine: `ghostscript+${found.engine}`,
    engineVersion: `${program.version}+${found.engineVersion}`,
    title,
    // When, and with what, it was made is said of the PDF.
    date: null,
    metadata: metadata.filter(({ label }) => label !== 'Made with'),
    notes,
    // Its text alone: the pages are of a document that is gone again.
    text: passages.map(({ text }) => text).join('\n\n'),
    format: 'plain',
  });
}
