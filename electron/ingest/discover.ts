import type { FolderRow } from '../catalog/files.ts';
import type { Task } from '../catalog/tasks.ts';
import type { StageWork, TaskResult } from '../jobs/task-runner.ts';
import { rootOf } from './folder-root.ts';
import type { IngestContext } from './ingest-context.ts';
import { folderAway } from './obstacles.ts';
import { type FoundFile, walk } from './walk.ts';

/** Stage one: walks a folder, notes every file in it, and queues those that are new or changed. */
export function discoverWork(context: IngestContext): StageWork {
  const { catalog, assets, files, tasks } = context;

  const keepBatch = (task: Task, folder: FolderRow, batch: readonly FoundFile[]) => {
    catalog.transaction('lazy', () => {
      for (const fileId of noteFound(context, folder.id, task.jobId, batch))
        tasks.add(task.jobId, { stage: 'identify', fileId });
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
          for (const assetId of files.markUnseen(folder.id, task.jobId)) assets.refreshPlace(assetId);
        },
      };
    },
  };
}

/** Notes what was found in a folder; answers the files that are to be read. */
export function noteFound(
  { assets, files }: IngestContext,
  folderId: number,
  jobId: number | null,
  found: readonly FoundFile[],
): number[] {
  const sightings = files.see(folderId, jobId, found);
  return found.flatMap((file, place) => {
    const sighting = sightings[place];
    if (!sighting) return [];
    const { id, unread, returned } = sighting;
    if (returned !== null) assets.refreshPlace(returned);
    if (file.failure === null) return unread ? [id] : [];
    const before = files.setFailure(id, file.failure);
    if (before !== null) assets.refreshPlace(before);
    return [];
  });
}
