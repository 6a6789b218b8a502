import { readFile } from 'node:fs/promises';
import PostalMime, { type Address } from 'postal-mime';
import type { Extraction, Refusal, SourcePath } from '../../../workers/media-protocol.ts';
import { failed } from '../refusal.ts';
import { htmlToText } from './html.ts';
import { textExtraction } from './text.ts';

const ENGINE = { engine: 'postal-mime', engineVersion: '1' };
const LARGEST_MAIL = 200 * 1024 * 1024;

/** A mail: who wrote to whom, when and what, and the names of what was attached. */
export async function extractMail(path: SourcePath): Promise<Extraction | Refusal> {
  const bytes = await readFile(typeof path === 'string' ? path : Buffer.from(path));
  if (bytes.length > LARGEST_MAIL) return failed('The mail is larger than 200 MB.');
  const mail = await PostalMime.parse(bytes);
  const body = (mail.text ?? '').trim() || (mail.html ? htmlToText(mail.html) : '');
  const sent = mail.date === undefined ? Number.NaN : Date.parse(mail.date);
  const fields: [string, string][] = [
    ['Subject', mail.subject ?? ''],
    ['From', addresses(mail.from ? [mail.from] : [])],
    ['To', addresses(mail.to ?? [])],
    ['Cc', addresses(mail.cc ?? [])],
    ['Date', Number.isFinite(sent) ? new Date(sent).toUTCString() : (mail.date ?? '')],
    [
      'Attachments',
      mail.attachments
        .map(({ filename }) => filename ?? '')
        .filter(Boolean)
        .join(', '),
    ],
  ];
  const present = fields.filter(([, value]) => value !== '');
  return textExtraction({
    ...ENGINE,
    text: `${present.map(([label, value]) => `${label}: ${value}`).join('\n')}\n\n${body}`,
    format: 'plain',
    title: mail.subject ?? '',
    date: Number.isFinite(sent) ? sent : null,
    metadata: present.filter(([label]) => label !== 'Subject').map(([label, value]) => ({ label, value })),
  });
}

function addresses(list: readonly Address[]): string {
  return list
    .flatMap((entry) => ('group' in entry && entry.group ? entry.group : [entry]))
    .map(({ name, address }) => (name && address ? `${name} <${address}>` : name || address || ''))
    .filter(Boolean)
    .join(', ');
}
