import { availableParallelism } from 'node:os';
import { messageOf } from '../../../shared/errors.ts';
import { type HeldModel, newWorkMeter, type WorkMeter, weigh } from '../held-model.ts';
import { memoryForFile, memoryFree, tooLittleMemory } from '../memory-room.ts';
import { unlessAborted } from '../turns.ts';
import { readWhisperFile } from './ggml-file.ts';
import { speechRate } from './resample.ts';

/** What the model says was said in a slice, in milliseconds from the slice's start. */
export interface Heard {
  language: string;
  segments: { startMs: number; endMs: number; text: string }[];
}

export interface HearingOptions {
  language: string;
  prompt: string;
  /** Makes each token a segment of its own. */
  tokens: boolean;
  signal: AbortSignal;
}

type Context = Awaited<ReturnType<typeof import('@fugood/whisper.node')['initWhisper']>>;

interface Entry {
  readonly context: Context;
  readonly ram: number;
  readonly meter: WorkMeter;
  lastUsed: number;
}

/** By path, in the order of last use. */
const loaded = new Map<string, Entry>();
/** Contexts and what the transcription needs beside the weights. */
const besideWeights = 400 * 2 ** 20;
/** Shorter sound is not heard at all. */
const shortestSamples = 16_000;

/** A Whisper model in memory. */
export class WhisperModel {
  readonly #entry: Entry;

  /** Loads the model if it is not yet; others are freed until it fits. Throws a sentence where it cannot be loaded. */
  static async open(path: string): Promise<WhisperModel> {
    const entry = loaded.get(path) ?? (await load(path));
    loaded.delete(path);
    loaded.set(path, entry);
    entry.lastUsed = Date.now();
    return new WhisperModel(entry);
  }

  /** Frees the memory of a model, when its work in progress is done. */
  static async unload(path: string): Promise<void> {
    const entry = loaded.get(path);
    loaded.delete(path);
    await entry?.context.release();
  }

  /** The models in memory, as far as they were measured. */
  static held(): HeldModel[] {
    return [...loaded].map(([path, { ram, meter, lastUsed }]) => ({
      path,
      ram,
      contextSize: 0,
      lastUsed,
      speed: meter.last,
    }));
  }

  private constructor(entry: Entry) {
    this.#entry = entry;
  }

  /**
   * Transcribes at most half a minute. Answers an abort at once; whisper.cpp itself ends with the slice, and the next one
   * waits for it. Its own progress callbacks are not used: a race in them can keep it from ever ending.
   */
  async hear(samples: Float32Array, { language, prompt, tokens, signal }: HearingOptions): Promise<Heard> {
    const { context, meter } = this.#entry;
    const began = performance.now();
    const { stop, promise } = context.transcribeData(toPcm16(samples), {
      language,
      prompt,
      maxThreads: availableParallelism(),
      ...(tokens && { tokenTimestamps: true, maxLen: 1 }),
    });
    const abort = () => void stop();
    signal.addEventListener('abort', abort);
    promise.catch(() => {});
    try {
      const result = await unlessAborted(promise, signal);
      meter.note('listening', samples.length / speechRate, performance.now() - began);
      const segments = result.segments.map(({ t0, t1, text }) => ({ startMs: t0, endMs: t1, text }));
      return { language: result.language ?? language, segments };
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }
}

async function load(path: string): Promise<Entry> {
  const { size } = readWhisperFile(path);
  await makeRoom(memoryForFile(size) + besideWeights);
  const { initWhisper } = await whisper();
  try {
    const { model: context, ram } = await weigh(size, () => initWhisper({ filePath: path, useGpu: false }));
    return { context, ram, meter: newWorkMeter(), lastUsed: Date.now() };
  } catch (thrown) {
    throw new Error(`whisper.cpp does not take it: ${messageOf(thrown)}.`);
  }
}

async function makeRoom(needed: number): Promise<void> {
  for (const path of [...loaded.keys()]) {
    if (needed <= memoryFree()) return;
    await WhisperModel.unload(path);
  }
  const free = memoryFree();
  if (needed > free) throw new Error(tooLittleMemory(needed, free));
}

async function whisper(): Promise<typeof import('@fugood/whisper.node')> {
  try {
    const library = await import('@fugood/whisper.node');
    await library.loadWhisperModule();
    return library;
  } catch (thrown) {
    const reason = messageOf(thrown).split('\n')[0];
    throw new Error(`whisper.cpp does not work on this computer (${process.platform}, ${process.arch}): ${reason}`);
  }
}

function toPcm16(samples: Float32Array): ArrayBuffer {
  const pcm = new Int16Array(Math.max(samples.length, shortestSamples));
  for (const [index, sample] of samples.entries())
    pcm[index] = Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768)));
  return pcm.buffer;
}
