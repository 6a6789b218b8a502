import type { Extraction, Refusal, SourcePath } from '../../../workers/media-protocol.ts';
import { readWhole } from '../read-whole.ts';
import { extractors } from '../readers.ts';
import { failed } from '../refusal.ts';
import { textExtraction } from '../text/text.ts';
import { readMsg } from './msg.ts';
import type { OutlookMessage } from './outlook-message.ts';
import { TNEF } from './outlook-types.ts';
import { readTnef } from './tnef.ts';

/** Larger ones do not fit beside what is in them into the reader's memory. */
const LARGEST = 500 * 1024 * 1024;
const DAMAGED = 'The message is damaged and cannot be opened. Get another copy of it.';

/** A message of Outlook: who wrote to whom, when and what, with the messages attached to it. */
export async function extractOutlook(path: SourcePath, mime: string): Promise<Extraction | Refusal> {
  const bytes = readWhole(path, LARGEST);
  if (bytes === undefined) return failed('The message is larger than 500 MB.');
  const message = readOutlook(bytes, mime);
  if (!message) return failed(DAMAGED);
  const extraction = textExtraction({
    ...extractors.outlook,
    text: textOf(message),
    format: 'plain',
    title: message.subject,
    date: message.sent,
    metadata: fieldsOf(message)
      .filter(([label]) => label !== 'Subject')
      .map(([label, value]) => ({ label, value })),
    notes: [],
  });
  return { ...extraction, hasParts: filesIn(message).length > 0 };
}

/** The files that are attached to a message of Outlook, or to messages in it; undefined where it is damaged. */
export function outlookFiles(path: SourcePath, mime: string): OutlookFile[] | undefined {
  const bytes = readWhole(path, LARGEST);
  const message = bytes && readOutlook(bytes, mime);
  return message && filesIn(message);
}

export interface OutlookFile {
  /** With the names of the messages that it lies in before it. */
  path: string;
  bytes: Buffer;
  /** Milliseconds since 1970; null where the message does not say when it was sent. */
  sent: number | null;
}

function readOutlook(bytes: Buffer, mime: string): OutlookMessage | undefined {
  return mime === TNEF ? readTnef(bytes) : readMsg(bytes);
}

function filesIn({ attachments, sent }: OutlookMessage): OutlookFile[] {
  return attachments.flatMap((attachment) => {
    const name = attachment.name.replaceAll(/[\\/]/g, '-');
    if ('bytes' in attachment) return [{ path: name, bytes: attachment.bytes, sent }];
    return filesIn(attachment.message).map((file) => ({ ...file, path: `${name}/${file.path}` }));
  });
}

function textOf(message: OutlookMessage): string {
  const head = fieldsOf(message).map(([label, value]) => `${label}: ${value}`);
  const attached = message.attachments.flatMap((attachment) =>
    'message' in attachment ? [textOf(attachment.message)] : [],
  );
  return [`${head.join('\n')}\n\n${message.body}`.trim(), ...attached].filter((text) => text !== '').join('\n\n\n');
}

function fieldsOf({ subject, from, to, cc, sent, attachments }: OutlookMessage): [string, string][] {
  const fields: [string, string][] = [
    ['Subject', subject],
    ['From', from],
    ['To', to],
    ['Cc', cc],
    ['Date', sent === null ? '' : new Date(sent).toUTCString()],
    ['Attachments', attachments.map(({ name }) => name).join(', ')],
  ];
  return fields.filter(([, value]) => value !== '');
}
