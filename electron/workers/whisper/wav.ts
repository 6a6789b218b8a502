import { FileEnds, type FileWindow } from '../file-window.ts';

/** How the samples of a WAV file are kept, and where. */
export interface WavFormat {
  encoding: 'integer' | 'float';
  bits: number;
  channels: number;
  /** Frames a second. */
  rate: number;
  dataStart: number;
  /** A frame is one sample for each channel. */
  frames: number;
}

const encodings: Record<number, WavFormat['encoding']> = { 1: 'integer', 3: 'float' };
const extensible = 0xfffe;
const allowedBits = { integer: [8, 16, 24, 32], float: [32, 64] };
const mostChannels = 64;
const rates = [1000, 768_000] as const;

/** What other audio files start with. */
const otherKinds: readonly [pattern: RegExp, name: string][] = [
  [/^ID3|^\xff[\xe0-\xff]/, 'an MP3 file'],
  [/^OggS/, 'an Ogg file'],
  [/^fLaC/, 'a FLAC file'],
  [/^....ftyp/s, 'an MP4 file'],
  [/^FORM/, 'an AIFF file'],
  [/^.E\xdf\xa3/s, 'a Matroska or WebM file'],
];
const advice = 'Convert it to WAV first, for example by "ffmpeg -i recording -ar 16000 -ac 1 recording.wav".';

/** Reads the header of a WAV file (RIFF, or RF64 above 4 GB). Throws an error with a sentence. */
export function readWavFormat(file: FileWindow): WavFormat {
  const start = file.read(0, Math.min(12, file.size)).toString('latin1');
  if (!/^(RIFF|RF64)....WAVE/s.test(start)) {
    const other = otherKinds.find(([pattern]) => pattern.test(start))?.[1] ?? 'no WAV file';
    throw new Error(`The recording is ${other}; speech is read from WAV files (PCM). ${advice}`);
  }
  try {
    return readChunks(file);
  } catch (thrown) {
    if (thrown instanceof FileEnds) throw new Error('The recording is cut short or damaged: its header does not end.');
    throw thrown;
  }
}

/** One channel of `count` frames from `from` on, the mean of all, as −1 … 1; silence before the start and after the end. */
export function readMono(file: FileWindow, format: WavFormat, from: number, count: number): Float32Array {
  const samples = new Float32Array(count);
  const { bits, channels, dataStart, frames } = format;
  const first = Math.max(0, from);
  const last = Math.min(frames, from + count);
  if (last <= first) return samples;
  const frameBytes = (bits / 8) * channels;
  const bytes = file.read(dataStart + first * frameBytes, (last - first) * frameBytes);
  const sampleAt = sampleReader(bytes, format);
  for (let frame = first; frame < last; frame++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++)
      sum += sampleAt((frame - first) * frameBytes + channel * (bits / 8));
    samples[frame - from] = sum / channels;
  }
  return samples;
}

function readChunks(file: FileWindow): WavFormat {
  let format: Omit<WavFormat, 'dataStart' | 'frames'> | undefined;
  for (let offset = 12; ; ) {
    const head = file.read(offset, 8);
    const name = head.toString('latin1', 0, 4);
    const length = head.readUInt32LE(4);
    const start = offset + 8;
    if (name === 'fmt ') format = readFormat(file.read(start, Math.min(length, 40)));
    if (name === 'data') {
      if (!format) throw new Error('The recording is damaged: it does not say how its samples are kept.');
      // Programs that do not know the length beforehand write 0, or the largest; and a recording may be cut short.
      const available = file.size - start;
      const bytes = length === 0 || length > available ? available : length;
      return { ...format, dataStart: start, frames: Math.floor(bytes / ((format.bits / 8) * format.channels)) };
    }
    // Chunks start at even offsets.
    offset = start + length + (length % 2);
  }
}

function readFormat(bytes: Buffer): Omit<WavFormat, 'dataStart' | 'frames'> {
  if (bytes.length < 16) throw new FileEnds();
  const code = bytes.readUInt16LE(0);
  const kind = code === extensible && bytes.length >= 26 ? bytes.readUInt16LE(24) : code;
  const [channels, rate, bits] = [bytes.readUInt16LE(2), bytes.readUInt32LE(4), bytes.readUInt16LE(14)];
  const encoding = encodings[kind];
  if (!encoding) throw new Error(`The recording is a WAV file with compressed sound (kind ${kind}). ${advice}`);
  if (
    !allowedBits[encoding].includes(bits) ||
    channels < 1 ||
    channels > mostChannels ||
    rate < rates[0] ||
    rate > rates[1]
  )
    throw new Error(
      `The recording is damaged, or of a kind that cannot be read: ${channels} channels, ${bits} bits, ${rate} Hz.`,
    );
  return { encoding, bits, channels, rate };
}

function sampleReader(bytes: Buffer, { encoding, bits }: WavFormat): (offset: number) => number {
  if (encoding === 'float') {
    // What is no number is silence.
    const finite = (value: number) => (Number.isFinite(value) ? value : 0);
    return bits === 32 ? (at) => finite(bytes.readFloatLE(at)) : (at) => finite(bytes.readDoubleLE(at));
  }
  if (bits === 8) return (at) => (bytes.readUInt8(at) - 128) / 128;
  const scale = 2 ** (bits - 1);
  return (at) => bytes.readIntLE(at, bits / 8) / scale;
}
