import PostalMime, { type Address, type Email } from 'postal-mime';
import type { Extraction, Refusal, SourcePath } from '../../../workers/media-protocol.ts';
import { readWhole } from '../read-whole.ts';
import { failed } from '../refusal.ts';
import { htmlExtraction } from './html.ts';
import { htmlToText } from './html-to-text.ts';
import { textExtraction } from './text.ts';

const ENGINE = { engine: 'postal-mime', engineVersion: '2' };
const LARGEST_MAIL = 200 * 1024 * 1024;
/** Characters of a folder of mails that are read. */
const MOST_TEXT = 20 * 1024 * 1024;

/** A mail: who wrote to whom, when and what, and the names of what was attached. */
export async function extractMail(path: SourcePath): Promise<Extraction | Refusal> {
  const bytes = await readWhole(path, LARGEST_MAIL);
  if (bytes === undefined) return failed('The mail is larger than 200 MB.');
  const mail = await PostalMime.parse(withoutByteCount(bytes));
  const fields = fieldsOf(mail);
  return textExtraction({
    ...ENGINE,
    text: mailText(mail),
    format: 'plain',
    title: mail.subject ?? '',
    date: dateOf(mail),
    metadata: fields.filter(([label]) => label !== 'Subject').map(([label, value]) => ({ label, value })),
    notes: mail.attachments.length > 0 ? ['What is attached to it is searched by name alone.'] : [],
  });
}

/** A folder of mails in one file (RFC 4155): one mail after the other. */
export async function extractMailFolder(path: SourcePath): Promise<Extraction | Refusal> {
  const bytes = await readWhole(path, LARGEST_MAIL);
  if (bytes === undefined) return failed('The folder of mails is larger than 200 MB.');
  const messages = splitFolder(bytes);
  const texts: string[] = [];
  let length = 0;
  for (const message of messages) {
    if (length > MOST_TEXT) break;
    const text = mailText(await PostalMime.parse(message));
    texts.push(text);
    length += text.length;
  }
  return textExtraction({
    ...ENGINE,
    text: texts.join('\n\n\n'),
    format: 'plain',
    title: '',
    date: null,
    metadata: [{ label: 'Messages', value: String(messages.length) }],
    notes:
      texts.length < messages.length
        ? [`It has ${messages.length} mails. The first ${texts.length} are shown and searched.`]
        : [],
  });
}

/** A web page with all that belongs to it in one file, as browsers and Word save it (RFC 2557). */
export async function extractWebArchive(path: SourcePath): Promise<Extraction | Refusal> {
  const bytes = await readWhole(path, LARGEST_MAIL);
  if (bytes === undefined) return failed('The saved web page is larger than 200 MB.');
  const { html, text } = await PostalMime.parse(bytes);
  return htmlExtraction(html ?? `<pre>${text ?? ''}</pre>`, []);
}

/** Apple Mail writes the length of a message before it. */
function withoutByteCount(bytes: Buffer): Buffer {
  const count = /^\d+\s*\n/.exec(bytes.subarray(0, 32).toString('latin1'))?.[0] ?? '';
  return bytes.subarray(count.length);
}

function splitFolder(bytes: Buffer): Buffer[] {
  const starts: number[] = [];
  for (let at = 0; at >= 0; at = bytes.indexOf('\nFrom ', at)) starts.push(at === 0 ? at++ : ++at);
  return starts.map((start, index) => {
    const envelopeEnd = bytes.indexOf(0x0a, start);
    return bytes.subarray(envelopeEnd < 0 ? start : envelopeEnd + 1, starts[index + 1]);
  });
}

function mailText(mail: Email): string {
  const head = fieldsOf(mail).map(([label, value]) => `${label}: ${value}`);
  return `${head.join('\n')}\n\n${bodyOf(mail)}`.replace(/\r\n?/g, '\n');
}

/** The body as text; as the page that was sent where the text beside it is only a stub. */
function bodyOf({ text = '', html }: Email): string {
  const plain = text.trim();
  const page = html ? htmlToText(html) : '';
  return plain.length * 3 < page.length ? page : plain;
}

function fieldsOf(mail: Email): [string, string][] {
  const sent = dateOf(mail);
  const fields: [string, string][] = [
    ['Subject', mail.subject ?? ''],
    ['From', addresses(mail.from ? [mail.from] : [])],
    ['To', addresses(mail.to ?? [])],
    ['Cc', addresses(mail.cc ?? [])],
    ['Date', sent === null ? (mail.date ?? '') : new Date(sent).toUTCString()],
    [
      'Attachments',
      mail.attachments
        .map(({ filename }) => filename ?? '')
        .filter(Boolean)
        .join(', '),
    ],
  ];
  return fields.filter(([, value]) => value !== '');
}

function dateOf({ date }: Email): number | null {
  const sent = Date.parse(date ?? '');
  return Number.isFinite(sent) ? sent : null;
}

function addresses(list: readonly Address[]): string {
  return list
    .flatMap((entry) => ('group' in entry && entry.group ? entry.group : [entry]))
    .map(({ name, address }) => (name && address ? `${name} <${address}>` : name || address || ''))
    .filter(Boolean)
    .join(', ');
}
