import type { Attachment } from 'postal-mime';
import type { SourcePath } from '../../../workers/media-protocol.ts';
import { asLine } from '../as-line.ts';
import { readWhole } from '../read-whole.ts';
import { LARGEST_MAIL, parseMail, splitFolder, withoutByteCount } from '../text/mail.ts';
import { cleanPath } from './entry-path.ts';
import type { PartSink } from './part-sink.ts';

/** Characters of a mail's subject that name it among the mails of a folder. */
const LONGEST_SUBJECT = 80;

/** Endings of names for what is attached without one. */
const endings: Readonly<Record<string, string>> = {
  'message/rfc822': 'eml',
  'text/plain': 'txt',
  'text/calendar': 'ics',
  'text/x-vcard': 'vcf',
  'image/jpeg': 'jpg',
  'image/svg+xml': 'svg',
};

/** Unpacks what is attached to a mail, or belongs to a saved web page. @throws TooLargeUnpacked, NoRoom */
export async function unpackMail(path: SourcePath, sink: PartSink): Promise<boolean> {
  const bytes = await readWhole(path, LARGEST_MAIL);
  if (bytes) await keepAttachments(withoutByteCount(bytes), '', sink);
  await sink.flush();
  return bytes !== undefined;
}

/** Unpacks what is attached to the mails of a folder; those of a mail lie in a folder with its subject as its name. */
export async function unpackMailFolder(path: SourcePath, sink: PartSink): Promise<boolean> {
  const bytes = await readWhole(path, LARGEST_MAIL);
  for (const [index, message] of splitFolder(bytes ?? Buffer.alloc(0)).entries()) {
    await keepAttachments(message, `Mail ${index + 1}`, sink);
    await sink.flushBatch();
  }
  await sink.flush();
  return bytes !== undefined;
}

/** @param folder where they are to lie, with the mail's subject; empty for no folder */
async function keepAttachments(message: Uint8Array, folder: string, sink: PartSink): Promise<void> {
  const { attachments, subject = '', date } = (await parseMail(message)).mail;
  const sent = Date.parse(date ?? '');
  const title = asLine(subject, LONGEST_SUBJECT).replaceAll(/[\\/]/g, '-');
  const place = [folder, title].filter((part) => part !== '').join(' ');
  for (const [index, attachment] of attachments.entries()) {
    const name = attachment.filename?.replaceAll(/[\\/]/g, '-') || unnamed(attachment, index);
    const writer = sink.open();
    writer.write(bytesOf(attachment));
    writer.end({
      path: cleanPath(folder === '' ? name : `${place}/${name}`),
      rawPath: null,
      modified: Number.isFinite(sent) ? sent : null,
    });
  }
}

function unnamed({ mimeType }: Attachment, index: number): string {
  const ending = endings[mimeType] ?? /\/(?:x-)?([a-z0-9]{2,5})$/.exec(mimeType)?.[1] ?? 'bin';
  return `attachment ${index + 1}.${ending}`;
}

function bytesOf({ content }: Attachment): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
}
