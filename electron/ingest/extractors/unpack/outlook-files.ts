import type { SourcePath } from '../../../workers/media-protocol.ts';
import { outlookFiles } from '../outlook/outlook.ts';
import { cleanPath } from './entry-path.ts';
import type { PartSink } from './part-sink.ts';

/** Unpacks what is attached to a message of Outlook. @throws TooLargeUnpacked, NoRoom */
export async function unpackOutlook(path: SourcePath, mime: string, sink: PartSink): Promise<boolean> {
  const files = outlookFiles(path, mime);
  for (const file of files ?? []) {
    const writer = sink.open();
    writer.write(file.bytes);
    writer.end({ path: cleanPath(file.path), rawPath: null, modified: file.sent });
    await sink.flushBatch();
  }
  await sink.flush();
  return files !== undefined;
}
