import type { Dirent } from 'node:fs';
import { opendir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileFailure } from '../../ingest/file-failure.ts';
import type { Skipped } from './source.ts';

/** What lies in one folder; names, in their order. */
export interface Listing {
  type: 'listing';
  folder: string;
  files: string[];
  folders: string[];
}

export interface WalkOptions {
  /** How many folders below the root. */
  depth?: number;
  /** Files and folders in all. */
  entries?: number;
  /** Whether to go into a folder of this name, so many folders below the root; into all without it. */
  enter?: (name: string, depth: number) => boolean;
}

/** Where systems keep what was deleted. */
const trash = /^(\.Trash(es|-\d+)?|\$RECYCLE\.BIN)$/i;

/**
 * The folder and all folders below it, one listing each. Symbolic links are followed, but no folder is entered twice,
 * so that links cannot lead in circles. A root that is not there has no listing; what cannot be opened, and what lies
 * beyond the limits, is told.
 */
export async function* walk(root: string, options: WalkOptions = {}): AsyncGenerator<Listing | Skipped> {
  const { depth: deepest = 8, entries: most = 50_000, enter = () => true } = options;
  const entered = new Set<string>();
  const waiting = [{ folder: root, depth: 0 }];
  let entries = 0;
  let tooDeep = false;
  for (const { folder, depth } of waiting) {
    try {
      const real = await realpath(folder);
      if (entered.has(real)) continue;
      entered.add(real);
      const { listing, seen } = await list(folder, most - entries);
      entries += seen;
      yield listing;
      const below = listing.folders.filter((name) => enter(name, depth + 1));
      if (depth < deepest) waiting.push(...below.map((name) => ({ folder: join(folder, name), depth: depth + 1 })));
      else tooDeep ||= below.length > 0;
    } catch (error) {
      if (isAbsent(error)) continue;
      yield { type: 'skipped', path: folder, reason: fileFailure(error) };
    }
    if (entries > most) {
      const reason = `It holds more than ${most} files and folders, and only so many were looked at. Name a folder in it.`;
      yield { type: 'skipped', path: root, reason };
      return;
    }
  }
  if (tooDeep) {
    const reason = `Folders more than ${deepest} deep in it were not looked at. Name a folder in it.`;
    yield { type: 'skipped', path: root, reason };
  }
}

/** Stops after one entry more than `most`. */
async function list(folder: string, most: number): Promise<{ listing: Listing; seen: number }> {
  const listing: Listing = { type: 'listing', folder, files: [], folders: [] };
  let seen = 0;
  for await (const entry of await opendir(folder, { bufferSize: 256 })) {
    if (seen++ >= most) break;
    const kind = await kindOf(folder, entry);
    if (kind === 'file') listing.files.push(entry.name);
    if (kind === 'folder' && !trash.test(entry.name)) listing.folders.push(entry.name);
  }
  listing.files.sort();
  listing.folders.sort();
  return { listing, seen };
}

async function kindOf(folder: string, entry: Dirent): Promise<'file' | 'folder' | 'other'> {
  // A link that leads nowhere, or in a circle, is neither.
  const what = entry.isSymbolicLink() ? await stat(join(folder, entry.name)).catch(() => null) : entry;
  if (what?.isFile()) return 'file';
  return what?.isDirectory() ? 'folder' : 'other';
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
