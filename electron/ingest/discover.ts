import { setImmediate as endOfTurn } from 'node:timers/promises';
import type { FolderRow } from '../catalog/folders.ts';
import type { Task } from '../catalog/tasks.ts';
import type { StageWork, TaskResult } from '../jobs/task-runner.ts';
import { takeOverGone } from './files-gone.ts';
import { rootOf } from './folder-root.ts';
import type { IngestContext } from './ingest-context.ts';
import { folderAway } from './obstacles.ts';
import { type FoundFile, walk } from './walk.ts';

const IDS_A_TURN = 4000;

/**
 * Stage one: walks a folder, notes every file in it, and queues those that are new or changed. They need not wait until it
 * was walked through: `onQueued` says that some are in the queue.
 */
export function discoverWork(context: IngestContext, onQueued: () => void): StageWork {
  const { catalog, files, folders, tasks } = context;

  const keepBatch = (task: Task, folder: FolderRow, batch: readonly FoundFile[], seen: Set<number>) => {
    const queued = catalog.transaction('lazy', () => {
      // It may have been taken out of the library meanwhile.
      if (!folders.byId(folder.id)) return 0;
      const { known, unread, places } = noteFound(context, folder.id, batch);
      for (const fileId of known) seen.add(fileId);
      return tasks.addForFiles(task.jobId, 'identify', unread) + tasks.addForFiles(task.jobId, 'place', places);
    });
    if (queued > 0) onQueued();
  };

  /**
   * The files of a folder that are missing or are now found to be, asked for in turns: those that were not seen, without
   * those that should be there in folders that could not be opened.
   */
  const notAmong = async (
    seen: ReadonlySet<number>,
    folderId: number,
    closed: readonly string[],
  ): Promise<number[]> => {
    const unseen: number[] = [];
    for (let from = 0; ; await endOfTurn()) {
      const known = files.filesFrom(folderId, from, IDS_A_TURN);
      const notSeen = known.filter(({ id }) => !seen.has(id));
      const gone = notSeen.filter(({ missing }) => !missing).map(({ id }) => id);
      const missing = notSeen.filter(({ missing }) => missing).map(({ id }) => id);
      unseen.push(...missing, ...(closed.length > 0 ? files.notBelow(gone, closed) : gone));
      const last = known.at(-1);
      if (last === undefined) return unseen;
      from = last.id + 1;
    }
  };

  return {
    resource: 'disk',
    async run(task, signal): Promise<TaskResult | null> {
      const folder = folders.byId(task.folderId ?? 0);
      if (!folder) return { outcome: 'failed', keep: () => undefined };
      const root = await rootOf(folder);
      // A folder that is not there may be on a drive that is unplugged: nothing is concluded from it.
      if (!root) return { outcome: 'failed', keep: () => undefined };
      // From here on, what is in its place while it is away is told from it.
      catalog.transaction('lazy', () => folders.setIdentity(folder.id, root.identity));
      const seen = new Set<number>();
      const closed: string[] = [];
      for await (const batch of walk(Buffer.from(folder.path), Buffer.from(context.libraryPath))) {
        if (signal.aborted) return null;
        keepBatch(task, folder, batch, seen);
        closed.push(...batch.flatMap((found) => (found.closed ? found.path : [])));
      }
      // Nor from a drive that was unplugged meanwhile: the rest of it is looked through when it is back.
      const unseen = await notAmong(seen, folder.id, closed);
      const { identity } = root;
      if ((await rootOf(folder))?.identity !== identity) throw folderAway({ ...folder, identity });
      const goesOn = () => !signal.aborted && folders.byId(folder.id) !== undefined;
      await takeOverGone(context, unseen, () => task.jobId, goesOn);
      return signal.aborted ? null : { outcome: 'done', keep: () => undefined };
    },
  };
}

/**
 * Notes what was found in a folder; answers all of these files, those that are to be read, and those whose parts' places
 * have to change.
 */
export function noteFound(
  { assets, files, parts, sightings }: IngestContext,
  folderId: number,
  found: readonly FoundFile[],
): { known: number[]; unread: number[]; places: number[] } {
  const seen = sightings.note(folderId, found);
  const noted = { known: seen.map(({ id }) => id), unread: [] as number[], places: [] as number[] };
  for (const [place, file] of found.entries()) {
    const sighting = seen[place];
    if (!sighting) continue;
    const { id, unread, returned, renamed } = sighting;
    if (returned !== null) assets.refreshPlace(returned);
    if (renamed !== null) assets.refreshPlace(renamed);
    // What was read of a file is not less true as it may not be looked at now.
    if (file.closed && (files.file(id)?.asset_id ?? null) !== null) continue;
    const before = file.failure === null ? null : files.setFailure(id, file.failure);
    if (before !== null) assets.refreshPlace(before);
    if ((returned !== null || before !== null) && parts.anyInside(id)) noted.places.push(id);
    if (renamed !== null && (assets.byId(renamed)?.parts ?? 0) > 0) noted.places.push(id);
    if (file.failure === null && unread) noted.unread.push(id);
  }
  return noted;
}
