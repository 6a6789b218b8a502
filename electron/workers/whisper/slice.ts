import { FileWindow } from '../file-window.ts';
import type { SourcePath } from '../media-protocol.ts';
import type { SpeechSource } from '../whisper-protocol.ts';
import { resampled, speechRate } from './resample.ts';
import { readMono, readWavFormat } from './wav.ts';

/** What Whisper hears at once. */
const windowSamples = 30 * speechRate;
/** A cut is looked for in the last part of the window only, so that little is heard twice as silence. */
const earliestCut = 20 * speechRate;
const quietFrame = speechRate / 10;

/** A piece of speech for one window of Whisper's. */
export interface Slice {
  /** 16 kHz, mono, −1 … 1. */
  samples: Float32Array;
  /** Whether the recording ends with it. */
  isLast: boolean;
}

/** The length of a WAV file's sound in milliseconds. */
export function measureSpeech({ path }: { path: SourcePath }): number {
  using file = new FileWindow(path);
  const { frames, rate } = readWavFormat(file);
  return Math.round((frames / rate) * 1000);
}

/** The slice that starts at a time: at most one window, cut where it is quietest. */
export function readSlice(speech: SpeechSource, startMs: number): Slice {
  const { samples, isEnd } = 'path' in speech ? readWindow(speech.path, startMs) : speech;
  if (isEnd && samples.length <= windowSamples) return { samples, isLast: true };
  const window = samples.subarray(0, windowSamples);
  return { samples: window.subarray(0, quietestPlace(window, earliestCut)), isLast: false };
}

function readWindow(path: SourcePath, startMs: number): { samples: Float32Array; isEnd: boolean } {
  using file = new FileWindow(path);
  const format = readWavFormat(file);
  const from = Math.round((startMs / 1000) * speechRate);
  const left = Math.max(0, Math.ceil((format.frames / format.rate) * speechRate) - from);
  const read = (first: number, count: number) => readMono(file, format, first, count);
  const samples = resampled(read, format.rate, from, Math.min(left, windowSamples));
  return { samples, isEnd: left <= windowSamples };
}

/** The middle of the quietest tenth of a second from a sample on; the last of them where several are. */
export function quietestPlace(samples: Float32Array, earliest: number): number {
  let place = samples.length;
  let lowest = Number.POSITIVE_INFINITY;
  for (let start = earliest; start + quietFrame <= samples.length; start += quietFrame / 2) {
    const loudness = samples.subarray(start, start + quietFrame).reduce((sum, value) => sum + value * value, 0);
    if (loudness > lowest) continue;
    lowest = loudness;
    place = start + quietFrame / 2;
  }
  return place;
}
