import { basename, dirname, sep } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AssetRow } from '../catalog/assets.ts';
import type { FileRow } from '../catalog/files.ts';
import type { PartRow } from '../catalog/parts.ts';
import type { StageWork } from '../jobs/task-runner.ts';
import type { IngestContext } from './ingest-context.ts';
import { queueReading } from './keep-reading.ts';
import { DEEPEST_LEVEL, MOST_ENTRIES } from './unpack-limits.ts';

/** Places that are given or taken in one transaction. */
const BATCH = 64;

/**
 * Stage five: gives what a container holds its places in the library, under a file that is this container, and takes away
 * those of what it no longer holds. What is in a file follows it when it goes missing, returns or moves.
 */
export function placeWork(context: IngestContext): StageWork {
  const { assets, catalog, files, parts } = context;

  const inTurns = async (signal: AbortSignal, work: () => boolean): Promise<void> => {
    while (!signal.aborted && !catalog.transaction('lazy', work)) await nextTurn();
  };

  const empty = (file: FileRow, from: number, signal: AbortSignal) =>
    inTurns(signal, () => {
      const { assetIds, all } = parts.removeInside(file.id, from, BATCH);
      for (const assetId of assetIds) assets.refreshPlace(assetId);
      return all;
    });

  const fill = async (file: FileRow, jobId: number, assetId: number, signal: AbortSignal): Promise<void> => {
    let next = 0;
    await inTurns(signal, () => {
      const batch = parts.from(assetId, next, BATCH);
      for (const part of batch) placePart(context, jobId, file, part);
      next += BATCH;
      return batch.length < BATCH;
    });
  };

  return {
    resource: 'disk',
    async run(task, signal) {
      const file = files.file(task.fileId ?? 0);
      if (!file) return { outcome: 'done', keep: () => undefined };
      // Its places change once it was read.
      if (isPending(context, file)) return { outcome: 'done', keep: () => undefined };
      const leftBehind = files.isLeftBehind(file);
      const held = leftBehind || file.asset_id === null ? 0 : heldCount(context, file, file.asset_id);
      // Taken away last, so that what a changed container still holds never loses its only place.
      if (held > 0 && file.asset_id !== null) await fill(file, task.jobId, file.asset_id, signal);
      await empty(file, held, signal);
      if (signal.aborted) return null;
      return {
        outcome: 'done',
        keep: () => {
          if (!leftBehind) return;
          files.drop(file.id);
          if (file.asset_id !== null) assets.refreshPlace(file.asset_id);
        },
      };
    },
  };
}

function isPending({ assets }: IngestContext, { asset_id }: FileRow): boolean {
  const asset = asset_id === null ? undefined : assets.byId(asset_id);
  return asset?.state === 'pending' && asset.size > 0;
}

/** How many parts a container shows under a file: none where they would be too deep, or too many. */
function heldCount({ parts, assets }: IngestContext, file: FileRow, assetId: number): number {
  const count = parts.countOf(assetId);
  if (count === 0 || parts.chainOf(file).length > DEEPEST_LEVEL) return 0;
  if (parts.besides(file).entries + count <= MOST_ENTRIES) return count;
  assets.setState(assetId, 'quarantined', `Too large when unpacked: more than ${MOST_ENTRIES} files.`);
  return 0;
}

function placePart(context: IngestContext, jobId: number, container: FileRow, part: PartRow): void {
  const { assets, parts, passages, tasks } = context;
  const asset = part.asset_id === null ? undefined : assets.byId(part.asset_id);
  const filePath = `${container.path}${sep}${part.path.replaceAll('/', sep)}`;
  const { fileId, before, changed } = parts.place(container, {
    ...part,
    filePath,
    // An archive is a folder of what is in it; what is attached to a mail lies where the mail does.
    parent: isArchive(context, container) ? dirname(filePath) : container.parent,
    name: basename(filePath),
    size: asset?.size ?? 0,
  });
  if (!changed) return;
  if (before !== null) assets.refreshPlace(before);
  if (asset) {
    assets.refreshPlace(asset.id);
    passages.refreshName(asset.id);
    queueReading(context, jobId, asset);
  }
  if ((asset && asset.parts > 0) || parts.anyInside(fileId)) tasks.add(jobId, { stage: 'place', fileId });
}

function isArchive({ assets }: IngestContext, { asset_id }: FileRow): boolean {
  const asset: AssetRow | undefined = asset_id === null ? undefined : assets.byId(asset_id);
  return asset?.kind === 'archive';
}
