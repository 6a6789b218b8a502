import type { AssetRow } from '../catalog/assets.ts';
import { FAILED_OCR, OCR, type ReadingParameters } from '../catalog/page-readings.ts';
import type { Task } from '../catalog/tasks.ts';
import type { StageWork, TaskResult } from '../jobs/task-runner.ts';
import type { OcrResult, ScriptFound } from '../workers/media-protocol.ts';
import { languagesFor } from './chosen-languages.ts';
import { afterDeath, identityOf } from './extract.ts';
import { doneNow, type Program } from './extractors/readers.ts';
import type { IngestContext } from './ingest-context.ts';
import { isDeath, isFault } from './media-reader.ts';
import { throwIfAway, throwIfHindered } from './obstacles.ts';
import { settle } from './outcome.ts';
import { forgetReading, keepReadPassages } from './page-passages.ts';

/** Stage five: the text of one page or picture by OCR. Each page is a task of its own, so that a crash costs one page. */
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
    else if (assets.derivedPages(asset.id, OCR).includes(page)) return settle(context, asset.id);
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

  return {
    resource: 'reader',
    name: (task) => {
      const path = context.files.presentFileOf(task.assetId ?? 0)?.path ?? '';
      return task.page > 1 ? `${path} (page ${task.page})` : path;
    },
    async run(task, signal) {
      const asset = assets.byId(task.assetId ?? 0);
      if (!asset) return { outcome: 'failed', keep: () => undefined };
      const source = await context.sources.open(asset, signal);
      if ('reason' in source) return fail(asset, task, {}, source.reason);
      const how = await context.ocrEngines.howToRead(
        languagesFor(context, asset).languages,
        settings.get().ocrLanguages,
      );
      const asked = { languages: how.languages };
      const reading = await reader.ocr(source.path, identityOf(asset), task.page, how, signal);
      if (isDeath(reading))
        return afterDeath(context, asset, reading, (reason) => keepFailure(asset, task.page, asked, reason));
      if (isFault(reading)) await throwIfHindered(context, source.file.id, reading.fault);
      else if ('refused' in reading) await throwIfAway(context.files, source.file.id);
      if (isFault(reading)) return fail(asset, task, asked, reading.fault);
      const { languages = how.languages, script } = reading;
      if ('refused' in reading) {
        const read: ReadingParameters = { languages, ...(script === undefined ? {} : { script }) };
        return fail(asset, task, read, reading.reason, await context.ocrEngines.lackedFor(languages));
      }
      return { outcome: 'done', keep: () => keep(asset, task.page, how.languages, reading) };
    },
  };
}
