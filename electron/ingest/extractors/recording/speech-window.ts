import { writeFile } from 'node:fs/promises';
import type { MediaRequests, SpeechWindow } from '../../../workers/media-protocol.ts';
import { speechRate } from '../../../workers/whisper/resample.ts';
import { quietestPlace } from '../../../workers/whisper/slice.ts';
import { recordingFormat } from './formats.ts';
import { hear, type SoundSource } from './sound.ts';
import { WINDOW_MS } from './windows.ts';

/** Before each window's end, in which the quietest place is looked for. */
const CUT_MS = 10_000;
/** A span has about as many samples as it should, unless the recording ends in it. */
const NEARLY_ALL = 0.95;
/** Below −60 dB nothing is said. */
const SILENCE = 0.001;

/**
 * Writes one window of a recording's speech as a WAV file (16 kHz, mono, 16 bits). Windows are counted from 0 and are cut at
 * quiet places; where depends on the recording alone, so that they fit together whenever they are made.
 */
export async function writeSpeechWindow(
  request: MediaRequests['speech']['request'],
  { signal }: { signal: AbortSignal },
): Promise<SpeechWindow> {
  const { path, identity, tools, window, output } = request;
  const source = { path, demuxer: recordingFormat(identity.mime)?.demuxer ?? '', tools, signal };
  const start = window === 0 ? 0 : await cutBefore(source, window * WINDOW_MS);
  if (start === null) return { startMs: window * WINDOW_MS, isLast: true, isSilent: true };
  const end = await cutBefore(source, (window + 1) * WINDOW_MS);
  const pieces: Buffer[] = [];
  let isSilent = true;
  await hear(source, { start, length: end === null ? null : end - start }, (samples) => {
    isSilent &&= samples.every((sample) => Math.abs(sample) < SILENCE);
    pieces.push(as16Bits(samples));
  });
  if (!isSilent) await writeFile(output, wavOf(pieces));
  return { startMs: start, isLast: end === null, isSilent };
}

/** Where the window that ends about there is cut; null where the recording ends before. */
async function cutBefore(source: SoundSource, end: number): Promise<number | null> {
  const pieces: Float32Array[] = [];
  await hear(source, { start: end - CUT_MS, length: CUT_MS }, (samples) => pieces.push(samples));
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (length < (CUT_MS / 1000) * speechRate * NEARLY_ALL) return null;
  const samples = new Float32Array(length);
  let filled = 0;
  for (const piece of pieces) {
    samples.set(piece, filled);
    filled += piece.length;
  }
  return Math.round(end - CUT_MS + (quietestPlace(samples, 0) / speechRate) * 1000);
}

function as16Bits(samples: Float32Array): Buffer {
  const bytes = Buffer.alloc(samples.length * 2);
  samples.forEach((sample, index) => {
    bytes.writeInt16LE(Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768))), index * 2);
  });
  return bytes;
}

function wavOf(pieces: readonly Buffer[]): Buffer {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + length, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(speechRate, 24);
  header.writeUInt32LE(speechRate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(length, 40);
  return Buffer.concat([header, ...pieces]);
}
