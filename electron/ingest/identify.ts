import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { AssetRow } from '../catalog/assets.ts';
import { type FileRow, sourcePath } from '../catalog/files.ts';
import type { Task } from '../catalog/tasks.ts';
import type { StageWork, TaskResult } from '../jobs/task-runner.ts';
import type { Examination, SourcePath } from '../workers/media-protocol.ts';
import { SMALL_FILE, workOnBegun } from './begun-tasks.ts';
import { fileFailure, readingFailure } from './file-failure.ts';
import type { IngestContext } from './ingest-context.ts';
import { refreshDescribed, refreshFacts } from './keep-facts.ts';
import { isBeingRead, keepReading, outcomeOfReading, queueReading } from './keep-reading.ts';
import { isDeath, isFault } from './media-reader.ts';
import { throwIfHindered, throwIfWasAway } from './obstacles.ts';
import type { PictureFacts } from './picture-facts.ts';

/** Small files that a reader has at a time. */
const FILES_A_MESSAGE = 32;

/** A file that is to be identified, and how it is now. */
interface Source {
  task: Task;
  file: FileRow;
  path: SourcePath;
  stats: Stats;
}

/** What was found out about a file; the reader may have ended over it. */
interface Found extends Examination {
  killed: boolean;
}

/**
 * Stage two: tells a file's content by its SHA-256 and its kind by its bytes. What is small and quickly read is read at
 * once, too; of the others, content that is known is not read again.
 */
export function identifyWork(context: IngestContext): StageWork {
  const { assets, files, folders, parts, passages, sidecars, tasks, reader } = context;

  const fail = ({ jobId }: Task, fileId: number, reason: string): TaskResult => ({
    outcome: 'failed',
    keep: () => {
      const before = files.setFailure(fileId, reason);
      if (before !== null) assets.refreshPlace(before);
      if (parts.anyInside(fileId)) tasks.add(jobId, { stage: 'place', fileId });
    },
  });

  const sourceOf = async (task: Task): Promise<Source | TaskResult> => {
    const file = files.file(task.fileId ?? 0);
    if (!file) return { outcome: 'failed', keep: () => undefined };
    const path = sourcePath(file);
    const stats = await stat(typeof path === 'string' ? path : Buffer.from(path)).catch(fileFailure);
    if (typeof stats !== 'string') return { task, file, path, stats };
    await throwIfWasAway(folders, file);
    return fail(task, file.id, stats);
  };

  const keepSidecar = (file: FileRow, facts: PictureFacts, seen: { size: number; modified: number }): void => {
    const { describes, before } = sidecars.keep(file, facts, seen.size, seen.modified);
    if (before !== null) assets.refreshPlace(before);
    refreshDescribed(context, describes);
  };

  const keepFound = ({ task, file, stats }: Source, { identity, reading, sidecar, killed }: Found): void => {
    const modified = Math.floor(stats.mtimeMs);
    if (sidecar) return keepSidecar(file, sidecar, { size: stats.size, modified });
    const before = files.contentOf(file.id);
    if (!before) return;
    const { asset, isNew } = assets.obtainFrom({ name: file.name, path: file.path, modified }, identity);
    files.setAsset(file.id, asset.id, stats.size, modified);
    if (!isNew) {
      files.dropMissingPlaces(asset.id);
      assets.refreshPlace(asset.id);
    }
    if (before.assetId !== null && before.assetId !== asset.id) assets.refreshPlace(before.assetId);
    queuePlaces(context, task.jobId, file.id, asset);
    if (before.describes !== null) refreshDescribed(context, before.describes);
    const isRead = !isNew && (asset.state !== 'pending' || isBeingRead(context, asset));
    if (reading && identity.size > 0 && !isRead) {
      keepReading(context, task.jobId, asset, reading);
      tasks.countAlongside(task.jobId, 'extract', outcomeOfReading(reading.found));
      return;
    }
    passages.refreshName(asset.id);
    if (isRead) refreshFacts(context, asset.id);
    else {
      if (killed) assets.countKill(asset.id);
      queueReading(context, task.jobId, asset);
    }
  };
  const done = (source: Source, found: Found): TaskResult => ({
    outcome: 'done',
    keep: () => keepFound(source, found),
  });

  /** For a file that did not go well with reading it at once: it is read by a task of its own. */
  const identify = async (source: Source, killed: boolean, signal: AbortSignal): Promise<TaskResult | null> => {
    const { task, file, path, stats } = source;
    const identity = await reader.identify(path, stats.size, signal);
    if (isDeath(identity)) return identity.culprit ? fail(task, file.id, identity.reason) : null;
    if (isFault(identity)) {
      await throwIfHindered(context, file.id, identity.fault);
      return fail(task, file.id, readingFailure(identity.fault));
    }
    return done(source, { identity, reading: null, sidecar: null, killed });
  };

  const examine = async (sources: readonly Source[], signal: AbortSignal): Promise<(TaskResult | null)[]> => {
    const paths = sources.map(({ path }) => path);
    const size = sources.reduce((sum, { stats }) => sum + stats.size, 0);
    const examined = await reader.examine(paths, size, signal);
    const died = isDeath(examined);
    const results: (TaskResult | null)[] = [];
    for (const [index, source] of sources.entries()) {
      const found = Array.isArray(examined) ? examined[index] : undefined;
      if (found === null) results.push(null);
      else if (found && !isFault(found)) results.push(done(source, { ...found, killed: false }));
      // Over which of them the reader ended shows when each is read alone.
      else if (died && sources.length > 1) results.push(...(await examine([source], signal)));
      else if (died && !examined.culprit) results.push(null);
      else results.push(await identify(source, died, signal));
    }
    return results;
  };

  return { resource: 'reader', ...workOnBegun({ upTo: SMALL_FILE, most: FILES_A_MESSAGE }, sourceOf, examine) };
}

/**
 * Has what is in a container put in its place under a file that has become it, and taken from where the file was. Content
 * that was not read yet has its places changed once it was.
 */
function queuePlaces({ files, parts, tasks }: IngestContext, jobId: number, fileId: number, asset: AssetRow): void {
  if (asset.state === 'pending' && asset.size > 0) return;
  if (asset.parts === 0 && !parts.anyInside(fileId)) return;
  tasks.add(jobId, { stage: 'place', fileId });
  for (const file of files.filesOf(asset.id))
    if (files.isLeftBehind(file)) tasks.add(jobId, { stage: 'place', fileId: file.id });
}
