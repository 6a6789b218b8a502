import { lstat } from 'node:fs/promises';
import { dirname, sep } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FolderRow } from '../../catalog/folders.ts';
import { noteFound } from '../discover.ts';
import { isMissing } from '../file-failure.ts';
import { takeOverGone } from '../files-gone.ts';
import { rootOf } from '../folder-root.ts';
import type { IngestContext } from '../ingest-context.ts';
import { type FoundFile, walk } from '../walk.ts';

/** Files below a path that the library knows, asked for at a time. */
const FILES_A_TURN = 5_000;
/** Files noted in one transaction. */
const FOUND_A_TURN = 512;

/**
 * What became of a folder's changes: the library has them; the folder is being looked through, which is to end first;
 * or the folder is away, and nothing is concluded from that.
 */
export type Applied = 'done' | 'later' | 'away';

/** What was found at some paths: the files that are there, and the folders that could not be opened. */
interface There {
  seen: Set<number>;
  closed: string[];
}

/**
 * Brings the library up to date with what is at some paths of a folder now: files there are noted and queued where they
 * are new or changed, and what the library knows of there and is not there becomes missing, also where something else has
 * taken its place.
 */
export async function applyChanges(
  context: IngestContext,
  folderId: number,
  changed: ReadonlySet<string>,
): Promise<Applied> {
  const { folders, tasks } = context;
  const folder = folders.byId(folderId);
  if (!folder) return 'done';
  if (tasks.isDiscovered(folderId)) return 'later';
  if (!(await rootOf(folder))) return 'away';
  const paths = outermost([...changed, ...(await replacedParents(context, folder, changed))]);
  const there = await noteAll(context, folder, paths);
  if (!there) return 'later';
  const gone = await notThere(context, folder, paths, there);
  if (gone.length === 0) return 'done';
  // A drive may have been unplugged while its files were looked at.
  if (!(await rootOf(folder))) return 'away';
  const jobId = () => tasks.obtainJob('ingest', folder.path);
  return (await takeOverGone(context, gone, jobId, () => !tasks.isDiscovered(folder.id))) ? 'done' : 'later';
}

/** Folders that were files to the library, or the other way about; what happened in them is all that may be told of it. */
async function replacedParents(
  { files }: IngestContext,
  folder: FolderRow,
  paths: ReadonlySet<string>,
): Promise<string[]> {
  const parents = new Set([...paths].map((path) => dirname(path)).filter((path) => path.startsWith(folder.path + sep)));
  const replaced: string[] = [];
  for (const path of parents) {
    const stats = await lstat(path).catch(() => null);
    const isKnown = files.filesAt(folder.id, path).some(({ missing }) => missing === 0);
    if (stats && stats.isDirectory() === isKnown) replaced.push(path);
  }
  return replaced;
}

/** Notes the files at some paths, none of which lies below another, and below them; undefined when the folder is being looked through meanwhile. */
async function noteAll(
  context: IngestContext,
  folder: FolderRow,
  paths: readonly string[],
): Promise<There | undefined> {
  const { catalog, tasks } = context;
  const there: There = { seen: new Set(), closed: [] };
  let waiting: FoundFile[] = [];
  const note = (): boolean => {
    const found = waiting;
    waiting = [];
    return catalog.transaction('lazy', () => {
      // What looks through the folder goes by which of the files it saw itself.
      if (tasks.isDiscovered(folder.id)) return false;
      const { known, unread, places } = noteFound(context, folder.id, found);
      for (const fileId of known) there.seen.add(fileId);
      if (unread.length > 0) tasks.addForFiles(tasks.obtainJob('ingest', folder.path), 'identify', unread);
      if (places.length > 0) tasks.addForFiles(tasks.obtainJob('ingest', folder.path), 'place', places);
      return true;
    });
  };
  for (const path of paths) {
    if (!(await isThere(path))) continue;
    for await (const found of walk(Buffer.from(path), Buffer.from(context.libraryPath))) {
      waiting.push(...found);
      there.closed.push(...found.flatMap((file) => (file.closed ? file.path : [])));
      if (waiting.length >= FOUND_A_TURN && !note()) return undefined;
    }
  }
  return note() ? there : undefined;
}

/** The files that the library knows of at some paths or below them, and that are not there, or are missing already. */
async function notThere(
  { files }: IngestContext,
  folder: FolderRow,
  paths: readonly string[],
  { seen, closed }: There,
): Promise<number[]> {
  const gone: number[] = [];
  const keepUnseen = (known: readonly { id: number }[]) => {
    for (const { id } of known) if (!seen.has(id)) gone.push(id);
  };
  for (const path of paths) {
    keepUnseen(files.filesAt(folder.id, path));
    for (let after = ''; ; await nextTurn()) {
      const some = files.filesBelow(folder.id, path, after, FILES_A_TURN);
      keepUnseen(some);
      const last = some.at(-1);
      if (last === undefined || some.length < FILES_A_TURN) break;
      after = last.path;
    }
  }
  return closed.length > 0 ? files.notBelow(gone, closed) : gone;
}

/** The paths that lie below none of the others. */
export function outermost(paths: readonly string[]): string[] {
  const outer: string[] = [];
  for (const path of paths.map((path) => path + sep).toSorted()) {
    const last = outer.at(-1);
    if (last === undefined || !path.startsWith(last)) outer.push(path);
  }
  return outer.map((path) => path.slice(0, -sep.length));
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    (error: unknown) => !isMissing(error),
  );
}
