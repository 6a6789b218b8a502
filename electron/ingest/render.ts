import { rm } from 'node:fs/promises';
import type { AssetRow } from '../catalog/assets.ts';
import type { StageWork, TaskResult } from '../jobs/task-runner.ts';
import type { SourcePath } from '../workers/media-protocol.ts';
import { afterDeath } from './after-death.ts';
import { picturedDocuments } from './extractors/pictured-documents.ts';
import { doneNow, readerFor } from './extractors/readers.ts';
import type { IngestContext } from './ingest-context.ts';
import { keepDrawn } from './keep-reading.ts';
import { identityOf, isDeath, isFault } from './media-reader.ts';
import { throwIfHindered } from './obstacles.ts';
import { isRecording, renderRecording } from './render-recording.ts';
import {
  isDrawnWhenAsked,
  PAGES_SHOWN,
  pagePath,
  renditionPath,
  renditionSizes,
  renditionsOf,
} from './rendition-files.ts';

const nothing = () => undefined;

/** Stage four: the thumbnail, and the preview of all but PDFs. An asset without them is no failure: it shows its kind instead. */
export function renderWork(context: IngestContext): StageWork {
  const { assets, catalog, removals } = context;
  return {
    resource: 'reader',
    async run(task, signal) {
      const asset = assets.byId(task.assetId ?? 0);
      if (!asset) return { outcome: 'failed', keep: nothing };
      try {
        return await draw(context, asset, signal);
      } finally {
        // What was drawn of an asset that has left meanwhile is to go, too.
        if (!assets.byId(asset.id)) catalog.transaction('lazy', () => removals.noteLeftover(asset));
      }
    },
  };
}

async function draw(context: IngestContext, asset: AssetRow, signal: AbortSignal): Promise<TaskResult | null> {
  const { reader, readings } = context;
  const source = await context.sources.open(asset, signal);
  if ('reason' in source) return { outcome: 'failed', keep: nothing };
  if (isRecording(asset)) return renderRecording(context, asset, source, signal);
  const lacks = await context.programs.lackedBy(readerFor('render', asset));
  const note = () => readings.keep(asset.id, doneNow('render', asset, lacks));
  // Its reading says what is missing.
  if (lacks !== '') return { outcome: 'done', keep: note };
  const renditions = renditionsOf(context.libraryPath, asset);
  const rendition = await reader.render(source.path, identityOf(asset), renditions, signal);
  if (isDeath(rendition)) return afterDeath(context, asset, rendition, note);
  if (isFault(rendition)) await throwIfHindered(context, source.file.id, rendition.fault);
  // A book may have no cover, and is none the worse for it.
  if (rendition === null) return { outcome: picturedDocuments.has(asset.mime) ? 'done' : 'failed', keep: note };
  if (isFault(rendition)) return { outcome: 'failed', keep: note };
  await renderPages(context, asset, source.path, signal);
  // What is there was drawn by an earlier version.
  if (isDrawnWhenAsked(asset)) await rm(renditionPath(context.libraryPath, asset.hash, 'preview'), { force: true });
  return { outcome: 'done', keep: () => keepDrawn(context, asset) };
}

/** The further pages of a picture that has several; one that cannot be drawn is left out. */
async function renderPages(
  { libraryPath, reader }: IngestContext,
  asset: AssetRow,
  path: SourcePath,
  signal: AbortSignal,
): Promise<void> {
  if (asset.kind !== 'image') return;
  for (let page = 2; page <= Math.min(asset.pages, PAGES_SHOWN) && !signal.aborted; page++) {
    const output = pagePath(libraryPath, asset.hash, page);
    await reader.render(path, identityOf(asset), [{ longestSide: renditionSizes.preview, output }], signal, { page });
  }
}
