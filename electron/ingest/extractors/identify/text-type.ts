import type { AssetKind } from '../../../../shared/contract/library.ts';
import { flatDocumentType } from '../office/flat-document.ts';
import { officeKind } from '../office/office-types.ts';
import { beginsAsSubRip, beginsAsWebVtt } from '../subtitles/cues.ts';
import { beginsAsScenarist } from '../subtitles/scenarist.ts';
import { SCENARIST, TTML } from '../subtitles/subtitle-types.ts';
import { isTtml } from '../subtitles/ttml.ts';
import { decodeText, textEncoding } from '../text/decode-text.ts';
import { sourceType } from './source-types.ts';

export interface Type {
  mime: string;
  kind: AssetKind;
}

/** Characters at a text's start that its type is told from. */
const LOOKED_AT = 8192;
/** The first macro of a page in man(7) or mdoc(7), which may have many definitions before it. */
const MANUAL_PAGE = /^\.(?:TH|Dd)\s+\S/m;

const web: Type = { mime: 'text/html', kind: 'web' };

const typesByExtension: Readonly<Record<string, Type>> = {
  '.md': { mime: 'text/markdown', kind: 'text' },
  '.markdown': { mime: 'text/markdown', kind: 'text' },
  '.csv': { mime: 'text/csv', kind: 'spreadsheet' },
  '.tsv': { mime: 'text/tab-separated-values', kind: 'spreadsheet' },
  '.tab': { mime: 'text/tab-separated-values', kind: 'spreadsheet' },
};

/** The first element of a drawing, behind its document type, which may declare entities. */
const DRAWING =
  /^(?:<!doctype\s+(?:[\w-]+:)?svg[^>[]*(?:\[[^\]]*\]\s*)?>\s*(?:<!--[\s\S]*?-->\s*)*)?<(?:[\w-]+:)?svg[\s>]/i;

/** What a text is, by how it begins, and by its name's extension where all is mere text; undefined where it is no text. */
export function textType(head: Buffer, extension: string): Type | undefined {
  if (textEncoding(head) === undefined) return undefined;
  const start = decodeText(head.subarray(0, LOOKED_AT * 4))
    .text.slice(0, LOOKED_AT)
    .trimStart();
  if (start.startsWith('{\\rtf')) return { mime: 'application/rtf', kind: 'document' };
  if (/^BEGIN:VCALENDAR\s/i.test(start)) return { mime: 'text/calendar', kind: 'document' };
  if (/^BEGIN:VCARD\s/i.test(start)) return { mime: 'text/vcard', kind: 'document' };
  if (beginsAsWebVtt(start)) return { mime: 'text/vtt', kind: 'document' };
  if (beginsAsSubRip(start)) return { mime: 'application/x-subrip', kind: 'document' };
  if (/^[.'](?:\\["#]|[a-zA-Z]{0,3}\s)/.test(start) && MANUAL_PAGE.test(head.toString('latin1')))
    return { mime: 'text/troff', kind: 'text' };
  if (beginsAsScenarist(start)) return { mime: SCENARIST, kind: 'document' };
  const message = messageType(start, extension);
  if (message) return message;
  // What may stand before the first element: declaration, comments, document type.
  const root = start.replace(/^(?:<\?[\s\S]*?\?>\s*|<!--[\s\S]*?-->\s*)+/, '');
  if (/^<(?:!doctype\s+html|html|head|title|meta|body)[\s>]/i.test(root)) return web;
  if (isTtml(root)) return { mime: TTML, kind: 'document' };
  if (DRAWING.test(root)) return { mime: 'image/svg+xml', kind: 'image' };
  const flat = flatDocumentType(root);
  if (flat !== undefined) return { mime: flat, kind: officeKind(flat) ?? 'document' };
  if (/^<FictionBook[\s>]/.test(root)) return { mime: 'application/x-fictionbook+xml', kind: 'document' };
  if (/^\.x?html?$/.test(extension) && /<[a-z][^>]*>/i.test(start)) return web;
  return typesByExtension[extension] ?? { mime: sourceType(start, extension) ?? 'text/plain', kind: 'text' };
}

/** A mail, a folder of mails or a saved web page, all of which begin with header fields (RFC 5322). */
function messageType(start: string, extension: string): Type | undefined {
  const envelope = /^From \S.*\r?\n/.exec(start)?.[0] ?? '';
  const count = /^\d+\s*\n/.exec(start)?.[0] ?? '';
  const names = fieldNames(start.slice(envelope.length || count.length));
  const has = (...wanted: readonly string[]) => wanted.some((name) => names.has(name));
  const delivered = has('to', 'cc', 'bcc', 'received', 'message-id', 'return-path', 'delivered-to');
  if (!delivered && has('mime-version') && /^content-type:\s*multipart\/related/im.test(start))
    return { mime: 'multipart/related', kind: 'web' };
  const usual = ['from', 'to', 'subject', 'date', 'message-id', 'mime-version', 'received', 'return-path'];
  // What was signed of a mail has but the fields that tell what it is.
  const isPart = extension === '.eml' && has('content-type', 'from', 'subject');
  if (!isPart && usual.filter((name) => names.has(name)).length < 3) return undefined;
  return { mime: envelope === '' ? 'message/rfc822' : 'application/mbox', kind: 'mail' };
}

/** The names, in lower case, of the header fields that a text begins with. */
function fieldNames(text: string): Set<string> {
  const names = new Set<string>();
  for (const line of text.split('\n')) {
    if (/^[ \t]/.test(line)) continue;
    const name = /^([\x21-\x39\x3b-\x7e]+):/.exec(line)?.[1];
    if (name === undefined) break;
    names.add(name.toLowerCase());
  }
  return names;
}
