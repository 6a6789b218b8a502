import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Ffmpeg, Recording, TranscriptionState } from '../../shared/contract/recordings.ts';
import { HoldfastError } from '../../shared/errors.ts';
import type { AssetRow } from '../catalog/assets.ts';
import { ChangeSignal } from '../change-signal.ts';
import type { TaskRunner } from '../jobs/task-runner.ts';
import type { IngestContext } from './ingest-context.ts';
import { identityOf, isDeath, isFault } from './media-reader.ts';
import { settle } from './outcome.ts';
import { isRecording } from './render-recording.ts';
import { renditionPath } from './rendition-files.ts';
import type { RereadingService } from './rereading-service.ts';
import { noTranscriber } from './transcription-service.ts';

const PROGRESS_MS = 250;

/** A copy that is being made. */
interface Making {
  progress: number;
  readonly changes: ChangeSignal;
  readonly ended: Promise<void>;
}

/** What the owner does with videos and sound recordings, and what is shown of them. */
export class RecordingService {
  readonly #context: IngestContext;
  readonly #rereading: RereadingService;
  readonly #runner: TaskRunner;
  readonly #onChange: () => void;
  readonly #making = new Map<string, Making>();
  readonly #end = new AbortController();

  constructor(parts: {
    context: IngestContext;
    rereading: RereadingService;
    runner: TaskRunner;
    onChange: () => void;
  }) {
    this.#context = parts.context;
    this.#rereading = parts.rereading;
    this.#runner = parts.runner;
    this.#onChange = parts.onChange;
  }

  /** All that a player shows of a recording. NOT_FOUND for what is none. */
  get(hash: string): Recording {
    const asset = this.#recording(hash);
    const { recordings } = this.#context;
    const content = this.#context.assets.content(asset.id);
    if (content.type !== 'recording') throw notRead();
    const transcript = recordings.transcript(asset.id);
    const heard = transcript?.windows.flatMap(({ lines }) => lines) ?? [];
    const language = transcript?.windows.find((window) => window.language !== '')?.language ?? '';
    return {
      duration: asset.duration,
      hasPicture: content.hasPicture,
      hasSound: content.sound !== 'none',
      playing: existsSync(this.#proxyPath(asset)) ? 'proxy' : content.mayPlay ? 'original' : 'none',
      chapters: content.chapters,
      ...recordings.renditions(asset.id),
      texts: [
        ...(heard.length > 0 ? [{ source: 'transcript' as const, language, lines: heard }] : []),
        ...content.subtitles.map((track) => ({ source: 'subtitles' as const, ...track })),
      ],
      transcription: this.#transcriptionOf(asset, content.sound),
    };
  }

  #transcriptionOf(asset: AssetRow, sound: 'none' | 'heard' | 'needs-ffmpeg'): TranscriptionState {
    if (sound === 'none') return { state: 'impossible', reason: 'There is no sound in it.' };
    if (sound === 'needs-ffmpeg') return { state: 'impossible', reason: 'Its sound is decoded with ffmpeg.' };
    const { recordings, tasks, transcription } = this.#context;
    const transcript = recordings.transcript(asset.id);
    if (tasks.waitsFor(asset.id, 'transcribe'))
      return { state: 'running', until: transcript?.windows.at(-1)?.lines.at(-1)?.end ?? 0 };
    const failure = recordings.transcriptFailure(asset.id);
    if (failure !== '') return { state: 'failed', reason: failure };
    return transcript ? { state: 'done', model: transcript.model } : { state: 'none', served: transcription.served };
  }

  /** Has recordings transcribed, also those that were before. CONFLICT when no model serves. */
  transcribe(hashes: readonly string[]): { jobId: number; recordings: number } {
    const { assets, catalog, transcription } = this.#context;
    if (!transcription.served) throw noTranscriber();
    const wanted = hashes
      .map((hash) => assets.byHash(hash))
      .filter((asset) => asset !== undefined && this.#isAudible(asset));
    const jobId = catalog.transaction('durable', () => transcription.add(wanted as AssetRow[]));
    if (jobId === null)
      throw new HoldfastError(
        'INVALID_INPUT',
        'There is no sound in these files that can be transcribed.',
        'Choose videos or sound recordings. All but WAV files need ffmpeg, see Settings → Reading.',
      );
    this.#goOn();
    return { jobId, recordings: wanted.length };
  }

  #isAudible(asset: AssetRow): boolean {
    if (!isRecording(asset)) return false;
    const content = this.#context.assets.content(asset.id);
    return content.type === 'recording' && content.sound === 'heard';
  }

  /** Queues what no model has listened to: for when one begins to serve, and goes on where another could not. */
  transcribeUnheard(): void {
    const { catalog, transcription } = this.#context;
    catalog.transaction('durable', () => {
      for (const { id } of transcription.addUnheard()) settle(this.#context, id);
    });
    this.#goOn();
  }

  async ffmpeg(): Promise<Ffmpeg> {
    const state = await this.#context.ffmpeg.state();
    return state.tools
      ? { found: true, path: state.tools.ffmpeg, version: state.version }
      : { found: false, reason: state.reason };
  }

  /** Looks for ffmpeg and the other programs again, and where it is there, has read anew what was read without them. */
  async findFfmpeg(): Promise<{ ffmpeg: Ffmpeg; readAgain: number }> {
    await this.#context.programs.lookAgain();
    const ffmpeg = await this.ffmpeg();
    return { ffmpeg, readAgain: ffmpeg.found ? await this.#rereading.look() : 0 };
  }

  /** Begins to make a copy that a window can play, unless it is being made, and tells how much of it is done. */
  async *makeProxy(hash: string, signal?: AbortSignal): AsyncGenerator<{ progress: number }> {
    const asset = this.#recording(hash);
    if (existsSync(this.#proxyPath(asset))) return yield { progress: 1 };
    const making = this.#making.get(hash) ?? this.#begin(asset);
    const until = AbortSignal.any([...(signal ? [signal] : []), this.#end.signal, endOf(making.ended)]);
    for await (const _ of making.changes.watch(until)) yield { progress: Math.min(0.999, making.progress) };
    if (signal?.aborted) return;
    await making.ended;
    yield { progress: 1 };
  }

  #begin(asset: AssetRow): Making {
    const making: Making = {
      progress: 0,
      changes: new ChangeSignal(PROGRESS_MS),
      ended: this.#make(asset, (progress) => {
        making.progress = progress;
        making.changes.notify();
      }).finally(() => this.#making.delete(asset.hash)),
    };
    // Whoever still listens is told.
    making.ended.catch(() => undefined);
    this.#making.set(asset.hash, making);
    return making;
  }

  async #make(asset: AssetRow, onProgress: (progress: number) => void): Promise<void> {
    const { assets, catalog, ffmpeg, reader, removals } = this.#context;
    const content = assets.content(asset.id);
    if (content.type !== 'recording') throw notRead();
    const state = await ffmpeg.state();
    if (!state.tools)
      throw new HoldfastError('CONFLICT', state.reason, 'Install ffmpeg, or name its place in Settings → Reading.');
    const source = await this.#context.sources.open(asset, new AbortController().signal);
    if ('reason' in source) throw new HoldfastError('PATH_UNREADABLE', source.reason);
    const output = this.#proxyPath(asset);
    await mkdir(dirname(output), { recursive: true });
    const request = {
      path: source.path,
      identity: identityOf(asset),
      tools: state.tools,
      durationMs: asset.duration,
      hasPicture: content.hasPicture,
      output,
    };
    const made = await reader.proxy(request, this.#end.signal, onProgress);
    // The copy of a recording that has left meanwhile is to go, too.
    if (!assets.byId(asset.id)) catalog.transaction('lazy', () => removals.noteLeftover(asset));
    if (isDeath(made)) throw new HoldfastError('WORKER_FAILED', `No copy could be made. ${made.reason}`);
    if (isFault(made)) throw new HoldfastError('WORKER_FAILED', `No copy could be made. ${made.fault}`);
  }

  /** Ends what is being made. */
  async close(): Promise<void> {
    this.#end.abort();
    await Promise.allSettled([...this.#making.values()].map(({ ended }) => ended));
  }

  #proxyPath({ hash }: AssetRow): string {
    return renditionPath(this.#context.libraryPath, hash, 'proxy');
  }

  #recording(hash: string): AssetRow {
    const asset = this.#context.assets.byHash(hash);
    if (asset && isRecording(asset)) return asset;
    throw new HoldfastError('NOT_FOUND', 'That recording is no longer in the library.', 'Search for it again.');
  }

  /** Also where a model held it that could not be reached. */
  #goOn(): void {
    const { jobId } = this.#context.transcription;
    if (jobId !== undefined) this.#runner.release(jobId);
    this.#runner.wake();
    this.#onChange();
  }
}

function notRead(): HoldfastError {
  return new HoldfastError('CONFLICT', 'The recording has not been read yet.', 'Wait until it is, or read it again.');
}

/** Aborted when a promise has settled. */
function endOf(promise: Promise<unknown>): AbortSignal {
  const end = new AbortController();
  promise.catch(() => undefined).finally(() => end.abort());
  return end.signal;
}
