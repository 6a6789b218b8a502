import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PartRepository } from '../catalog/parts.ts';
import { partsFolder } from './part-path.ts';

/**
 * Removes bytes of what was unpacked that no asset needs any more, and what a process that died left unfinished. What was
 * written since `before` (milliseconds since 1970) may be on its way into the catalog and is left alone.
 */
export async function dropUnusedParts(
  { parts, libraryPath }: { parts: PartRepository; libraryPath: string },
  before: number,
  signal: AbortSignal,
): Promise<void> {
  const root = partsFolder(libraryPath);
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (signal.aborted) return;
    const path = join(root, entry.name);
    const names = entry.isDirectory() ? await readdir(path) : [''];
    const known = parts.knownHashes(names);
    for (const name of names.filter((each) => !known.has(each))) await removeIfOld(join(path, name), before);
  }
}

/** Removes a file that was last written before a moment, in milliseconds since 1970. */
export async function removeIfOld(path: string, before: number): Promise<void> {
  const stats = await stat(path).catch(() => null);
  if (stats?.isFile() && stats.mtimeMs <= before) await rm(path, { force: true });
}
