import { FileWindow } from '../../../workers/file-window.ts';
import type { FfmpegTools, SourcePath } from '../../../workers/media-protocol.ts';
import { resampled, speechRate } from '../../../workers/whisper/resample.ts';
import { readMono, readWavFormat } from '../../../workers/whisper/wav.ts';
import { type FfmpegInput, runFfmpeg } from './ffmpeg.ts';

/** The first sound track of a recording. Without ffmpeg only WAV files are heard. */
export interface SoundSource extends FfmpegInput {
  tools: FfmpegTools | null;
}

/** Milliseconds; to the end without a length. */
export interface Span {
  start: number;
  length: number | null;
}

const DECODE_MS = 15 * 60_000;
const WAV_PIECE = 30 * speechRate;

/**
 * Hands over the samples of a span (16 kHz, mono, −1 … 1) piece by piece. The same span always has the same samples.
 * @throws FfmpegError, or an error with a sentence for a WAV file that cannot be read
 */
export async function hear(source: SoundSource, span: Span, onSamples: (samples: Float32Array) => void): Promise<void> {
  if (source.tools) await hearWithFfmpeg(source, source.tools, span, onSamples);
  else hearWav(source.path, span, onSamples);
}

async function hearWithFfmpeg(
  source: SoundSource,
  { ffmpeg }: FfmpegTools,
  { start, length }: Span,
  onSamples: (samples: Float32Array) => void,
): Promise<void> {
  let odd: Buffer = Buffer.alloc(0);
  await runFfmpeg(ffmpeg, {
    input: source,
    before: ['-v', 'error', '-nostdin', '-threads', '1', ...(start > 0 ? ['-ss', String(start / 1000)] : [])],
    after: [
      ...['-map', '0:a:0', ...(length === null ? [] : ['-t', String(length / 1000)])],
      ...['-ac', '1', '-ar', String(speechRate), '-f', 's16le', 'pipe:1'],
    ],
    timeoutMs: DECODE_MS,
    onOutput: (bytes) => {
      const whole = odd.length > 0 ? Buffer.concat([odd, bytes]) : bytes;
      const count = Math.floor(whole.length / 2);
      odd = whole.subarray(count * 2);
      // A plain loop: of hours of sound there are hundreds of millions.
      const samples = new Float32Array(count);
      for (let index = 0; index < count; index++) samples[index] = whole.readInt16LE(index * 2) / 32_768;
      onSamples(samples);
      return true;
    },
  });
}

function hearWav(path: SourcePath, { start, length }: Span, onSamples: (samples: Float32Array) => void): void {
  using file = new FileWindow(path);
  const format = readWavFormat(file);
  const inSamples = (milliseconds: number) => Math.round((milliseconds / 1000) * speechRate);
  const all = Math.ceil((format.frames / format.rate) * speechRate);
  const end = length === null ? all : Math.min(all, inSamples(start + length));
  const read = (first: number, count: number) => readMono(file, format, first, count);
  for (let from = inSamples(start); from < end; from += WAV_PIECE)
    onSamples(resampled(read, format.rate, from, Math.min(WAV_PIECE, end - from)));
}
