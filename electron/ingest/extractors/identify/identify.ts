import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { extname } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import type { AssetKind } from '../../../../shared/contract/library.ts';
import type { Identity, SourcePath } from '../../../workers/media-protocol.ts';
import { binaryBooks } from '../book/book-types.ts';
import { hasBmpHeader } from '../image/bmp-header.ts';
import { isRawTiff } from '../image/raw.ts';
import { isTga } from '../image/tga.ts';
import { officeKind } from '../office/office-types.ts';
import { packageKind } from '../office/package-types.ts';
import { MSG, TNEF } from '../outlook/outlook-types.ts';
import { recordingFormat } from '../recording/formats.ts';
import { beginsAsEbuStl } from '../subtitles/ebu-stl.ts';
import { EBU_STL } from '../subtitles/subtitle-types.ts';
import { hasStrayControls } from '../text/decode-text.ts';
import { archiveFormat, SIGNED } from '../unpack/archive-types.ts';
import { type CmsKind, cmsKind } from '../unpack/signed-content.ts';
import { type ByteSource, fileSource } from './byte-source.ts';
import { isCompoundFile, readCompoundDirectory } from './compound-file.ts';
import { typeOfCompound } from './compound-types.ts';
import { typeBySignature } from './signatures.ts';
import { type Type, textType } from './text-type.ts';
import { unreadKind } from './unread-formats.ts';
import { isZip, readZipDirectory } from './zip-directory.ts';
import { typeOfZip } from './zip-types.ts';

const CHUNK = 1 << 20;
const LEAST_CHUNK = 4096;
/** Bytes at a file's start that its kind is told from. */
const HEAD = 256 * 1024;
/** The key of a header partition of MXF but for what says of which kind it is, and how much may stand before it. */
const PARTITION = Buffer.from('060e2b34020501010d0102010102', 'hex');
const LONGEST_RUN_IN = 65_535;
/** Bytes at a PDF's end that hold its trailer. */
const TAIL = 4096;

/** Reads a file once, for its SHA-256, and then where its kind is to be told from. */
export async function identify({ path }: { path: SourcePath }): Promise<Identity> {
  const file = openSync(typeof path === 'string' ? path : Buffer.from(path), 'r');
  try {
    const { sha256, size } = hashOf(file);
    const extension = extname(Buffer.from(path).toString('latin1')).toLowerCase();
    return { sha256, size, ...(await typeOf(fileSource(file, size), extension)) };
  } finally {
    closeSync(file);
  }
}

function hashOf(file: number): { sha256: string; size: number } {
  const hash = createHash('sha256');
  // Small files are most: room for more than one has would have to be cleared away again.
  const buffer = Buffer.allocUnsafe(Math.min(CHUNK, Math.max(LEAST_CHUNK, fstatSync(file).size)));
  let size = 0;
  for (;;) {
    const bytesRead = readSync(file, buffer, 0, buffer.length, size);
    if (bytesRead === 0) break;
    hash.update(buffer.subarray(0, bytesRead));
    size += bytesRead;
  }
  return { sha256: hash.digest('hex'), size };
}

/** What the bytes are; the name's extension only decides between formats that are all plain text. */
export async function typeOf(source: ByteSource, extension: string): Promise<Type> {
  const head = await source.read(0, HEAD);
  if (head.length === 0) return { mime: 'application/x-empty', kind: 'other' };
  if (isPdf(head, await source.read(Math.max(0, source.size - TAIL), TAIL)))
    return { mime: 'application/pdf', kind: 'pdf' };
  const known = await binaryType(source, head, extension);
  if (known !== undefined) return { mime: known, kind: kindOf(known) };
  const text = textType(head, extension);
  if (text) return text;
  // These have no mark at their start.
  if (tgaExtensions.has(extension) && isTga(head)) return { mime: 'image/x-tga', kind: 'image' };
  // An archive may have anything before it, such as the program that unpacks it.
  const entries = await readZipDirectory(source);
  const packed = entries.length > 0 ? typeOfZip(head, entries, extension) : 'application/octet-stream';
  return { mime: packed, kind: kindOf(packed) };
}

/** A PDF by its header, or by its objects where the header is missing, damaged or has something before it. */
function isPdf(head: Buffer, tail: Buffer): boolean {
  if (/^\s*%PDF-/.test(head.subarray(0, 1024).toString('latin1'))) return true;
  const text = head.toString('latin1');
  if (!/(^|[\r\n])\d+ \d+ obj\b/.test(text.slice(0, 4096)) || !text.includes('endobj')) return false;
  return text.slice(0, 1024).includes('%PDF-') || /(trailer|startxref|%%EOF|xref)/.test(tail.toString('latin1'));
}

async function binaryType(source: ByteSource, head: Buffer, extension: string): Promise<string | undefined> {
  if (isCompoundFile(head)) return typeOfCompound(await readCompoundDirectory(source));
  if (isZip(head)) return typeOfZip(head, await readZipDirectory(source), extension);
  const cms = cmsKind(head);
  if (cms) return cmsTypes[cms];
  if (beginsAsEbuStl(head)) return EBU_STL;
  const signed = typeBySignature(head);
  if (signed !== undefined) return signed;
  const found =
    (await fileTypeFromBuffer(head).catch(() => undefined))?.mime ?? tiffByItsMark(head) ?? mxfBehindOther(head);
  if (found === undefined || textFormats.has(found)) return undefined;
  // A TGA picture begins as a cursor does, but in place of how many pictures there are has zeros.
  if (found === 'image/x-icon' && head.length >= 6 && head.readUInt16LE(4) === 0) return undefined;
  if (found === 'image/bmp' && !hasBmpHeader(head)) return undefined;
  if (found === 'image/x-canon-cr3' && extension === '.crm') return 'video/x-canon-crm';
  if (found === 'image/tiff' && isRawTiff(head)) return rawByExtension[extension] ?? 'image/x-raw';
  // Words at the start of a text may look like another format's mark.
  const isText = textType(head, extension) !== undefined && !hasStrayControls(head);
  return formatsOfText.has(found) || !isText ? found : undefined;
}

/**
 * A TIFF whose list of what is in it lies behind its pixels, where the library, which is given the head, does not see it, or
 * is cut off with them.
 */
function tiffByItsMark(head: Buffer): string | undefined {
  const mark = head.toString('latin1', 0, 4);
  if (head.length < 8 || (mark !== 'II*\0' && mark !== 'MM\0*')) return undefined;
  const place = mark === 'II*\0' ? head.readUInt32LE(4) : head.readUInt32BE(4);
  return place >= head.length ? 'image/tiff' : undefined;
}

/** MXF may have up to 64 KB of anything before its first partition (SMPTE 377-1, 6.5), as some cameras write. */
function mxfBehindOther(head: Buffer): string | undefined {
  const place = head.subarray(0, LONGEST_RUN_IN + PARTITION.length).indexOf(PARTITION);
  return place > 0 ? 'application/mxf' : undefined;
}

const cmsTypes: Readonly<Record<CmsKind, string>> = {
  signed: SIGNED,
  signature: 'application/pkcs7-signature',
  encrypted: 'application/pkcs7-encrypted',
};

/** Raw formats of cameras that are TIFF with nothing at their start to tell them apart. */
const rawByExtension: Readonly<Record<string, string>> = {
  '.pef': 'image/x-pentax-pef',
  '.srw': 'image/x-samsung-srw',
  '.dng': 'image/x-adobe-dng',
  '.nef': 'image/x-nikon-nef',
  '.nrw': 'image/x-nikon-nef',
  '.arw': 'image/x-sony-arw',
  '.sr2': 'image/x-sony-arw',
};

/** Extensions of names of TGA pictures. */
const tgaExtensions = new Set(['.tga', '.icb', '.vda', '.vst']);

/** Formats that the library tells and that are plain text. */
const textFormats = new Set([
  'application/xml',
  'application/rtf',
  'text/plain',
  'text/calendar',
  'text/vcard',
  'text/vtt',
]);
/** Formats in which a file may well be nothing but text, and which are yet not to be read as it. */
const formatsOfText = new Set(['application/postscript', 'application/eps', 'application/zstd']);

function kindOf(mime: string): AssetKind {
  if (binaryBooks.has(mime)) return 'document';
  if (mime === MSG || mime === TNEF) return 'mail';
  if (mime === EBU_STL) return 'document';
  if (archiveFormat(mime) !== undefined) return 'archive';
  return (
    recordingFormat(mime)?.kind ??
    officeKind(mime) ??
    packageKind(mime) ??
    unreadKind(mime) ??
    (mime.startsWith('image/') ? 'image' : 'other')
  );
}
