import { availableParallelism } from 'node:os';
import { messageOf } from '../../../shared/errors.ts';
import { unlessAborted } from '../llama/turns.ts';
import { memoryForFile, memoryFree, tooLittleMemory } from '../memory-room.ts';
import { readWhisperFile } from './ggml-file.ts';

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

/** By path, in the order of last use. */
const contexts = new Map<string, Context>();
/** Contexts and what the transcription needs beside the weights. */
const besideWeights = 400 * 2 ** 20;
/** Shorter sound is not heard at all. */
const shortestSamples = 16_000;

/** A Whisper model in memory. */
export class WhisperModel {
  readonly #context: Context;

  /** Loads the model if it is not yet; others are freed until it fits. Throws a sentence where it cannot be loaded. */
  static async open(path: string): Promise<WhisperModel> {
    const context = contexts.get(path) ?? (await load(path));
    contexts.delete(path);
    contexts.set(path, context);
    return new WhisperModel(context);
  }

  /** Frees the memory of a model, when its work in progress is done. */
  static async unload(path: string): Promise<void> {
    const context = contexts.get(path);
    contexts.delete(path);
    await context?.release();
  }

  private constructor(context: Context) {
    this.#context = context;
  }

  /**
   * Transcribes at most half a minute. Answers an abort at once; whisper.cpp itself ends with the slice, and the next one
   * waits for it. Its own progress callbacks are not used: a race in them can keep it from ever ending.
   */
  async hear(samples: Float32Array, { language, prompt, tokens, signal }: HearingOptions): Promise<Heard> {
    const { stop, promise } = this.#context.transcribeData(toPcm16(samples), {
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
      const segments = result.segments.map(({ t0, t1, text }) => ({ startMs: t0, endMs: t1, text }));
      return { language: result.language ?? language, segments };
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }
}

async function load(path: string): Promise<Context> {
  const { size } = readWhisperFile(path);
  await makeRoom(memoryForFile(size) + besideWeights);
  const { initWhisper } = await whisper();
  try {
    return await initWhisper({ filePath: path, useGpu: false });
  } catch (thrown) {
    throw new Error(`whisper.cpp does not take it: ${messageOf(thrown)}.`);
  }
}

async function makeRoom(needed: number): Promise<void> {
  for (const path of [...contexts.keys()]) {
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
