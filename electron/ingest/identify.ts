import { stat } from 'node:fs/promises';
import { sourcePath } from '../catalog/files.ts';
import type { StageWork, TaskResult } from '../jobs/task-runner.ts';
import { keepReading, outcomeOfReading } from './extract.ts';
import { fileFailure, readingFailure } from './file-failure.ts';
import type { IngestContext } from './ingest-context.ts';
import { isDeath, isFault } from './media-reader.ts';

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

  return {
    resource: 'reader',
    name: (task) => files.file(task.fileId ?? 0)?.path ?? '',
    async run(task, signal) {
      const file = files.file(task.fileId ?? 0);
      if (!file) return { outcome: 'failed', keep: () => undefined };
      const path = sourcePath(file);
      const stats = await stat(typeof path === 'string' ? path : Buffer.from(path)).catch((error: unknown) =>
        fileFailure(error),
      );
      if (typeof stats === 'string') return fail(file.id, stats);

      const examined = await reader.examine(path, stats.size, signal);
      if (isDeath(examined) && !examined.culprit) return null;
      // When reading it at once does not go well, it is identified alone and then read by a task of its own.
      const { identity, extraction } =
        isDeath(examined) || isFault(examined)
          ? { identity: await reader.identify(path, stats.size, signal), extraction: null }
          : examined;
      if (isDeath(identity)) return identity.culprit ? fail(file.id, identity.reason) : null;
      if (isFault(identity)) return fail(file.id, readingFailure(identity.fault));

      return {
        outcome: 'done',
        keep: () => {
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
            if (isDeath(examined)) assets.countKill(asset.id);
            tasks.add(task.jobId, { stage: 'extract', assetId: asset.id });
          }
        },
      };
    },
  };
}
