import { HoldfastError } from '../../../shared/errors.ts';
import type { WorkerProcess } from '../../platform/platform.ts';
import type { HeldModel } from '../../workers/held-model.ts';
import type { SourcePath } from '../../workers/media-protocol.ts';
import { WorkerDeath } from '../../workers/supervisor.ts';
import type {
  SliceResponse,
  SpeechSegment,
  SpeechSource,
  WhisperMetadata,
  WhisperRequests,
} from '../../workers/whisper-protocol.ts';
import { Processors } from './processors.ts';
import { SupervisedEngine } from './supervised-engine.ts';

interface Cancellable {
  signal?: AbortSignal | undefined;
}

/** Speech in a WAV file, or 16 kHz mono samples, −1 … 1. */
export type Speech = { path: SourcePath } | { samples: Float32Array };

export interface TranscriptionProgress {
  /** What was said since the last time. */
  segments: SpeechSegment[];
  doneMs: number;
  durationMs: number;
}

export interface TranscriptionOptions extends Cancellable {
  /** A code such as "de"; heard from the first slice with speech unless given. */
  language?: string;
  /** Whether the segments tell the times of their words. */
  words?: boolean;
  onProgress?: (progress: TranscriptionProgress) => void;
}

export interface Transcription {
  segments: SpeechSegment[];
  /** "auto" where nothing was said. */
  language: string;
  durationMs: number;
}

const minute = 60_000;
const loadLimitMs = 10 * minute;
/** Half a minute of speech, by a large model on a slow computer, and the loading of it. */
const sliceLimitMs = 30 * minute;
const samplesPerMs = 16;
/** One window of Whisper's, and a sample more where the recording goes on. */
const windowSamples = 30_000 * samplesPerMs;
/** Of what was said before, in letters: Whisper takes 224 tokens. */
const promptLength = 200;

/** Whisper models that run on this computer, in one child process, as the services see them. */
export class WhisperRuntime {
  readonly #engine: SupervisedEngine<WhisperRequests>;
  readonly #processors: Processors;

  /** @param processors shared with the other engines, which a transcription lets in after each slice */
  constructor({ start, processors = new Processors() }: { start: () => WorkerProcess; processors?: Processors }) {
    this.#processors = processors;
    this.#engine = new SupervisedEngine<WhisperRequests>({
      name: 'Whisper process',
      start,
      doing: {
        inspect: 'its description was read',
        load: 'it was loaded',
        unload: 'it was unloaded',
        state: 'its state was asked for',
        measure: 'a recording was measured',
        transcribeSlice: 'it listened',
      },
      refusing: ['inspect', 'load'],
    });
  }

  /** What a model's file says of itself, without loading it. MODEL_REFUSED when whisper.cpp could not use it. */
  inspect(path: string, { signal }: Cancellable = {}): Promise<WhisperMetadata> {
    return this.#engine.call('inspect', { path }, { timeoutMs: minute, signal });
  }

  /** Loads a model. MODEL_REFUSED when whisper.cpp does not take it. */
  async load(path: string, { signal }: Cancellable = {}): Promise<void> {
    await this.#processors.atOnce('whisper.cpp', () =>
      this.#engine.call('load', { path }, { timeoutMs: loadLimitMs, signal }),
    );
  }

  /** Frees the memory of a model; the next request loads it again. */
  async unload(path: string): Promise<void> {
    if (this.#engine.isRunning) await this.#engine.call('unload', { path }, { timeoutMs: loadLimitMs });
  }

  /**
   * What is said in a recording of any length, slice by slice. Should the process die, the slice is heard again. Rejects
   * with MODEL_FAILED and the reason where the recording or the language is not one that it can be used for.
   */
  async transcribe(path: string, speech: Speech, options: TranscriptionOptions = {}): Promise<Transcription> {
    const { signal, onProgress, words = false } = options;
    const durationMs = await this.#durationOf(path, speech, signal);
    const segments: SpeechSegment[] = [];
    let language = options.language ?? 'auto';
    for (let startMs: number | null = 0; startMs !== null; ) {
      const prompt = segments
        .slice(-5)
        .map(({ text }) => text)
        .join(' ')
        .slice(-promptLength);
      const request = { path, speech: sourceFrom(speech, startMs), startMs, language, prompt, words };
      const slice: SliceResponse = await this.#hear(request, signal);
      language = slice.language;
      startMs = slice.nextMs;
      segments.push(...slice.segments);
      onProgress?.({ segments: slice.segments, doneMs: startMs ?? durationMs, durationMs });
    }
    return { segments, language, durationMs };
  }

  /** The models in memory, with what was measured of them. */
  held(): Promise<readonly HeldModel[]> {
    return this.#engine.held();
  }

  /** Ends the process for good. */
  stop(): Promise<void> {
    return this.#engine.stop();
  }

  async #durationOf(path: string, speech: Speech, signal: AbortSignal | undefined): Promise<number> {
    if ('samples' in speech) return Math.round(speech.samples.length / samplesPerMs);
    return (await this.#engine.call('measure', { path, speech }, { timeoutMs: minute, signal })).durationMs;
  }

  #hear(
    request: WhisperRequests['transcribeSlice']['request'],
    signal: AbortSignal | undefined,
  ): Promise<SliceResponse> {
    const hear = () => this.#engine.call('transcribeSlice', request, { timeoutMs: sliceLimitMs, signal });
    // An hour's work is not lost over one crash; a slice that ends the process twice is at fault.
    return this.#processors.inSlice('whisper.cpp', signal, () =>
      hear().catch((thrown: unknown) => (isCrash(thrown) ? hear() : Promise.reject(thrown))),
    );
  }
}

function isCrash(thrown: unknown): boolean {
  const death = thrown instanceof HoldfastError && thrown.cause;
  return death instanceof WorkerDeath && death.cause === 'crash';
}

function sourceFrom(speech: Speech, startMs: number): SpeechSource {
  if ('path' in speech) return speech;
  const start = Math.round(startMs * samplesPerMs);
  const end = start + windowSamples;
  return { samples: speech.samples.slice(start, end), isEnd: end >= speech.samples.length };
}
