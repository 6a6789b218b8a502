import { open } from 'node:fs/promises';
import type { NoRoomLeft, Refusal, UnpackedPart, Unpacking, UnpackRequest } from '../../../workers/media-protocol.ts';
import { MSG, TNEF } from '../outlook/outlook-types.ts';
import { readerFor } from '../readers.ts';
import { failed, PASSWORD_WANTED } from '../refusal.ts';
import { archiveFormat } from './archive-types.ts';
import { Budget, TooLargeUnpacked } from './budget.ts';
import { ByteReader } from './byte-reader.ts';
import { unpackCompressed } from './compressed.ts';
import { unpackMail, unpackMailFolder } from './mail-attachments.ts';
import { unpackOutlook } from './outlook-files.ts';
import { NoRoom, PartSink } from './part-sink.ts';
import { unpackPdf } from './pdf-files.ts';
import { ArchiveError, unpackBySevenZip } from './seven-zip.ts';
import { unpackSigned } from './signed-file.ts';
import { unpackTar } from './tar.ts';
import { unpackZip } from './zip.ts';
import { unpackZipRemains } from './zip-remains.ts';

const DAMAGED = 'It is damaged or cut short. What could be unpacked of it is searched.';

/**
 * Unpacks a container into the library and tells of what was in it, in order. Answers how that went; a container that
 * is refused leaves nothing behind.
 */
export async function unpack(
  request: UnpackRequest,
  { emit }: { emit: (parts: UnpackedPart[]) => void },
): Promise<Unpacking | Refusal | NoRoomLeft> {
  const { identity, into, limits } = request;
  const sink = new PartSink(into, new Budget(limits), emit);
  try {
    const whole = await unpackFile(request, sink);
    if (sink.allProtected) {
      sink.discard();
      return failed(PASSWORD_WANTED);
    }
    const { engine, engineVersion } = readerFor('unpack', identity);
    return { engine, engineVersion, parts: sink.count, notes: whole ? [] : [DAMAGED] };
  } catch (error) {
    sink.discard();
    if (error instanceof TooLargeUnpacked) return { refused: 'quarantined', reason: error.message };
    if (error instanceof ArchiveError)
      return failed(
        error.problem === 'protected'
          ? PASSWORD_WANTED
          : 'The archive is damaged: nothing in it can be unpacked. Get another copy of it.',
      );
    if (isFull(error)) return { noRoom: new NoRoom().message };
    throw error;
  }
}

async function unpackFile(request: UnpackRequest, sink: PartSink): Promise<boolean> {
  const { path, identity, password } = request;
  switch (identity.mime) {
    case 'message/rfc822':
    case 'multipart/related':
      return unpackMail(path, sink);
    case 'application/mbox':
      return unpackMailFolder(path, sink);
    case MSG:
    case TNEF:
      return unpackOutlook(path, identity.mime, sink);
    case 'application/pdf':
      return unpackPdf(path, identity.sha256, password, sink);
    default:
      return unpackArchive(request, sink);
  }
}

async function unpackArchive({ path, identity, name, password = '' }: UnpackRequest, sink: PartSink): Promise<boolean> {
  const format = archiveFormat(identity.mime);
  const file = await open(typeof path === 'string' ? path : Buffer.from(path));
  try {
    switch (format) {
      case 'zip':
        return (await unpackZip(file.fd, sink, password !== '')) || (await unpackOddZip(file.fd, sink, password));
      case 'tar':
        return await unpackTar(new ByteReader(file.createReadStream({ autoClose: false, start: 0 })), sink);
      case 'gzip':
      case 'zstd':
        return await unpackCompressed(file.fd, format, name, sink);
      case 'signed':
        return await unpackSigned(path, name, sink);
      case 'compressed':
        return await unpackCompressed(file.fd, 'other', name, sink);
      default:
        return await unpackBySevenZip(file.fd, sink, password);
    }
  } finally {
    await file.close();
  }
}

/** A ZIP file that wants a password, is packed in a rare way, or whose list is damaged: then what is left is unpacked. */
async function unpackOddZip(handle: number, sink: PartSink, password: string): Promise<boolean> {
  try {
    return await unpackBySevenZip(handle, sink, password);
  } catch (error) {
    if (!(error instanceof ArchiveError) || error.problem === 'protected' || sink.count > 0) throw error;
    if ((await unpackZipRemains(handle, sink)) === 0) throw error;
    return false;
  }
}

function isFull(error: unknown): boolean {
  return error instanceof NoRoom || (error instanceof Error && 'code' in error && error.code === 'ENOSPC');
}
