import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PartRepository } from '../catalog/parts.ts';
import { partsFolder } from './part-path.ts';

interface Library {
  parts: PartRepository;
  libraryPath: string;
}

/**
 * Removes bytes of what was unpacked that no asset needs any more, and what a process that died left unfinished. What was
 * written since `before` (milliseconds since 1970) may be on its way into the catalog and is left alone.
 */
export async function dropUnusedParts({ parts, libraryPath }: Library, before: number, signal: AbortSignal) {
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

/** The same for what was drawn of assets that are gone, as by releases that left it behind. */
export async function dropUnusedRenditions({ parts, libraryPath }: Library, before: number, signal: AbortSignal) {
  const root = join(libraryPath, 'renditions');
  for (const folder of await readdir(root).catch(() => [])) {
    if (signal.aborted) return;
    const names = await readdir(join(root, folder)).catch(() => []);
    const drawn = names.flatMap((name) => {
      const hash = /^([0-9a-f]{64})-/.exec(name)?.[1];
      return hash === undefined ? [] : [{ name, hash }];
    });
    const known = parts.knownHashes(drawn.map(({ hash }) => hash));
    for (const { name, hash } of drawn) if (!known.has(hash)) await removeIfOld(join(root, folder, name), before);
  }
}

/** Removes a file that was last written before a moment, in milliseconds since 1970. */
export async function removeIfOld(path: string, before: number): Promise<void> {
  const stats = await stat(path).catch(() => null);
  if (stats?.isFile() && stats.mtimeMs <= before) await rm(path, { force: true });
}
