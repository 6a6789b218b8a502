import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AssetRow } from '../catalog/assets.ts';
import type { FileRow } from '../catalog/files.ts';
import type { TaskResult } from '../jobs/task-runner.ts';
import type { SourcePath } from '../workers/media-protocol.ts';
import { afterDeath } from './after-death.ts';
import { doneNow, renderers } from './extractors/readers.ts';
import type { IngestContext } from './ingest-context.ts';
import { identityOf, isDeath, isFault } from './media-reader.ts';
import { throwIfHindered } from './obstacles.ts';
import { renditionPath, renditionsOf } from './rendition-files.ts';

const nothing = () => undefined;
const { engine, engineVersion } = renderers.recording;

export function isRecording({ kind }: Pick<AssetRow, 'kind'>): boolean {
  return kind === 'video' || kind === 'audio';
}

/** Makes what is shown of a recording: its poster, the strip of its frames or its waveform, and where scenes begin. */
export async function renderRecording(
  context: IngestContext,
  asset: AssetRow,
  { file, path }: { file: FileRow; path: SourcePath },
  signal: AbortSignal,
): Promise<TaskResult | null> {
  const { assets, ffmpeg, libraryPath, reader, readings } = context;
  const content = assets.content(asset.id);
  if (content.type !== 'recording') return { outcome: 'failed', keep: nothing };
  const at = (name: Parameters<typeof renditionPath>[2]) => renditionPath(libraryPath, asset.hash, name);
  await mkdir(dirname(at('thumb')), { recursive: true });
  const tools = await ffmpeg.tools();
  const note = () => readings.keep(asset.id, doneNow('render', asset, tools ? '' : 'ffmpeg'));
  const made = await reader.renderRecording(
    {
      path,
      identity: identityOf(asset),
      tools,
      durationMs: asset.duration,
      hasPicture: content.hasPicture,
      hasSound: content.sound !== 'none',
      pictures: renditionsOf(libraryPath, asset),
      strip: at('strip'),
      waveform: at('waveform'),
    },
    signal,
  );
  if (isDeath(made)) return afterDeath(context, asset, made, note);
  if (isFault(made)) {
    await throwIfHindered(context, file.id, made.fault);
    return { outcome: 'failed', keep: note };
  }
  const { poster, strip, waveform, scenes } = made;
  return {
    // One without ffmpeg has no pictures, of which its reading says why.
    outcome: poster || waveform || !tools ? 'done' : 'failed',
    keep: () => {
      note();
      if (poster) assets.setThumbnail(asset.id);
      assets.keepDerivation(asset.id, {
        kind: 'renditions',
        page: 0,
        engine,
        engineVersion,
        parameters: {},
        result: { strip, waveform, scenes },
      });
    },
  };
}
