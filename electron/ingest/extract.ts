import type { AssetKind } from '../../shared/contract/library.ts';
import type { AssetRow } from '../catalog/assets.ts';
import { FAILED_OCR, OCR } from '../catalog/page-readings.ts';
import type { ReadingStage } from '../catalog/readings.ts';
import type { StageWork, TaskResult } from '../jobs/task-runner.ts';
import type { Extraction, Identity, Refusal, SourcePath } from '../workers/media-protocol.ts';
import { picturedDocuments } from './extractors/pictured-documents.ts';
import { doneNow, extractorFor, isOutdated, type Program, readerFor } from './extractors/readers.ts';
import { readingFailure } from './file-failure.ts';
import type { IngestContext } from './ingest-context.ts';
import { keepStated } from './keep-facts.ts';
import { isDeath, isFault, type ReaderDeath } from './media-reader.ts';
import { throwIfAway, throwIfHindered } from './obstacles.ts';
import { settle, TEXT, type TextParameters } from './outcome.ts';
import { forgetReading } from './page-passages.ts';

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

/**
 * Keeps what was read of an asset, or why nothing was; pages without text go on to OCR, pictures to rendering. Of an asset
 * that was read before, what an earlier reader found is kept where this one finds nothing, and what else was made of it.
 * @param lacks the program that was wanted for it and not there
 */
export function keepReading(
  context: IngestContext,
  jobId: number,
  asset: AssetRow,
  found: Extraction | Refusal,
  lacks: Program | '' = '',
): void {
  const { assets, passages, readings, tasks } = context;
  readings.keep(asset.id, doneNow('extract', asset, lacks));
  if ('refused' in found) return keepRefusal(context, jobId, asset, found);
  if (!found.hasParts) forgetParts(context, jobId, asset);
  assets.describe(asset.id, found);
  assets.keepDerivation(asset.id, {
    kind: TEXT,
    page: 0,
    engine: found.engine,
    engineVersion: found.engineVersion,
    parameters: { notes: found.notes } satisfies TextParameters,
    result: found.content,
  });
  passages.refreshName(asset.id);
  passages.replace(asset.id, 'text', 0, found.passages);
  const isDue = (stage: ReadingStage) => !isDone(context, asset, stage, lacks);
  if (found.hasParts && isDue('unpack')) tasks.add(jobId, { stage: 'unpack', assetId: asset.id });
  const { facts, title, date, metadata, width, height } = found;
  keepStated(context, asset, facts ? { facts, title, date, metadata, width, height } : null);
  queueOcr(context, jobId, asset.id, found.pagesForOcr, () => isDue('ocr'));
  if ((picturedKinds.has(found.kind ?? asset.kind) || picturedDocuments.has(asset.mime)) && isDue('render'))
    tasks.add(jobId, { stage: 'render', assetId: asset.id });
  if (found.content.type === 'recording' && found.content.sound === 'heard')
    context.transcription.addNew(asset, found.duration ?? 0);
  settle(context, asset.id);
}

function keepRefusal(context: IngestContext, jobId: number, asset: AssetRow, { refused, reason }: Refusal): void {
  context.passages.refreshName(asset.id);
  const wasRead = context.assets.derivedPages(asset.id, TEXT).length > 0;
  if (wasRead) return;
  forgetParts(context, jobId, asset);
  context.assets.setState(asset.id, refused, reason);
  // What cannot be read may still be shown.
  if (picturedDocuments.has(asset.mime)) context.tasks.add(jobId, { stage: 'render', assetId: asset.id });
  keepStated(context, asset, null);
}

/** Whether a stage of an asset was done by who does it now, and not for want of a program that is there by now. */
function isDone({ readings }: IngestContext, { id }: AssetRow, stage: ReadingStage, lacks: Program | ''): boolean {
  const by = readings.of(id, stage);
  return by !== undefined && !isOutdated(by) && (by.lacks === '' || by.lacks === lacks);
}

/** Queues pages for OCR, but those that were read; what was read on pages that have text of their own now is dropped. */
function queueOcr(
  context: IngestContext,
  jobId: number,
  assetId: number,
  wanted: readonly number[],
  isDueAgain: () => boolean,
): void {
  const { assets, pageReadings, tasks } = context;
  const known = assets.derivedPages(assetId, OCR, FAILED_OCR);
  const knownPages = new Set(known.map(({ page }) => page));
  const wantedPages = new Set(wanted);
  const again = wanted.length > 0 && isDueAgain();
  for (const page of wanted) if (again || !knownPages.has(page)) tasks.add(jobId, { stage: 'ocr', assetId, page });
  for (const { page, kind } of known) {
    if (wantedPages.has(page)) continue;
    if (kind === OCR) forgetReading(context, assetId, page);
    else pageReadings.forgetFailure(assetId, page);
  }
}

/** Has taken away what was in a file before it got content that holds nothing. */
function forgetParts({ files, parts, tasks }: IngestContext, jobId: number, asset: AssetRow): void {
  if (asset.parts > 0 || parts.isContainer(asset.id)) parts.setCount(asset.id, 0);
  for (const fileId of files.containersOf(asset.id)) tasks.add(jobId, { stage: 'place', fileId });
}

/** Whether the reading of an asset has begun, or is to: then it is not begun once more. */
export function isBeingRead({ tasks }: IngestContext, { id }: AssetRow): boolean {
  return tasks.waitsFor(id, 'extract', 'unpack', 'ocr');
}

/** Has an asset read that was not read yet, and is not being read. */
export function queueReading(context: IngestContext, jobId: number, asset: AssetRow): void {
  const { tasks } = context;
  if (asset.state !== 'pending' || isBeingRead(context, asset)) return;
  if (asset.size === 0) settle(context, asset.id);
  else tasks.add(jobId, { stage: 'extract', assetId: asset.id });
}

/** How a reading counts: a format that nobody reads is no failure. */
export function outcomeOfReading(found: Extraction | Refusal): TaskResult['outcome'] {
  return 'refused' in found && found.refused !== 'unsupported' ? 'failed' : 'done';
}

/** Stage three: text, metadata and passages out of the file. */
export function extractWork(context: IngestContext): StageWork {
  const { assets, ffmpeg, programs, reader, sources } = context;
  const toolsFor = async (asset: AssetRow) => (readerFor('extract', asset).needs === 'ffmpeg' ? ffmpeg.tools() : null);
  return {
    resource: 'reader',
    async run(task, signal) {
      const known = assets.byId(task.assetId ?? 0);
      if (!known) return { outcome: 'failed', keep: () => undefined };
      let asset = known;
      let lacks: Program | '' = '';
      const result = (found: Extraction | Refusal): TaskResult => ({
        outcome: outcomeOfReading(found),
        keep: () => {
          if (asset.mime !== known.mime) assets.setFormat(asset.id, asset);
          keepReading(context, task.jobId, asset, found, lacks);
        },
      });
      const source = await sources.open(asset, signal);
      if ('reason' in source) return result({ refused: 'failed', reason: source.reason });
      asset = await identifiedAgain(context, asset, source.path, signal);
      lacks = await programs.lackedBy(readerFor('extract', asset));
      const reading = await reader.extract(source.path, identityOf(asset), await toolsFor(asset), signal);
      if (isDeath(reading))
        return afterDeath(context, asset, reading, (reason) => result({ refused: 'quarantined', reason }).keep());
      if (isFault(reading)) await throwIfHindered(context, source.file.id, reading.fault);
      else if ('refused' in reading) await throwIfAway(context.files, source.file.id);
      return result(isFault(reading) ? { refused: 'failed', reason: readingFailure(reading.fault) } : reading);
    },
  };
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
