import { isUtf8 } from 'node:buffer';
import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import type { SeenFile } from '../catalog/files.ts';
import type { Task } from '../catalog/tasks.ts';
import type { StageWork, TaskResult } from '../jobs/task-runner.ts';
import { fileFailure, isMissing } from './file-failure.ts';
import type { IngestContext } from './ingest-context.ts';

/** Files kept in one transaction, and looked at at a time. */
const BATCH = 256;
const separator = Buffer.from(process.platform === 'win32' ? '\\' : '/');

type Found = SeenFile & { failure: string | null };

/** Stage one: walks a folder, notes every file in it, and queues those that are new or changed. */
export function discoverWork(context: IngestContext): StageWork {
  const { catalog, files, tasks } = context;

  const keepBatch = (task: Task, folderId: number, batch: readonly Found[]) => {
    catalog.transaction('lazy', () => {
      for (const found of batch) {
        const { id, unread, returned } = files.see(folderId, task.jobId, found);
        if (returned !== null) context.assets.refreshPlace(returned);
        if (found.failure !== null) {
          const before = files.setFailure(id, found.failure);
          if (before !== null) context.assets.refreshPlace(before);
        } else if (unread) tasks.add(task.jobId, { stage: 'identify', fileId: id });
      }
    });
  };

  return {
    name: (task) => files.folder(task.folderId ?? 0)?.path ?? '',
    async run(task, signal): Promise<TaskResult | null> {
      const folder = files.folder(task.folderId ?? 0);
      if (!folder) return { outcome: 'failed', keep: () => undefined };
      const root = await stat(folder.path).catch(() => null);
      // A folder that is not there may be on a drive that is unplugged: nothing is concluded from it.
      if (!root) return { outcome: 'failed', keep: () => undefined };
      for await (const batch of walk(Buffer.from(folder.path), root, Buffer.from(context.libraryPath))) {
        if (signal.aborted) return null;
        keepBatch(task, folder.id, batch);
      }
      return {
        outcome: 'done',
        keep: () => {
          for (const assetId of files.markUnseen(folder.id, task.jobId)) context.assets.refreshPlace(assetId);
        },
      };
    },
  };
}

/** All files below a path, in batches, in the order of their names. Symbolic links to folders are not followed. */
async function* walk(root: Buffer, rootStat: Stats, libraryPath: Buffer): AsyncGenerator<Found[]> {
  if (!rootStat.isDirectory()) {
    yield [await look(root)];
    return;
  }
  let batch: Buffer[] = [];
  const folders = [root];
  for (let folder = folders.pop(); folder; folder = folders.pop()) {
    if (folder.equals(libraryPath)) continue;
    const entries = await readdir(folder, { withFileTypes: true, encoding: 'buffer' }).catch((error: unknown) => error);
    if (!Array.isArray(entries)) {
      yield [unread(folder, `The folder cannot be opened. ${fileFailure(entries)}`)];
      continue;
    }
    const sorted = (entries as Dirent<Buffer>[]).sort((one, other) => Buffer.compare(one.name, other.name));
    for (const entry of sorted) {
      const path = Buffer.concat([folder, separator, entry.name]);
      if (entry.isDirectory()) folders.push(path);
      else batch.push(path);
      if (batch.length >= BATCH) {
        yield await Promise.all(batch.map(look));
        batch = [];
      }
    }
  }
  if (batch.length > 0) yield await Promise.all(batch.map(look));
}

async function look(path: Buffer): Promise<Found> {
  try {
    const found = await lstat(path);
    if (found.isSymbolicLink()) return await follow(path);
    return { ...describe(path, found), failure: specialFile(found) };
  } catch (error) {
    return unread(path, fileFailure(error));
  }
}

async function follow(link: Buffer): Promise<Found> {
  try {
    const stats = await stat(link);
    return { ...describe(link, stats), failure: specialFile(stats) };
  } catch (error) {
    return unread(link, isMissing(error) ? 'It is a symbolic link to a file that is not there.' : fileFailure(error));
  }
}

function unread(path: Buffer, failure: string): Found {
  return { ...describe(path, { size: 0, mtimeMs: 0 }), failure };
}

function describe(path: Buffer, { size, mtimeMs }: { size: number; mtimeMs: number }): SeenFile {
  return { path: path.toString('utf8'), rawPath: isUtf8(path) ? null : path, size, modified: Math.floor(mtimeMs) };
}

/** Why something in a folder is not a file to read, or null when it is one. */
function specialFile(stats: Stats): string | null {
  if (stats.isFile()) return null;
  if (stats.isDirectory()) return 'It is a symbolic link to a folder; add that folder itself to read it.';
  if (stats.isFIFO()) return 'It is a named pipe, not a file.';
  if (stats.isSocket()) return 'It is a socket, not a file.';
  return 'It is a device, not a file.';
}
