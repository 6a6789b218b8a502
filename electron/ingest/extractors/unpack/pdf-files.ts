import type { SourcePath } from '../../../workers/media-protocol.ts';
import { openPdf } from '../pdf/open-pdf.ts';
import { cleanPath } from './entry-path.ts';
import type { PartSink } from './part-sink.ts';

/** Unpacks the files in a PDF: those of the document, and those pinned to its pages. @throws TooLargeUnpacked, NoRoom */
export async function unpackPdf(
  path: SourcePath,
  sha256: string,
  password: string | undefined,
  sink: PartSink,
): Promise<boolean> {
  const { document } = await openPdf(path, sha256, password);
  let whole = true;
  for (const { name, bytes } of document.files()) {
    const entry = { path: cleanPath(name.replaceAll(/[\\/]/g, '-')), rawPath: null, modified: null };
    const writer = sink.open();
    if (bytes) {
      writer.write(bytes);
      writer.end(entry);
    } else {
      whole = false;
      writer.fail(entry, 'It is damaged in the document that holds it.');
    }
  }
  await sink.flush();
  return whole;
}
