import type { AssetRow } from '../catalog/assets.ts';
import type { FileRow } from '../catalog/files.ts';
import type { Task } from '../catalog/tasks.ts';
import type { StageWork, TaskResult } from '../jobs/task-runner.ts';
import type { Fault, FileRead, Refusal, RenditionRequest, SourcePath } from '../workers/media-protocol.ts';
import { afterDeath } from './after-death.ts';
import { SMALL_FILE, workOnBegun } from './begun-tasks.ts';
import { extractorFor, readerFor } from './extractors/readers.ts';
import { readingFailure } from './file-failure.ts';
import type { IngestContext } from './ingest-context.ts';
import { keepReading, outcomeOfReading } from './keep-reading.ts';
import { identityOf, isDeath, isFault, type ReaderDeath } from './media-reader.ts';
import { throwIfAway, throwIfHindered } from './obstacles.ts';
import { renditionsOf } from './rendition-files.ts';

/** Small files that a reader has at a time. */
const FILES_A_MESSAGE = 16;

/** An asset that is to be read. */
interface Begun {
  task: Task;
  asset: AssetRow;
  source: { file: FileRow; path: SourcePath };
  /** The pictures that are to be made of it. */
  draw: RenditionRequest[];
  /** Keeps what was read of it. */
  keep: (reading: FileRead) => void;
}

/** Stage three: text, metadata and passages out of the file, and a PDF's thumbnail, as it is open for that. */
export function extractWork(context: IngestContext): StageWork {
  const { assets, folders, programs, reader, sources } = context;

  const begin = async (task: Task, signal: AbortSignal): Promise<Begun | TaskResult> => {
    const known = assets.byId(task.assetId ?? 0);
    if (!known) return { outcome: 'failed', keep: () => undefined };
    const source = await sources.open(known, signal);
    if ('reason' in source) {
      const keep = (reading: FileRead) => keepReading(context, task.jobId, known, reading);
      return resultOf(keep, refused('failed', source.reason));
    }
    const asset = await identifiedAgain(context, known, source.path, signal);
    const lacks = await programs.lackedBy(readerFor('extract', asset));
    const keep = (reading: FileRead) => {
      if (asset.mime !== known.mime) assets.setFormat(asset.id, asset);
      keepReading(context, task.jobId, asset, reading, lacks);
    };
    return { task, asset, source, draw: picturesToDraw(context, asset), keep };
  };

  const died = ({ asset, keep }: Begun, death: ReaderDeath): TaskResult | null =>
    afterDeath(context, asset, death, (reason) => keep(refused('quarantined', reason)));

  const ended = async ({ source: { file }, keep }: Begun, reading: FileRead | Fault): Promise<TaskResult> => {
    if (isFault(reading)) {
      await throwIfHindered(context, file.id, reading.fault);
      return resultOf(keep, refused('failed', readingFailure(reading.fault)));
    }
    if ('refused' in reading.found) await throwIfAway(folders, file.id);
    return resultOf(keep, reading);
  };

  const readTogether = async (begun: readonly Begun[], signal: AbortSignal): Promise<(TaskResult | null)[]> => {
    const request = begun.map(({ asset, source, draw }) => ({ path: source.path, identity: identityOf(asset), draw }));
    const readings = await reader.extract(request, signal);
    const results: (TaskResult | null)[] = [];
    for (const [index, one] of begun.entries()) {
      const reading = Array.isArray(readings) ? readings[index] : readings;
      if (!reading) results.push(null);
      else if (!isDeath(reading)) results.push(await ended(one, reading));
      // Over which of them the reader ended shows when each is read alone.
      else if (begun.length > 1) results.push(...(await readTogether([one], signal)));
      else results.push(died(one, reading));
    }
    return results;
  };

  const read = async (begun: readonly Begun[], signal: AbortSignal): Promise<(TaskResult | null)[]> => {
    try {
      return await readTogether(begun, signal);
    } finally {
      noteLeftovers(context, begun);
    }
  };

  return { resource: 'reader', ...workOnBegun({ upTo: SMALL_FILE, most: FILES_A_MESSAGE }, begin, read) };
}

function refused(how: Refusal['refused'], reason: string): FileRead {
  return { found: { refused: how, reason }, isDrawn: false };
}

function resultOf(keep: (reading: FileRead) => void, reading: FileRead): TaskResult {
  return { outcome: outcomeOfReading(reading.found), keep: () => keep(reading) };
}

/**
 * The thumbnail of a PDF that is read for the first time. Where a reader ended over it, what is on its first page may have
 * been why: then its text is read without.
 */
function picturesToDraw({ libraryPath }: IngestContext, asset: AssetRow): RenditionRequest[] {
  return asset.kind === 'pdf' && asset.state === 'pending' && asset.kills === 0 ? renditionsOf(libraryPath, asset) : [];
}

/** What was drawn of an asset that has left meanwhile is to go, too. */
function noteLeftovers({ assets, catalog, removals }: IngestContext, begun: readonly Begun[]): void {
  const left = begun.filter(({ asset, draw }) => draw.length > 0 && !assets.byId(asset.id));
  if (left.length === 0) return;
  catalog.transaction('lazy', () => {
    for (const { asset } of left) removals.noteLeftover(asset);
  });
}

/** An asset that nobody read, as which it is told to be now. */
async function identifiedAgain(
  { reader }: IngestContext,
  asset: AssetRow,
  path: SourcePath,
  signal: AbortSignal,
): Promise<AssetRow> {
  if (asset.state === 'pending' || extractorFor(asset) !== undefined) return asset;
  const identity = await reader.identify(path, asset.size, signal);
  if (isDeath(identity) || isFault(identity) || identity.sha256 !== asset.hash) return asset;
  return { ...asset, mime: identity.mime, kind: identity.kind };
}
