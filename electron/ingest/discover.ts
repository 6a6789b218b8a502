import type { FolderRow } from '../catalog/files.ts';
import type { Task } from '../catalog/tasks.ts';
import type { StageWork, TaskResult } from '../jobs/task-runner.ts';
import { rootOf } from './folder-root.ts';
import type { IngestContext } from './ingest-context.ts';
import { refreshDescribed } from './keep-facts.ts';
import { folderAway } from './obstacles.ts';
import { type FoundFile, walk } from './walk.ts';

/** Stage one: walks a folder, notes every file in it, and queues those that are new or changed. */
export function discoverWork(context: IngestContext): StageWork {
  const { catalog, assets, files, tasks } = context;

  const keepBatch = (task: Task, folder: FolderRow, batch: readonly FoundFile[]) => {
    catalog.transaction('lazy', () => {
      const { unread, places } = noteFound(context, folder.id, task.jobId, batch);
      for (const fileId of unread) tasks.add(task.jobId, { stage: 'identify', fileId });
      for (const fileId of places) tasks.add(task.jobId, { stage: 'place', fileId });
    });
  };

  return {
    resource: 'disk',
    name: (task) => files.folder(task.folderId ?? 0)?.path ?? '',
    async run(task, signal): Promise<TaskResult | null> {
      const folder = files.folder(task.folderId ?? 0);
      if (!folder) return { outcome: 'failed', keep: () => undefined };
      const root = await rootOf(folder);
      // A folder that is not there may be on a drive that is unplugged: nothing is concluded from it.
      if (!root) return { outcome: 'failed', keep: () => undefined };
      // From here on, what is in its place while it is away is told from it.
      catalog.transaction('lazy', () => files.setIdentity(folder.id, root.identity));
      for await (const batch of walk(Buffer.from(folder.path), Buffer.from(context.libraryPath))) {
        if (signal.aborted) return null;
        keepBatch(task, folder, batch);
      }
      // Nor from a drive that was unplugged meanwhile: the rest of it is looked through when it is back.
      const { identity } = root;
      if ((await rootOf(folder))?.identity !== identity) throw folderAway({ ...folder, identity });
      return {
        outcome: 'done',
        keep: () => {
          const { assetIds, containerIds, described } = files.markUnseen(folder.id, task.jobId);
          for (const assetId of assetIds) assets.refreshPlace(assetId);
          for (const fileId of containerIds) tasks.add(task.jobId, { stage: 'place', fileId });
          for (const describes of described) refreshDescribed(context, describes);
        },
      };
    },
  };
}

/** Notes what was found in a folder; answers the files that are to be read, and those whose parts' places have to change. */
export function noteFound(
  { assets, files, parts }: IngestContext,
  folderId: number,
  jobId: number | null,
  found: readonly FoundFile[],
): { unread: number[]; places: number[] } {
  const noted = { unread: [] as number[], places: [] as number[] };
  const sightings = files.see(folderId, jobId, found);
  for (const [place, file] of found.entries()) {
    const sighting = sightings[place];
    if (!sighting) continue;
    const { id, unread, returned } = sighting;
    if (returned !== null) assets.refreshPlace(returned);
    const before = file.failure === null ? null : files.setFailure(id, file.failure);
    if (before !== null) assets.refreshPlace(before);
    if ((returned !== null || before !== null) && parts.anyInside(id)) noted.places.push(id);
    if (file.failure === null && unread) noted.unread.push(id);
  }
  return noted;
}
