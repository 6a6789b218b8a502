import type { AssetRow } from '../catalog/assets.ts';
import type { Task } from '../catalog/tasks.ts';
import type { StageWork, TaskResult } from '../jobs/task-runner.ts';
import type { OcrResult } from '../workers/media-protocol.ts';
import { afterDeath, identityOf } from './extract.ts';
import { doneNow, type Program } from './extractors/readers.ts';
import type { IngestContext } from './ingest-context.ts';
import { isDeath, isFault } from './media-reader.ts';
import { throwIfAway, throwIfHindered } from './obstacles.ts';
import { FAILED_OCR, OCR, settle } from './outcome.ts';

/** Stage five: the text of one page or picture by OCR. Each page is a task of its own, so that a crash costs one page. */
export function ocrWork(context: IngestContext): StageWork {
  const { assets, passages, reader, readings, settings } = context;

  /** What was read of the page before is kept. */
  const keepFailure = (asset: AssetRow, page: number, reason: string, lacks: Program | '' = '') => {
    readings.keep(asset.id, doneNow('ocr', asset, lacks));
    if (assets.derivedPages(asset.id, OCR).includes(page)) return settle(context, asset.id);
    assets.keepDerivation(asset.id, {
      kind: FAILED_OCR,
      page,
      engine: 'tesseract.js',
      engineVersion: '',
      parameters: {},
      result: reason,
    });
    settle(context, asset.id);
  };
  const fail = (asset: AssetRow, task: Task, reason: string, lacks: Program | '' = ''): TaskResult => ({
    outcome: 'failed',
    keep: () => keepFailure(asset, task.page, reason, lacks),
  });

  const keep = (asset: AssetRow, page: number, languages: string[], found: OcrResult) => {
    const { engine, engineVersion, rotation, words } = found;
    readings.keep(asset.id, doneNow('ocr', asset));
    assets.dropDerivation(asset.id, FAILED_OCR, page);
    assets.keepDerivation(asset.id, {
      kind: OCR,
      page,
      engine,
      engineVersion,
      parameters: { languages, rotation },
      result: { words },
    });
    passages.replace(asset.id, 'ocr', page, found.passages);
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
      if ('reason' in source) return fail(asset, task, source.reason);
      const languages = settings.get().ocrLanguages;
      const native = await context.ocrEngines.nativeFor(languages);
      const reading = await reader.ocr(source.path, identityOf(asset), task.page, { languages, native }, signal);
      if (isDeath(reading))
        return afterDeath(context, asset, reading, (reason) => keepFailure(asset, task.page, reason));
      if (isFault(reading)) await throwIfHindered(context, source.file.id, reading.fault);
      else if ('refused' in reading) await throwIfAway(context.files, source.file.id);
      if (isFault(reading)) return fail(asset, task, reading.fault);
      if ('refused' in reading) return fail(asset, task, reading.reason, await context.ocrEngines.lackedFor(languages));
      return { outcome: 'done', keep: () => keep(asset, task.page, languages, reading) };
    },
  };
}
