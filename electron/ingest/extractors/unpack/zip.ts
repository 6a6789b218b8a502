import { isUtf8 } from 'node:buffer';
import { createZstdDecompress } from 'node:zlib';
import { fromFdPromise, getFileNameLowLevel, type Entry as ZipEntry, type ZipFile } from 'yauzl';
import { guessEncoding } from '../text/guess-encoding.ts';
import { cleanPath, decodedPath, type EntryPath } from './entry-path.ts';
import { DAMAGED_PART, LINK_PART, PROTECTED_PART } from './part-failures.ts';
import type { PartSink } from './part-sink.ts';

/** APPNOTE 4.4.5 */
const STORED = 0;
const DEFLATED = 8;
const ZSTANDARD = 93;
const methodsReadHere = new Set([STORED, DEFLATED, ZSTANDARD]);
/** General purpose bit 11 (APPNOTE 4.4.4): the name is UTF-8. */
const UTF8_NAME = 0x800;
/** Info-ZIP's extra field with the name in Unicode. */
const UNICODE_PATH = 0x7075;
/** The system that made an entry, in the upper byte of its version, whose attributes hold Unix's mode. */
const UNIX = 3;
const FILE_TYPE = 0xf000;
const REGULAR = 0x8000;
const DIRECTORY = 0x4000;

/**
 * Unpacks a ZIP file entry by entry, with as much in memory as its list of entries takes. False where it is for another
 * reader: its list is damaged, or entries are packed in a rare way or encrypted while a password is there.
 * @throws TooLargeUnpacked, NoRoom
 */
export async function unpackZip(handle: number, sink: PartSink, hasPassword: boolean): Promise<boolean> {
  const zip = await fromFdPromise(handle, { lazyEntries: true, decodeStrings: false, autoClose: false }).catch(
    () => undefined,
  );
  const entries = zip && (await entriesOf(zip, sink));
  if (!zip || !entries) return false;
  if (entries.some((entry) => (entry.isEncrypted() ? hasPassword : !methodsReadHere.has(entry.compressionMethod))))
    return false;
  sink.budget.expect({
    entries: entries.length,
    bytes: entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0),
  });
  const encoding = encodingOf(entries);
  for (const entry of entries) await unpackEntry(zip, entry, encoding, sink);
  await sink.flush();
  return true;
}

/** The list of entries; undefined where it is damaged. */
async function entriesOf(zip: ZipFile, sink: PartSink): Promise<ZipEntry[] | undefined> {
  sink.budget.expect({ bytes: 0, entries: zip.entryCount });
  const entries: ZipEntry[] = [];
  try {
    for await (const entry of zip.eachEntry()) entries.push(entry);
  } catch {
    return undefined;
  }
  return entries;
}

/** The encoding of the names that are not UTF-8: one for all, as one program wrote them. */
function encodingOf(entries: readonly ZipEntry[]): () => string {
  let guessed: string | undefined;
  return () => {
    guessed ??= guessEncoding(
      Buffer.concat(
        entries
          .filter(({ fileNameRaw }) => !isUtf8(fileNameRaw))
          .flatMap(({ fileNameRaw }) => [fileNameRaw, Buffer.from('\n')]),
      ),
    );
    return guessed;
  };
}

async function unpackEntry(zip: ZipFile, zipEntry: ZipEntry, encoding: () => string, sink: PartSink): Promise<void> {
  const entry = { ...pathOf(zipEntry, encoding), modified: timeOf(zipEntry) };
  const type = typeOf(zipEntry);
  if (type === 'directory') return;
  if (type === 'other') sink.refuse(entry, LINK_PART);
  else if (zipEntry.isEncrypted()) sink.refuse(entry, PROTECTED_PART);
  else await sink.keep(entry, bytesOf(zip, zipEntry), () => DAMAGED_PART);
}

async function* bytesOf(zip: ZipFile, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  if (entry.compressionMethod === ZSTANDARD) {
    const packed = await zip.openReadStreamPromise(entry, { decodeFileData: false });
    const unpacked = createZstdDecompress();
    packed.on('error', (error) => unpacked.destroy(error));
    yield* packed.pipe(unpacked) as AsyncIterable<Uint8Array>;
  } else yield* (await zip.openReadStreamPromise(entry)) as AsyncIterable<Uint8Array>;
}

function pathOf({ fileNameRaw, generalPurposeBitFlag, extraFields }: ZipEntry, encoding: () => string): EntryPath {
  const saysUnicode = (generalPurposeBitFlag & UTF8_NAME) !== 0 || extraFields.some(({ id }) => id === UNICODE_PATH);
  if (!saysUnicode) return decodedPath(fileNameRaw, encoding);
  return {
    path: cleanPath(getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false)),
    rawPath: null,
  };
}

function timeOf(entry: ZipEntry): number | null {
  const time = entry.getLastModDate().getTime();
  return Number.isFinite(time) && entry.lastModFileDate !== 0 ? time : null;
}

function typeOf(entry: ZipEntry): 'file' | 'directory' | 'other' {
  if (/[\\/]$/.test(entry.fileNameRaw.toString('latin1'))) return 'directory';
  const mode = entry.versionMadeBy >> 8 === UNIX ? (entry.externalFileAttributes >>> 16) & FILE_TYPE : 0;
  if (mode === DIRECTORY) return 'directory';
  return mode === 0 || mode === REGULAR ? 'file' : 'other';
}
