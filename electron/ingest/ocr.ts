import type { AssetRow } from '../catalog/assets.ts';
import type { FileRow } from '../catalog/files.ts';
import { FAILED_OCR, OCR, type ReadingParameters } from '../catalog/page-readings.ts';
import type { Task } from '../catalog/tasks.ts';
import type { StageWork, TaskResult } from '../jobs/task-runner.ts';
import type { Fault, OcrResult, PageRead, ScriptFound, SourcePath } from '../workers/media-protocol.ts';
import { afterDeath } from './after-death.ts';
import { workOnBegun } from './begun-tasks.ts';
import { languagesFor } from './chosen-languages.ts';
import { doneNow, type Program } from './extractors/readers.ts';
import type { IngestContext } from './ingest-context.ts';
import { identityOf, isDeath, isFault } from './media-reader.ts';
import { throwIfAway, throwIfHindered } from './obstacles.ts';
import type { HowToRead } from './ocr-languages.ts';
import { settle } from './outcome.ts';
import { forgetReading, keepReadPassages } from './page-passages.ts';

/** Pages that a reader has at a time: Tesseract is started once for them, and a crash costs no more than these. */
const PAGES_A_RUN = 4;

/** A page that is to be read. */
interface Page {
  task: Task;
  asset: AssetRow;
  source: { file: FileRow; path: SourcePath };
  how: HowToRead;
}

/** Stage five: the text of pages and pictures by OCR. Each page is a task of its own. */
export function ocrWork(context: IngestContext): StageWork {
  const { assets, reader, readings, settings } = context;

  const keepFailure = (
    asset: AssetRow,
    page: number,
    how: ReadingParameters,
    reason: string,
    lacks: Program | '' = '',
  ) => {
    readings.keep(asset.id, doneNow('ocr', asset, lacks));
    // What was made of a script that nobody can read is no text. Otherwise what was read before stays.
    if (how.script) forgetReading(context, asset.id, page);
    else if (assets.derivedPages(asset.id, OCR).some((read) => read.page === page)) return settle(context, asset.id);
    assets.keepDerivation(asset.id, {
      kind: FAILED_OCR,
      page,
      engine: 'tesseract.js',
      engineVersion: '',
      parameters: how,
      result: reason,
    });
    settle(context, asset.id);
  };
  const fail = (
    asset: AssetRow,
    task: Task,
    how: ReadingParameters,
    reason: string,
    lacks: Program | '' = '',
  ): TaskResult => ({
    outcome: 'failed',
    keep: () => keepFailure(asset, task.page, how, reason, lacks),
  });

  const keep = (asset: AssetRow, page: number, asked: string[], found: OcrResult & ScriptFound) => {
    const { confidence, engine, engineVersion, languages = asked, rotation, script, words } = found;
    const how: ReadingParameters = { languages, rotation, ...(script === undefined ? {} : { script }) };
    readings.keep(asset.id, doneNow('ocr', asset));
    assets.keepDerivation(asset.id, {
      kind: OCR,
      page,
      engine,
      engineVersion,
      parameters: how,
      confidence,
      result: { words },
    });
    context.pageReadings.forgetFailure(asset.id, page);
    keepReadPassages(context, asset.id, page, found.passages);
    settle(context, asset.id);
  };

  const pageOf = async (task: Task, signal: AbortSignal): Promise<Page | TaskResult> => {
    const asset = assets.byId(task.assetId ?? 0);
    if (!asset) return { outcome: 'failed', keep: () => undefined };
    const source = await context.sources.open(asset, signal);
    if ('reason' in source) return fail(asset, task, {}, source.reason);
    const { languages } = languagesFor(context, asset);
    const how = await context.ocrEngines.howToRead(languages, settings.get().ocrLanguages);
    return { task, asset, source, how };
  };

  const resultOf = async ({ task, asset, source, how }: Page, reading: PageRead | Fault): Promise<TaskResult> => {
    if (isFault(reading)) {
      await throwIfHindered(context, source.file.id, reading.fault);
      return fail(asset, task, { languages: how.languages }, reading.fault);
    }
    if (!('refused' in reading)) return { outcome: 'done', keep: () => keep(asset, task.page, how.languages, reading) };
    await throwIfAway(context.folders, source.file.id);
    const { languages = how.languages, script } = reading;
    const lacked = await context.ocrEngines.unknown(languages);
    const read: ReadingParameters = {
      languages,
      ...(lacked.length > 0 ? { lacked } : {}),
      ...(script === undefined ? {} : { script }),
    };
    return fail(asset, task, read, reading.reason, await context.ocrEngines.lackedFor(languages));
  };

  const read = async (pages: readonly Page[], signal: AbortSignal): Promise<(TaskResult | null)[]> => {
    const asked = pages.map(({ task, asset, source, how }) => ({
      path: source.path,
      identity: identityOf(asset),
      page: task.page,
      how,
    }));
    const found = await reader.ocr(asked, signal);
    const results: (TaskResult | null)[] = [];
    for (const [index, page] of pages.entries()) {
      const { asset, task, how } = page;
      const reading = Array.isArray(found) ? found[index] : undefined;
      if (reading) results.push(await resultOf(page, reading));
      // Over which of them the reader ended shows when each is read alone.
      else if (pages.length > 1) results.push(...(await read([page], signal)));
      else if (isDeath(found))
        results.push(
          afterDeath(context, asset, found, (reason) =>
            keepFailure(asset, task.page, { languages: how.languages }, reason),
          ),
        );
      else results.push(isFault(found) ? await resultOf(page, found) : null);
    }
    return results;
  };

  return {
    resource: 'reader',
    name: ({ path, page }) => (page > 1 ? `${path} (page ${page})` : path),
    ...workOnBegun({ upTo: Number.POSITIVE_INFINITY, most: PAGES_A_RUN }, pageOf, read),
  };
}
