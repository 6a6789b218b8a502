import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime';
import type { Extraction, Refusal, SourcePath } from '../../../workers/media-protocol.ts';
import { readWhole } from '../read-whole.ts';
import { extractors } from '../readers.ts';
import { failed } from '../refusal.ts';
import { decodeText } from './decode-text.ts';
import { htmlExtraction } from './html.ts';
import { htmlToText } from './html-to-text.ts';
import { withKnownCharsets } from './mail-charsets.ts';
import { type Section, sectionsExtraction } from './sections.ts';
import { textExtraction } from './text.ts';

const ENGINE = extractors.mail;
export const LARGEST_MAIL = 200 * 1024 * 1024;
/** Characters of a folder of mails, and bytes of an attached text, that are read. */
const MOST_TEXT = 20 * 1024 * 1024;
/** Mails of a folder that are looked for. */
const MOST_MAILS = 100_000;
/** Characters of the line that sets two mails of a folder apart, with the name of the field after it. */
const LONGEST_ENVELOPE = 1200;
/** Bytes of the head of a mail or of one of its parts. */
const LARGEST_HEADER = 16 * 1024 * 1024;
const AS_WRITTEN = 'The mail is built in a way that cannot be taken apart: it is shown and searched as it is written.';
/** Mails in mails in mails that are read. */
const DEEPEST = 10;

/** A mail: who wrote to whom, when and what; the mails and texts attached to it, and the names of all that is. */
export async function extractMail(path: SourcePath): Promise<Extraction | Refusal> {
  const bytes = readWhole(path, LARGEST_MAIL);
  if (bytes === undefined) return failed('The mail is larger than 200 MB.');
  const { mail, notes } = await parseMail(withoutByteCount(bytes));
  const fields = fieldsOf(mail);
  const extraction = textExtraction({
    ...ENGINE,
    text: await mailText(mail),
    format: 'plain',
    title: mail.subject ?? '',
    date: dateOf(mail),
    metadata: fields.filter(([label]) => label !== 'Subject').map(([label, value]) => ({ label, value })),
    notes,
  });
  return { ...extraction, hasParts: mail.attachments.length > 0 };
}

/** A folder of mails in one file (RFC 4155): one mail after the other, each a section by its subject. */
export async function extractMailFolder(path: SourcePath): Promise<Extraction | Refusal> {
  const bytes = readWhole(path, LARGEST_MAIL);
  if (bytes === undefined) return failed('The folder of mails is larger than 200 MB.');
  const messages = splitFolder(bytes);
  const sections: Section[] = [];
  let length = 0;
  let hasParts = false;
  for (const message of messages) {
    if (length > MOST_TEXT) break;
    const { mail } = await parseMail(message);
    hasParts ||= mail.attachments.length > 0;
    const text = await mailText(mail);
    sections.push({ name: mail.subject || `Mail ${sections.length + 1}`, text });
    length += text.length;
  }
  const extraction = sectionsExtraction({
    ...ENGINE,
    sections,
    format: 'plain',
    title: '',
    date: null,
    metadata: [{ label: 'Messages', value: String(messages.length) }],
    notes:
      sections.length < messages.length || messages.length === MOST_MAILS
        ? [
            `It has ${messages.length === MOST_MAILS ? 'at least ' : ''}${messages.length} mails. The first ${sections.length} are shown and searched.`,
          ]
        : [],
  });
  return { ...extraction, hasParts };
}

/** A web page with all that belongs to it in one file, as browsers and Word save it (RFC 2557). */
export async function extractWebArchive(path: SourcePath): Promise<Extraction | Refusal> {
  const bytes = readWhole(path, LARGEST_MAIL);
  if (bytes === undefined) return failed('The saved web page is larger than 200 MB.');
  const { mail } = await parseMail(bytes);
  const extraction = htmlExtraction(mail.html ?? `<pre>${mail.text ?? ''}</pre>`, []);
  const title = extraction.title === '' ? (mail.subject ?? '') : extraction.title;
  return { ...extraction, title, date: dateOf(mail), hasParts: mail.attachments.length > 0 };
}

/**
 * A mail. One that is built in a way that its parser refuses – of very many parts in parts – is a text as it is written,
 * and so is one whose parts cannot be told apart.
 */
export async function parseMail(bytes: Buffer | Uint8Array): Promise<{ mail: Email; notes: string[] }> {
  try {
    const mail = await PostalMime.parse(
      withKnownCharsets(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
      { maxHeadersSize: LARGEST_HEADER },
    );
    const isEmpty = !mail.text?.trim() && !mail.html?.trim() && mail.attachments.length === 0;
    return { mail: isEmpty ? { ...mail, text: bodyAsWritten(bytes) } : mail, notes: [] };
  } catch {
    return {
      mail: { headers: [], headerLines: [], attachments: [], text: decodeText(bytes).text },
      notes: [AS_WRITTEN],
    };
  }
}

/** All that stands after the head of a mail. */
function bodyAsWritten(bytes: Uint8Array): string {
  const { text } = decodeText(bytes);
  return /\r?\n\r?\n([\s\S]*)/.exec(text)?.[1] ?? '';
}

/** Apple Mail writes the length of a message before it. */
export function withoutByteCount(bytes: Buffer): Buffer {
  const count = /^\d+\s*\n/.exec(bytes.subarray(0, 32).toString('latin1'))?.[0] ?? '';
  return bytes.subarray(count.length);
}

/**
 * The mails of a folder. Each begins with a line "From …" before its first header field; a line of a letter that begins
 * so was to be written as ">From …", which not every program did.
 */
export function splitFolder(bytes: Buffer): Buffer[] {
  const starts: number[] = [];
  for (let at = 0; at >= 0 && starts.length < MOST_MAILS; at = bytes.indexOf('\nFrom ', at + 1))
    if (at === 0 || isEnvelope(bytes, at + 1)) starts.push(at === 0 ? 0 : at + 1);
  return starts.map((start, index) => {
    const envelopeEnd = bytes.indexOf(0x0a, start);
    return bytes.subarray(envelopeEnd < 0 ? start : envelopeEnd + 1, starts[index + 1]);
  });
}

/** Whether the line at an offset is followed by a header field. */
function isEnvelope(bytes: Buffer, at: number): boolean {
  const lines = bytes.subarray(at, at + LONGEST_ENVELOPE).toString('latin1');
  return /^[^\n]*\n[\x21-\x39\x3b-\x7e]+:/.test(lines);
}

/** A mail as text, with the mails and texts attached to it. */
async function mailText(mail: Email, depth = 0): Promise<string> {
  const head = fieldsOf(mail).map(([label, value]) => `${label}: ${value}`);
  const texts = [`${head.join('\n')}\n\n${bodyOf(mail)}`.replace(/\r\n?/g, '\n')];
  for (const attachment of mail.attachments) texts.push(await attachedText(attachment, depth));
  return texts.filter((text) => text !== '').join('\n\n\n');
}

/** An attached mail or text; empty where it is neither, or too much. */
async function attachedText({ mimeType, filename, content }: Attachment, depth: number): Promise<string> {
  if (typeof content === 'string' || content.byteLength > MOST_TEXT) return '';
  const bytes = new Uint8Array(content);
  if (mimeType === 'message/rfc822') return depth < DEEPEST ? mailText((await parseMail(bytes)).mail, depth + 1) : '';
  if (!mimeType.startsWith('text/')) return '';
  const { text } = decodeText(bytes);
  const plain = mimeType === 'text/html' ? htmlToText(text) : text.replace(/\r\n?/g, '\n');
  return `${filename ?? ''}\n\n${plain}`.trim();
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
