import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import type { AssetKind } from '../../../../shared/contract/library.ts';
import type { Identity, SourcePath } from '../../../workers/media-protocol.ts';
import { decodeText, textEncoding } from '../text/decode-text.ts';
import { typeBySignature, typeOfCompound } from './formats.ts';

const CHUNK = 1 << 20;
/** Bytes at a file's start that its kind is told from. */
const HEAD = 256 * 1024;
/** Compound and archive files keep their directory anywhere, often at the end. */
const TAIL = 256 * 1024;

/** Reads a file once, for its SHA-256 and for what its bytes say it is. */
export async function identify({ path }: { path: SourcePath }): Promise<Identity> {
  const file = await open(typeof path === 'string' ? path : Buffer.from(path));
  try {
    const hash = createHash('sha256');
    const heads: Buffer[] = [];
    let tail: Buffer = Buffer.alloc(0);
    let size = 0;
    const buffer = Buffer.allocUnsafe(CHUNK);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK, size);
      if (bytesRead === 0) break;
      const bytes = buffer.subarray(0, bytesRead);
      hash.update(bytes);
      if (size < HEAD) heads.push(Buffer.from(bytes.subarray(0, HEAD - size)));
      tail = Buffer.concat([tail, bytes]).subarray(-TAIL);
      size += bytesRead;
    }
    const name = Buffer.from(path).toString('latin1');
    return {
      sha256: hash.digest('hex'),
      size,
      ...(await typeOf(Buffer.concat(heads), tail, extname(name).toLowerCase())),
    };
  } finally {
    await file.close();
  }
}

interface Type {
  mime: string;
  kind: AssetKind;
}

/** What the bytes are; the name's extension only decides between formats that are all plain text. */
export async function typeOf(head: Buffer, tail: Buffer, extension: string): Promise<Type> {
  if (head.length === 0) return { mime: 'application/x-empty', kind: 'other' };
  if (isPdf(head, tail)) return { mime: 'application/pdf', kind: 'pdf' };
  const signed = typeBySignature(head);
  const known = signed ?? (await typeByLibrary(head, tail));
  if (known !== undefined) return { mime: known, kind: kindOf(known) };
  const text = textType(head, extension);
  return text ?? { mime: 'application/octet-stream', kind: 'other' };
}

/** A PDF by its header near the start, or by its objects and trailer where the header is damaged. */
function isPdf(head: Buffer, tail: Buffer): boolean {
  if (head.subarray(0, 1024).includes('%PDF-')) return true;
  const start = head.subarray(0, 4096).toString('latin1');
  return (
    /\b\d+ \d+ obj\b/.test(start) &&
    /endobj/.test(head.toString('latin1')) &&
    /(trailer|startxref|%%EOF|xref)/.test(tail.toString('latin1'))
  );
}

async function typeByLibrary(head: Buffer, tail: Buffer): Promise<string | undefined> {
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  if (found?.mime === 'application/x-cfb') return typeOfCompound(Buffer.concat([head, tail]));
  if (found?.mime === 'application/zip') return typeOfZip(head, tail);
  // A text that only looks like XML is told apart with the other texts.
  if (found?.mime === 'application/xml' || found?.mime === 'text/plain') return undefined;
  return found?.mime;
}

/** Zip-based documents that the library takes for mere archives. */
function typeOfZip(head: Buffer, tail: Buffer): string {
  const has = (name: string) => head.includes(name) || tail.includes(name);
  if (has('word/document')) return 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  if (has('xl/workbook')) return 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  if (has('ppt/presentation')) return 'application/vnd.openxmlformats-officedocument.presentationml.presentation';
  if (has('index.apxl') || has('index.xml') || has('Index/Document.iwa')) return 'application/x-iwork';
  return 'application/zip';
}

const kindsByType: Record<string, AssetKind> = {
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'document',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.template': 'document',
  'application/vnd.ms-word.document.macroenabled.12': 'document',
  'application/vnd.oasis.opendocument.text': 'document',
  'application/vnd.oasis.opendocument.text-template': 'document',
  'application/rtf': 'document',
  'application/epub+zip': 'document',
  'application/msword': 'document',
  'application/vnd.wordperfect': 'document',
  'application/x-ami-pro': 'document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'spreadsheet',
  'application/vnd.ms-excel.sheet.macroenabled.12': 'spreadsheet',
  'application/vnd.oasis.opendocument.spreadsheet': 'spreadsheet',
  'application/vnd.ms-excel': 'spreadsheet',
  'application/vnd.lotus-1-2-3': 'spreadsheet',
  'application/x-quattro-pro': 'spreadsheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'slides',
  'application/vnd.openxmlformats-officedocument.presentationml.slideshow': 'slides',
  'application/vnd.ms-powerpoint.presentation.macroenabled.12': 'slides',
  'application/vnd.oasis.opendocument.presentation': 'slides',
  'application/vnd.ms-powerpoint': 'slides',
  'application/vnd.ms-outlook': 'mail',
  'application/pdf': 'pdf',
};

function kindOf(mime: string): AssetKind {
  return kindsByType[mime] ?? (mime.startsWith('image/') ? 'image' : 'other');
}

const typesByExtension: Record<string, Type> = {
  '.md': { mime: 'text/markdown', kind: 'text' },
  '.markdown': { mime: 'text/markdown', kind: 'text' },
  '.csv': { mime: 'text/csv', kind: 'spreadsheet' },
  '.tsv': { mime: 'text/tab-separated-values', kind: 'spreadsheet' },
  '.json': { mime: 'application/json', kind: 'text' },
  '.xml': { mime: 'application/xml', kind: 'text' },
};

function textType(head: Buffer, extension: string): Type | undefined {
  if (textEncoding(head) === undefined) return undefined;
  const text = decodeText(head).text;
  const start = text.slice(0, 4096).trimStart();
  if (start.startsWith('{\\rtf')) return { mime: 'application/rtf', kind: 'document' };
  if (isMail(start))
    return /^content-type:\s*multipart\/related/im.test(start) && extension !== '.eml'
      ? { mime: 'multipart/related', kind: 'web' }
      : { mime: 'message/rfc822', kind: 'mail' };
  if (/^(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*(<!doctype html|<html|<head|<body)/i.test(start))
    return { mime: 'text/html', kind: 'web' };
  if (/^(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*(<!doctype svg[^>]*>\s*)?<svg[\s>]/i.test(start))
    return { mime: 'image/svg+xml', kind: 'image' };
  return typesByExtension[extension] ?? { mime: 'text/plain', kind: 'text' };
}

/** A mail begins with header fields, of which some are in every mail (RFC 5322). */
function isMail(start: string): boolean {
  const fields =
    /^(?:From \S+ .*\r?\n)?((?:[\x21-\x39\x3b-\x7e]+:[^\n]*\r?\n(?:[ \t]+[^\n]*\r?\n)*)+)/.exec(start)?.[1] ?? '';
  const names = ['from', 'to', 'subject', 'date', 'message-id', 'mime-version', 'received', 'return-path'];
  return names.filter((name) => new RegExp(`^${name}:`, 'im').test(fields)).length >= 3;
}
