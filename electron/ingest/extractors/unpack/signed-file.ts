import type { SourcePath } from '../../../workers/media-protocol.ts';
import { readWhole } from '../read-whole.ts';
import { cleanPath } from './entry-path.ts';
import type { PartSink } from './part-sink.ts';
import { signedContent } from './signed-content.ts';

/** Larger ones do not fit beside what is in them into the reader's memory. */
const LARGEST = 500 * 1024 * 1024;

/**
 * Unpacks the document that was signed; whether the signature holds is not looked at. Answers whether it was there.
 * @param name of the signed file
 * @throws TooLargeUnpacked, NoRoom
 */
export async function unpackSigned(path: SourcePath, name: string, sink: PartSink): Promise<boolean> {
  const bytes = readWhole(path, LARGEST);
  const content = bytes && signedContent(bytes);
  if (content) {
    const writer = sink.open();
    writer.write(content);
    writer.end({ path: cleanPath(nameOf(content, name)), rawPath: null, modified: null });
  }
  await sink.flush();
  return content !== undefined;
}

/** `invoice.pdf.p7m` → `invoice.pdf`; a mail has the name of none. */
function nameOf(content: Buffer, name: string): string {
  const isMail = /^(?:[\w-]+:[^\n]*\n\s*)*content-type:/i.test(content.toString('latin1', 0, 2000));
  const inner = name.replace(/\.(?:p7m|p7s|p7b|p7c)$/i, '');
  return isMail && !/\.\w{1,5}$/.test(inner) ? 'message.eml' : inner;
}
