import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AssetRow } from '../catalog/assets.ts';
import type { FileRow } from '../catalog/files.ts';
import type { Task } from '../catalog/tasks.ts';
import type { StageWork, TaskResult } from '../jobs/task-runner.ts';
import type { Refusal, UnpackedPart, Unpacking } from '../workers/media-protocol.ts';
import { afterDeath } from './after-death.ts';
import { doneNow } from './extractors/readers.ts';
import { readingFailure } from './file-failure.ts';
import type { IngestContext } from './ingest-context.ts';
import { identityOf, isDeath, isFault } from './media-reader.ts';
import { noRoom, throwIfHindered } from './obstacles.ts';
import { settle, type TextParameters } from './outcome.ts';
import { partsFolder } from './part-path.ts';
import { DEEPEST_LEVEL, unpackLimits } from './unpack-limits.ts';

/** Parts kept in one transaction. */
const BATCH = 256;
/** The kind of the derivation that says how a container was unpacked. */
export const UNPACKING = 'parts';

/** Stage four: what a container holds becomes assets of their own, whose bytes are in the library. */
export function unpackWork(context: IngestContext): StageWork {
  const { assets, catalog, parts, reader, sources } = context;

  const keepParts = async (asset: AssetRow, found: readonly UnpackedPart[]): Promise<void> => {
    for (let start = 0; start < found.length; start += BATCH) {
      catalog.transaction('lazy', () => {
        for (const [index, part] of found.slice(start, start + BATCH).entries()) {
          const { path, rawPath, modified } = part;
          const [assetId, failure] =
            'identity' in part ? [assets.obtain(part.identity).id, null] : [null, part.failure];
          parts.put(asset.id, start + index, { path, rawPath, modified, assetId, failure });
        }
      });
      await nextTurn();
    }
  };

  /** Parts that a container was told to hold before, and no longer is; the rest goes when that is kept. */
  const forgetSurplus = async (asset: AssetRow, held: number, signal: AbortSignal): Promise<void> => {
    while (!signal.aborted && !catalog.transaction('lazy', () => parts.dropFrom(asset.id, held, BATCH)))
      await nextTurn();
  };

  const result = (task: Task, asset: AssetRow, found: Unpacking | Refusal): TaskResult => ({
    outcome: 'refused' in found ? 'failed' : 'done',
    keep: () => keepUnpacking(context, task.jobId, asset, found),
  });

  return {
    resource: 'reader',
    async run(task, signal) {
      const asset = assets.byId(task.assetId ?? 0);
      if (!asset) return { outcome: 'failed', keep: () => undefined };
      const source = await sources.open(asset, signal);
      if ('reason' in source) return result(task, asset, { refused: 'failed', reason: source.reason });
      const limits = limitsFor(context, source.file);
      if ('refused' in limits) return result(task, asset, limits);
      const found: UnpackedPart[] = [];
      const unpacked = await reader.unpack(
        source.path,
        identityOf(asset),
        { name: source.file.name, into: partsFolder(context.libraryPath), limits },
        (batch) => void found.push(...batch),
        signal,
      );
      if (isDeath(unpacked))
        return afterDeath(context, asset, unpacked, (reason) =>
          keepUnpacking(context, task.jobId, asset, { refused: 'quarantined', reason }),
        );
      if (isFault(unpacked)) {
        await throwIfHindered(context, source.file.id, unpacked.fault);
        return result(task, asset, { refused: 'failed', reason: readingFailure(unpacked.fault) });
      }
      if ('noRoom' in unpacked) throw noRoom(unpacked.noRoom, context.libraryPath);
      if (!('refused' in unpacked)) {
        await keepParts(asset, found);
        await forgetSurplus(asset, unpacked.parts, signal);
      }
      return signal.aborted ? null : result(task, asset, unpacked);
    },
  };
}

/** What may be unpacked of a container, by the file on the disk that it lies in. */
function limitsFor({ parts }: IngestContext, file: FileRow) {
  const chain = parts.chainOf(file);
  const root = chain.at(-1) ?? file;
  if (chain.length > DEEPEST_LEVEL) {
    const refusal: Refusal = {
      refused: 'quarantined',
      reason: `Too large when unpacked: it lies in archives in archives, of which ${DEEPEST_LEVEL} levels are unpacked.`,
    };
    return refusal;
  }
  return unpackLimits(root.size, parts.besides(file));
}

/** Keeps how many parts there are, or why there are none; the files that are this container have theirs put in place. */
function keepUnpacking(context: IngestContext, jobId: number, asset: AssetRow, found: Unpacking | Refusal): void {
  const { assets, files, parts, readings, tasks } = context;
  const refused = 'refused' in found;
  readings.keep(asset.id, doneNow('unpack', asset));
  // What an earlier one unpacked is kept where this one unpacks nothing.
  if (refused && parts.countOf(asset.id) > 0 && assets.derivedPages(asset.id, UNPACKING).length > 0) return;
  parts.setCount(asset.id, refused ? 0 : found.parts);
  for (const { id } of files.filesOf(asset.id)) tasks.add(jobId, { stage: 'place', fileId: id });
  if (refused && asset.kind === 'archive') return assets.setState(asset.id, found.refused, found.reason);
  assets.keepDerivation(asset.id, {
    kind: UNPACKING,
    page: 0,
    engine: refused ? '' : found.engine,
    engineVersion: refused ? '' : found.engineVersion,
    parameters: {
      notes: refused ? [`What is attached to it could not be unpacked: ${found.reason}`] : found.notes,
    } satisfies TextParameters,
    result: undefined,
  });
  settle(context, asset.id);
}
