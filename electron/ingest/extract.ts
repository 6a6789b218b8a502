import type { AssetKind } from '../../shared/contract/library.ts';
import type { AssetRow } from '../catalog/assets.ts';
import type { StageWork, TaskResult } from '../jobs/task-runner.ts';
import type { Extraction, Identity, Refusal } from '../workers/media-protocol.ts';
import { readingFailure } from './file-failure.ts';
import type { IngestContext } from './ingest-context.ts';
import { keepStated } from './keep-facts.ts';
import { isDeath, isFault, type ReaderDeath } from './media-reader.ts';
import { throwIfAway, throwIfHindered } from './obstacles.ts';
import { settle, type TextParameters } from './outcome.ts';

/** Deaths of the reader over one asset after which it is left alone. */
const KILLS_BEFORE_QUARANTINE = 2;

const picturedKinds: ReadonlySet<AssetKind> = new Set(['image', 'pdf', 'video', 'audio']);

export function identityOf(asset: AssetRow): Identity {
  return { sha256: asset.hash, size: asset.size, mime: asset.mime, kind: asset.kind };
}

/** Counts a reader's death; the second one over an asset puts it into quarantine. Null asks for another try. */
export function afterDeath(
  context: IngestContext,
  asset: AssetRow,
  death: ReaderDeath,
  giveUp: (reason: string) => void,
): TaskResult | null {
  if (!death.culprit) return null;
  const kills = context.catalog.transaction('lazy', () => context.assets.countKill(asset.id));
  if (kills < KILLS_BEFORE_QUARANTINE) return null;
  return {
    outcome: 'failed',
    keep: () => giveUp(`Reading it stopped the reader twice. The last time: ${death.reason}`),
  };
}

/** Keeps what was read of an asset, or why nothing was; pages without text go on to OCR, pictures to rendering. */
export function keepReading(context: IngestContext, jobId: number, asset: AssetRow, found: Extraction | Refusal): void {
  const { assets, passages, tasks } = context;
  if ('refused' in found || !found.hasParts) forgetParts(context, jobId, asset.id);
  if ('refused' in found) {
    assets.setState(asset.id, found.refused, found.reason);
    return keepStated(context, asset, null);
  }
  assets.describe(asset.id, found);
  assets.keepDerivation(asset.id, {
    kind: 'text',
    page: 0,
    engine: found.engine,
    engineVersion: found.engineVersion,
    parameters: { notes: found.notes } satisfies TextParameters,
    result: found.content,
  });
  passages.refreshName(asset.id);
  passages.replace(asset.id, 'text', 0, found.passages);
  if (found.hasParts) tasks.add(jobId, { stage: 'unpack', assetId: asset.id });
  const { facts, title, date, metadata, width, height } = found;
  keepStated(context, asset, facts ? { facts, title, date, metadata, width, height } : null);
  for (const page of found.pagesForOcr) tasks.add(jobId, { stage: 'ocr', assetId: asset.id, page });
  if (picturedKinds.has(found.kind ?? asset.kind)) tasks.add(jobId, { stage: 'render', assetId: asset.id });
  if (found.content.type === 'recording' && found.content.sound === 'heard')
    context.transcription.addNew(asset, found.duration ?? 0);
  settle(context, asset.id);
}

/** Has taken away what was in a file before it got content that holds nothing. */
function forgetParts({ files, parts, tasks }: IngestContext, jobId: number, assetId: number): void {
  parts.setCount(assetId, 0);
  for (const { id } of files.filesOf(assetId))
    if (parts.anyInside(id)) tasks.add(jobId, { stage: 'place', fileId: id });
}

/** Whether the reading of an asset has begun, or is to: then it is not begun once more. */
export function isBeingRead({ tasks }: IngestContext, { id }: AssetRow): boolean {
  return tasks.waitingFor(id, 'extract', 'unpack', 'ocr') > 0;
}

/** Has an asset read that was not read yet, and is not being read. */
export function queueReading(context: IngestContext, jobId: number, asset: AssetRow): void {
  const { assets, tasks } = context;
  if (asset.state !== 'pending' || isBeingRead(context, asset)) return;
  if (asset.size === 0) assets.setState(asset.id, 'empty', 'The file is empty (0 bytes).');
  else tasks.add(jobId, { stage: 'extract', assetId: asset.id });
}

/** How a reading counts: a format that nobody reads is no failure. */
export function outcomeOfReading(found: Extraction | Refusal): TaskResult['outcome'] {
  return 'refused' in found && found.refused !== 'unsupported' ? 'failed' : 'done';
}

/** Stage three: text, metadata and passages out of the file. */
export function extractWork(context: IngestContext): StageWork {
  const { assets, ffmpeg, reader, sources } = context;
  const toolsFor = async ({ kind }: AssetRow) => (kind === 'video' || kind === 'audio' ? ffmpeg.tools() : null);
  return {
    resource: 'reader',
    name: (task) => context.files.presentFileOf(task.assetId ?? 0)?.path ?? '',
    async run(task, signal) {
      const asset = assets.byId(task.assetId ?? 0);
      if (!asset) return { outcome: 'failed', keep: () => undefined };
      const result = (found: Extraction | Refusal): TaskResult => ({
        outcome: outcomeOfReading(found),
        keep: () => keepReading(context, task.jobId, asset, found),
      });
      const source = await sources.open(asset, signal);
      if ('reason' in source) return result({ refused: 'failed', reason: source.reason });
      const reading = await reader.extract(source.path, identityOf(asset), await toolsFor(asset), signal);
      if (isDeath(reading))
        return afterDeath(context, asset, reading, (reason) => assets.setState(asset.id, 'quarantined', reason));
      if (isFault(reading)) await throwIfHindered(context, source.file.id, reading.fault);
      else if ('refused' in reading) await throwIfAway(context.files, source.file.id);
      return result(isFault(reading) ? { refused: 'failed', reason: readingFailure(reading.fault) } : reading);
    },
  };
}
