import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { StageWork } from '../jobs/task-runner.ts';
import { afterDeath, identityOf, openableFile } from './extract.ts';
import { type IngestContext, type RenditionName, renditionPath, renditionSizes } from './ingest-context.ts';
import { isDeath, isFault } from './media-reader.ts';
import { throwIfHindered } from './obstacles.ts';
import { isRecording, renderRecording } from './render-recording.ts';

const nothing = () => undefined;

/** Stage four: the thumbnail and the preview. An asset without them is no failure: it shows its kind instead. */
export function renderWork(context: IngestContext): StageWork {
  const { assets, reader } = context;
  return {
    resource: 'reader',
    name: (task) => context.files.presentFileOf(task.assetId ?? 0)?.path ?? '',
    async run(task, signal) {
      const asset = assets.byId(task.assetId ?? 0);
      if (!asset) return { outcome: 'failed', keep: nothing };
      const source = await openableFile(context, asset);
      if ('reason' in source) return { outcome: 'failed', keep: nothing };
      if (isRecording(asset)) return renderRecording(context, asset, source, signal);
      for (const name of Object.keys(renditionSizes) as RenditionName[]) {
        const output = renditionPath(context.libraryPath, asset.hash, name);
        await mkdir(dirname(output), { recursive: true });
        const rendition = await reader.render(source.path, identityOf(asset), renditionSizes[name], output, signal);
        if (isDeath(rendition)) return afterDeath(context, asset, rendition, nothing);
        if (isFault(rendition)) await throwIfHindered(context, source.file.id, rendition.fault);
        if (rendition === null || isFault(rendition)) return { outcome: 'failed', keep: nothing };
      }
      return { outcome: 'done', keep: () => assets.setThumbnail(asset.id) };
    },
  };
}
