import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type FileRow, sourcePath } from '../catalog/files.ts';
import type { Task } from '../catalog/tasks.ts';
import type { StageWork, TaskResult } from '../jobs/task-runner.ts';
import type { Examination, SourcePath } from '../workers/media-protocol.ts';
import { keepReading, outcomeOfReading } from './extract.ts';
import { fileFailure, readingFailure } from './file-failure.ts';
import type { IngestContext } from './ingest-context.ts';
import { isDeath, isFault } from './media-reader.ts';
import { throwIfAway } from './obstacles.ts';

/** Bytes up to which files are examined several at a time, and how many: a message to a reader costs about a millisecond. */
const SMALL_FILE = 256 * 1024;
const SMALL_FILES_A_MESSAGE = 32;

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
 * Stage two: tells a file's content by its SHA-256 and its kind by its bytes. Small texts are read at once, too; of the
 * others, content that is known is not read again.
 */
export function identifyWork(context: IngestContext): StageWork {
  const { assets, files, passages, tasks, reader } = context;

  const fail = (fileId: number, reason: string): TaskResult => ({
    outcome: 'failed',
    keep: () => {
      const before = files.setFailure(fileId, reason);
      if (before !== null) assets.refreshPlace(before);
    },
  });

  const sourceOf = async (task: Task): Promise<Source | TaskResult> => {
    const file = files.file(task.fileId ?? 0);
    if (!file) return { outcome: 'failed', keep: () => undefined };
    const path = sourcePath(file);
    const stats = await stat(typeof path === 'string' ? path : Buffer.from(path)).catch(fileFailure);
    if (typeof stats !== 'string') return { task, file, path, stats };
    await throwIfAway(files, file.id);
    return fail(file.id, stats);
  };

  const keepFound = ({ task, file, stats }: Source, { identity, extraction, killed }: Found): void => {
    const asset = assets.obtain(identity);
    const before = files.setAsset(file.id, asset.id, stats.size, Math.floor(stats.mtimeMs));
    files.dropMissingPlaces(asset.id);
    assets.refreshPlace(asset.id);
    if (before !== null) assets.refreshPlace(before);
    passages.refreshName(asset.id);
    if (asset.state !== 'pending') return;
    if (identity.size === 0) assets.setState(asset.id, 'empty', 'The file is empty (0 bytes).');
    else if (extraction) {
      keepReading(context, task.jobId, asset, extraction);
      tasks.countAlongside(task.jobId, 'extract', outcomeOfReading(extraction));
    } else {
      if (killed) assets.countKill(asset.id);
      tasks.add(task.jobId, { stage: 'extract', assetId: asset.id });
    }
  };
  const done = (source: Source, found: Found): TaskResult => ({
    outcome: 'done',
    keep: () => keepFound(source, found),
  });

  /** For a file that did not go well with reading it at once: it is read by a task of its own. */
  const identify = async (source: Source, killed: boolean, signal: AbortSignal): Promise<TaskResult | null> => {
    const { file, path, stats } = source;
    const identity = await reader.identify(path, stats.size, signal);
    if (isDeath(identity)) return identity.culprit ? fail(file.id, identity.reason) : null;
    if (isFault(identity)) {
      await throwIfAway(files, file.id);
      return fail(file.id, readingFailure(identity.fault));
    }
    return done(source, { identity, extraction: null, killed });
  };

  const examine = async (sources: readonly Source[], signal: AbortSignal): Promise<(TaskResult | null)[]> => {
    const paths = sources.map(({ path }) => path);
    const size = sources.reduce((sum, { stats }) => sum + stats.size, 0);
    const examined = await reader.examine(paths, size, signal);
    const died = isDeath(examined);
    const results: (TaskResult | null)[] = [];
    for (const [index, source] of sources.entries()) {
      const found = Array.isArray(examined) ? examined[index] : undefined;
      if (found && !isFault(found)) results.push(done(source, { ...found, killed: false }));
      // Over which of them the reader ended shows when each is read alone.
      else if (died && sources.length > 1) results.push(...(await examine([source], signal)));
      else if (died && !examined.culprit) results.push(null);
      else results.push(await identify(source, died, signal));
    }
    return results;
  };

  const run = async (given: readonly Task[], signal: AbortSignal): Promise<(TaskResult | null)[]> => {
    const sources = await Promise.all(given.map(sourceOf));
    const there = sources.filter((source) => 'task' in source);
    const results = there.length > 0 ? await examine(there, signal) : [];
    return sources.map((source) => ('task' in source ? (results[there.indexOf(source)] ?? null) : source));
  };

  return {
    resource: 'reader',
    name: (task) => files.file(task.fileId ?? 0)?.path ?? '',
    run: async (task, signal) => (await run([task], signal))[0] ?? null,
    together: { upTo: SMALL_FILE, most: SMALL_FILES_A_MESSAGE, run },
  };
}
