import { open, opendir, readdir, stat } from 'node:fs/promises';
import type { FolderRow } from '../catalog/folders.ts';
import { fileFailure } from './file-failure.ts';

/**
 * Which directory of which volume a folder of the library is now; null while it is away: it is not there, or an empty
 * directory is in its place that is another than was read, as where an unplugged drive is mounted otherwise.
 */
export async function rootOf({ path, identity }: Pick<FolderRow, 'path' | 'identity'>): Promise<{
  identity: string;
} | null> {
  const stats = await stat(path, { bigint: true }).catch(() => null);
  if (!stats) return null;
  const now = `${stats.dev}:${stats.ino}`;
  if (identity === '' || identity === now || !stats.isDirectory()) return { identity: now };
  const isEmpty = await readdir(path).then(
    (names) => names.length === 0,
    () => true,
  );
  return isEmpty ? null : { identity: now };
}

/** Why what lies at the place of a folder cannot be read, as sentences; empty where it can. */
export async function closedFor(path: string): Promise<string> {
  try {
    const isFolder = (await stat(path)).isDirectory();
    const opened = isFolder ? await opendir(path) : await open(path);
    await opened.close();
    return '';
  } catch (error) {
    return `It cannot be read. ${fileFailure(error)}`;
  }
}
