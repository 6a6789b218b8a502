import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describeTime } from '../../shared/anchors.ts';
import { HoldfastError } from '../../shared/errors.ts';
import type { AssetRow } from '../catalog/assets.ts';
import type { ModelRow } from '../catalog/models.ts';
import type { RecordingRepository, TranscriptWindow } from '../catalog/recordings.ts';
import type { TagRepository } from '../catalog/tags.ts';
import type { Task } from '../catalog/tasks.ts';
import { Obstacle } from '../jobs/obstacle.ts';
import type { StageWork, TaskResult } from '../jobs/task-runner.ts';
import type { Transcript } from '../models/model-backend.ts';
import type { ModelService } from '../models/model-service.ts';
import { afterDeath } from './after-death.ts';
import { timedPassages } from './extractors/recording/subtitle-tracks.ts';
import { WINDOW_MS } from './extractors/recording/windows.ts';
import type { IngestContext } from './ingest-context.ts';
import { identityOf, isDeath, isFault } from './media-reader.ts';
import { throwIfHindered } from './obstacles.ts';
import { settle } from './outcome.ts';
import { speechFolder, windowsOf } from './transcription-service.ts';

const PURPOSE = 'transcribe a recording';
/** Errors that are about the recording and this model; the others would meet every recording alike. */
const OF_THE_RECORDING: readonly string[] = ['MODEL_FAILED'];
/** After which it is tried again whether a model can be reached that could not. */
const TRY_AGAIN_MS = 5 * 60_000;

/**
 * The stage that has a model write down what is said in a window of a recording. Each window is a task of its own, so that
 * a crash costs one.
 */
export function transcribeWork(
  context: IngestContext,
  parts: { models: ModelService; tags: TagRepository; recordings: RecordingRepository },
): StageWork {
  const { assets, ffmpeg, passages, reader, tasks } = context;
  const { models, recordings, tags } = parts;

  const keepFailure = (asset: AssetRow, page: number, engine: string, reason: string) => {
    recordings.keepFailure(asset.id, page, engine, reason);
    settle(context, asset.id);
  };
  const fail = (asset: AssetRow, page: number, engine: string, reason: string): TaskResult => ({
    outcome: 'failed',
    keep: () => keepFailure(asset, page, engine, reason),
  });

  const keep = (task: Task, asset: AssetRow, model: ModelRow, heard: TranscriptWindow) => {
    const parameters = { model: model.name, language: heard.language };
    const by = { engine: model.id, engineVersion: model.sha256, parameters };
    recordings.keepWindow(asset.id, task.page, by, heard);
    passages.replace(asset.id, 'transcript', task.page, timedPassages(heard.lines));
    // A recording may go on for longer than it says.
    if (!heard.isLast && task.page >= windowsOf(asset.duration))
      tasks.add(task.jobId, { stage: 'transcribe', assetId: asset.id, page: task.page + 1 });
    settle(context, asset.id);
  };

  const listen = async (model: ModelRow, asset: AssetRow, path: string, signal: AbortSignal): Promise<Transcript> =>
    models.attempt(model, (backend) =>
      backend.transcribe(path, {
        purpose: PURPOSE,
        signal,
        words: true,
        content: [{ assetId: asset.hash, sha256: asset.hash }],
      }),
    );

  return {
    resource: 'model',
    name: ({ path, page }) => (page > 1 ? `${path} (from ${describeTime((page - 1) * WINDOW_MS)})` : path),
    async run(task, signal) {
      const asset = assets.byId(task.assetId ?? 0);
      if (!asset) return { outcome: 'failed', keep: () => undefined };
      const model = models.roles.serving('transcription', tags.of([asset.hash]));
      if (!model)
        throw new Obstacle('No model is assigned for transcription.', async () => context.transcription.served);
      const source = await context.sources.open(asset, signal);
      if ('reason' in source) return fail(asset, task.page, model.id, source.reason);
      const folder = speechFolder(context.libraryPath);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const output = join(folder, `${task.id}.wav`);
      try {
        const request = {
          path: source.path,
          identity: identityOf(asset),
          tools: await ffmpeg.tools(),
          window: task.page - 1,
          output,
        };
        const window = await reader.speech(request, signal);
        if (isDeath(window))
          return afterDeath(context, asset, window, (reason) => keepFailure(asset, task.page, model.id, reason));
        if (isFault(window)) {
          await throwIfHindered(context, source.file.id, window.fault);
          return fail(asset, task.page, model.id, window.fault);
        }
        const { startMs, isLast, isSilent } = window;
        const spoken = isSilent ? { text: '', segments: [], language: '' } : await listen(model, asset, output, signal);
        const lines = linesOf(spoken, startMs);
        return {
          outcome: 'done',
          keep: () => keep(task, asset, model, { startMs, isLast, lines, language: spoken.language }),
        };
      } catch (error) {
        if (!(error instanceof HoldfastError)) throw error;
        if (OF_THE_RECORDING.includes(error.code)) return fail(asset, task.page, model.id, error.message);
        const since = Date.now();
        throw new Obstacle(`${error.message} ${error.hint}`.trim(), async () => Date.now() - since > TRY_AGAIN_MS);
      } finally {
        await rm(output, { force: true });
      }
    },
  };
}

/** What was said, with times of the whole recording. A model that tells no times has said it in the window as a whole. */
function linesOf({ text, segments }: Transcript, startMs: number): TranscriptWindow['lines'] {
  if (segments.length === 0 && text.trim() !== '')
    return [{ start: startMs, end: startMs + WINDOW_MS, text: text.trim() }];
  const moved = (milliseconds: number) => Math.round(milliseconds + startMs);
  return segments
    .filter((segment) => segment.text.trim() !== '')
    .map(({ start, end, text: said, words }) => ({
      start: moved(start),
      end: moved(Math.max(start, end)),
      text: said.trim(),
      ...(words ? { words: words.map((word) => ({ ...word, start: moved(word.start), end: moved(word.end) })) } : {}),
    }));
}
