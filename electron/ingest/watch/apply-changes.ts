import { lstat } from 'node:fs/promises';
import { sep } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FolderRow } from '../../catalog/files.ts';
import { noteFound } from '../discover.ts';
import { isMissing } from '../file-failure.ts';
import { takeOverGone } from '../files-gone.ts';
import { rootOf } from '../folder-root.ts';
import type { IngestContext } from '../ingest-context.ts';
import { type FoundFile, walk } from '../walk.ts';

/** Files below a path that is gone, asked for at a time. */
const FILES_A_TURN = 5_000;

/**
 * What became of a folder's changes: the library has them; the folder is being looked through, which is to end first;
 * or the folder is away, and nothing is concluded from that.
 */
export type Applied = 'done' | 'later' | 'away';

/**
 * Brings the library up to date with what is at some paths of a folder now: files there are noted and queued where they
 * are new or changed, and files that are gone become missing.
 */
export async function applyChanges(
  context: IngestContext,
  folderId: number,
  paths: ReadonlySet<string>,
): Promise<Applied> {
  const { catalog, files, tasks } = context;
  const folder = files.folder(folderId);
  if (!folder) return 'done';
  if (tasks.isDiscovered(folderId)) return 'later';
  if (!(await rootOf(folder))) return 'away';
  const gone: string[] = [];
  const queue = (found: readonly FoundFile[]): Applied =>
    catalog.transaction('lazy', () => {
      // What looks through the folder goes by which of the files it saw itself.
      if (tasks.isDiscovered(folderId)) return 'later';
      const { unread, places } = noteFound(context, folderId, found);
      for (const fileId of unread) tasks.add(tasks.obtainJob('ingest', folder.path), { stage: 'identify', fileId });
      for (const fileId of places) tasks.add(tasks.obtainJob('ingest', folder.path), { stage: 'place', fileId });
      return 'done';
    });
  for (const path of paths) {
    if (!(await isThere(path))) {
      gone.push(path);
      continue;
    }
    for await (const found of walk(Buffer.from(path), Buffer.from(context.libraryPath)))
      if (queue(found) === 'later') return 'later';
  }
  // A drive may have been unplugged while its files were looked at.
  if (gone.length > 0 && !(await rootOf(folder))) return 'away';
  for (const path of outermost(gone)) if (!(await forget(context, folder, path))) return 'later';
  return 'done';
}

/** Marks what was at a path or below it as missing. False when the folder is being looked through meanwhile. */
async function forget(context: IngestContext, folder: FolderRow, path: string): Promise<boolean> {
  const { files, tasks } = context;
  const gone = files.filesAt(folder.id, path).map(({ id }) => id);
  for (let after = ''; ; await nextTurn()) {
    const some = files.filesBelow(folder.id, path, after, FILES_A_TURN);
    const last = some.at(-1);
    if (last === undefined) break;
    gone.push(...some.map(({ id }) => id));
    after = last.path;
  }
  const jobId = () => tasks.obtainJob('ingest', folder.path);
  return takeOverGone(context, gone, jobId, () => !tasks.isDiscovered(folder.id));
}

/** The paths that lie below none of the others. */
function outermost(paths: readonly string[]): string[] {
  const outer: string[] = [];
  for (const path of paths.toSorted()) {
    const last = outer.at(-1);
    if (last === undefined || !path.startsWith(last + sep)) outer.push(path);
  }
  return outer;
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    (error: unknown) => !isMissing(error),
  );
}
