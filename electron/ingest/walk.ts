import { isUtf8 } from 'node:buffer';
import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import { noFile } from '../../shared/no-file.ts';
import type { SeenFile } from '../catalog/sightings.ts';
import { fileFailure, isMissing } from './file-failure.ts';

/** Files looked at at a time, while those before are noted. */
const BATCH = 512;
const separator = Buffer.from(process.platform === 'win32' ? '\\' : '/');

/**
 * A file, or why what is there is none that can be read. `closed`: the system does not let it be looked at, or into, which
 * says nothing of what was known of it and of what lies in it.
 */
export type FoundFile = SeenFile & { failure: string | null; closed?: true };

/** All files below a path, in batches, in the order of their names. Symbolic links to folders are not followed. */
export async function* walk(root: Buffer, libraryPath: Buffer): AsyncGenerator<FoundFile[]> {
  const stats = await lstat(root).catch(() => null);
  if (!stats?.isDirectory()) {
    yield [await look(root)];
    return;
  }
  let batch: Buffer[] = [];
  let looking: Promise<FoundFile[]> = Promise.resolve([]);
  const folders = [root];
  for (let folder = folders.pop(); folder; folder = folders.pop()) {
    if (folder.equals(libraryPath)) continue;
    const entries = await readdir(folder, { withFileTypes: true, encoding: 'buffer' }).catch((error: unknown) => error);
    if (!Array.isArray(entries)) {
      yield [{ ...unread(folder, `The folder cannot be opened. ${fileFailure(entries)}`), closed: true }];
      continue;
    }
    const sorted = (entries as Dirent<Buffer>[]).sort((one, other) => Buffer.compare(one.name, other.name));
    for (const entry of sorted) {
      const path = Buffer.concat([folder, separator, entry.name]);
      if (entry.isDirectory()) folders.push(path);
      else batch.push(path);
      if (batch.length < BATCH) continue;
      const before = looking;
      looking = Promise.all(batch.map(look));
      batch = [];
      yield await before;
    }
  }
  yield await looking;
  yield await Promise.all(batch.map(look));
}

async function look(path: Buffer): Promise<FoundFile> {
  try {
    const found = await lstat(path);
    if (found.isSymbolicLink()) return await follow(path);
    return { ...describe(path, found), failure: specialFile(found) };
  } catch (error) {
    return isMissing(error) ? unread(path, fileFailure(error)) : { ...unread(path, fileFailure(error)), closed: true };
  }
}

async function follow(link: Buffer): Promise<FoundFile> {
  try {
    const stats = await stat(link);
    return { ...describe(link, stats), failure: specialFile(stats) };
  } catch (error) {
    return unread(link, isMissing(error) ? noFile.deadLink : fileFailure(error));
  }
}

function unread(path: Buffer, failure: string): FoundFile {
  return { ...describe(path, { size: 0, mtimeMs: 0, ino: 0, birthtimeMs: 0 }), failure };
}

function describe(path: Buffer, stats: Pick<Stats, 'size' | 'mtimeMs' | 'ino' | 'birthtimeMs'>): SeenFile {
  const { size, mtimeMs, ino, birthtimeMs } = stats;
  return {
    path: path.toString('utf8'),
    rawPath: isUtf8(path) ? null : path,
    size,
    modified: Math.floor(mtimeMs),
    // The number alone is given to another file once this one is gone.
    ...(ino > 0 && birthtimeMs > 0 && { inode: `${ino} ${birthtimeMs}` }),
  };
}

/** Why something in a folder is not a file to read, or null when it is one. */
function specialFile(stats: Stats): string | null {
  if (stats.isFile()) return null;
  if (stats.isDirectory()) return noFile.folderLink;
  if (stats.isFIFO()) return noFile.pipe;
  if (stats.isSocket()) return noFile.socket;
  return noFile.device;
}
