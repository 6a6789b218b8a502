import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HoldfastError } from '../../shared/errors.ts';
import type { AssetRow } from '../catalog/assets.ts';
import type { RecordingRepository } from '../catalog/recordings.ts';
import type { TaskRepository } from '../catalog/tasks.ts';
import type { ModelService } from '../models/model-service.ts';
import { WINDOW_MS } from './extractors/recording/windows.ts';

const SUBJECT = 'What is said in recordings';
/** Windows that are counted beforehand: a day. What says that it is longer is found to be so, or not, on the way. */
const MOST_AHEAD = (24 * 60 * 60_000) / WINDOW_MS;

/** Where windows of speech lie while a model listens to them. */
export function speechFolder(libraryPath: string): string {
  return join(libraryPath, 'speech-in-work');
}

/** How many windows a recording of a length in milliseconds has; one of which no length is known has at least one. */
export function windowsOf(duration: number): number {
  return Math.min(MOST_AHEAD, Math.max(1, Math.ceil(duration / WINDOW_MS)));
}

/** Which recordings a model is to listen to, and when. */
export class TranscriptionQueue {
  readonly #recordings: RecordingRepository;
  readonly #tasks: TaskRepository;
  readonly #models: ModelService;

  constructor(parts: { recordings: RecordingRepository; tasks: TaskRepository; models: ModelService }) {
    this.#recordings = parts.recordings;
    this.#tasks = parts.tasks;
    this.#models = parts.models;
  }

  /** Whether a model serves. */
  get served(): boolean {
    return this.#serving !== undefined;
  }

  get #serving() {
    return this.#models.roles.serving('transcription');
  }

  /** Queues recordings, in the transaction of the caller; answers the job, or null where nothing is to be done. */
  add(recordings: readonly { id: number; duration: number }[]): number | null {
    return this.addWindows(
      recordings.flatMap(({ id, duration }) =>
        Array.from({ length: windowsOf(duration) }, (_, index) => ({ assetId: id, page: index + 1 })),
      ),
    );
  }

  /** The same for windows of recordings, counted from 1. */
  addWindows(windows: readonly { assetId: number; page: number }[]): number | null {
    if (windows.length === 0) return null;
    const jobId = this.jobId ?? this.#tasks.createJob('transcribe', SUBJECT);
    for (const { assetId, page } of windows) this.#tasks.add(jobId, { stage: 'transcribe', assetId, page });
    return jobId;
  }

  /** Queues a recording that was just read, where a model serves. */
  addNew(asset: Pick<AssetRow, 'id'>, duration: number): void {
    const model = this.#serving;
    if (!model || this.#recordings.isListenedTo(asset.id) || this.#recordings.isWithdrawn(asset.id, model.id)) return;
    this.add([{ id: asset.id, duration }]);
  }

  /** Queues all recordings that no model has listened to yet, where one serves. */
  addUnheard(): { id: number }[] {
    const model = this.#serving;
    if (!model) return [];
    const unheard = this.#recordings.unheard(model.id);
    this.add(unheard);
    return unheard;
  }

  /** The job that listens to recordings, while there is one. */
  get jobId(): number | undefined {
    return this.#tasks.unfinishedJobFor('transcribe', SUBJECT);
  }
}

/** CONFLICT, with what to do, for when no model serves. */
export function noTranscriber(): HoldfastError {
  return new HoldfastError(
    'CONFLICT',
    'No model is assigned for transcription.',
    'Add a Whisper model, or a server with one, in Models, and let it serve transcription.',
  );
}

/** Removes what a crash left of windows in work. */
export async function clearSpeech(libraryPath: string): Promise<void> {
  await rm(speechFolder(libraryPath), { recursive: true, force: true });
}
