export interface WavOptions {
  rate: number;
  bits: 8 | 16 | 24 | 32 | 64;
  float?: boolean;
  /** What the header says of the encoding and the bits, where it lies. */
  code?: number;
  saidBits?: number;
  /** Writes the long form of the header (WAVE_FORMAT_EXTENSIBLE). */
  extensible?: boolean;
  /** What the header says of the length of the data, where it lies. */
  saidBytes?: number;
}

/** A WAV file of channels of samples, −1 … 1. */
export function encodeWav(channels: readonly Float32Array[], options: WavOptions): Buffer {
  const { rate, bits, float = false, code = float ? 3 : 1, saidBits = bits, extensible = false, saidBytes } = options;
  const frames = channels[0]?.length ?? 0;
  const bytes = bits / 8;
  const bytesAFrame = bytes * channels.length;
  const body = Buffer.alloc(frames * bytesAFrame);
  for (const [channel, samples] of channels.entries()) {
    for (const [frame, sample] of samples.entries())
      writeSample(body, frame * bytesAFrame + channel * bytes, sample, bits, float);
  }
  const format = Buffer.alloc(extensible ? 40 : 16);
  format.writeUInt16LE(extensible ? 0xfffe : code, 0);
  format.writeUInt16LE(channels.length, 2);
  format.writeUInt32LE(rate, 4);
  format.writeUInt32LE(rate * bytesAFrame, 8);
  format.writeUInt16LE(bytesAFrame, 12);
  format.writeUInt16LE(saidBits, 14);
  if (extensible) format.writeUInt16LE(code, 24);
  // A chunk of odd length, as programs put before the sound.
  const note = chunk('LIST', Buffer.from('note!'));
  const content = Buffer.concat([Buffer.from('WAVE'), note, chunk('fmt ', format), chunk('data', body, saidBytes)]);
  return chunk('RIFF', content);
}

/** A sine wave. */
export function tone(frequency: number, rate: number, seconds: number, loudness = 0.5): Float32Array {
  const step = (2 * Math.PI * frequency) / rate;
  return Float32Array.from({ length: Math.round(rate * seconds) }, (_, index) => loudness * Math.sin(step * index));
}

function chunk(name: string, body: Buffer, saidBytes = body.length): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(saidBytes);
  return Buffer.concat([Buffer.from(name), length, body, Buffer.alloc(body.length % 2)]);
}

function writeSample(bytes: Buffer, at: number, sample: number, bits: WavOptions['bits'], float: boolean): void {
  if (bits === 64) bytes.writeDoubleLE(sample, at);
  else if (float) bytes.writeFloatLE(sample, at);
  else if (bits === 8) bytes.writeUInt8(Math.round(sample * 127) + 128, at);
  else bytes.writeIntLE(Math.round(sample * (2 ** (bits - 1) - 1)), at, bits / 8);
}
