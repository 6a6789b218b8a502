const RATE = 16_000;
const BYTES_A_SAMPLE = 2;

/** Half a second of silence, as a WAV file: 16 kHz, 16 bits, mono. */
export function silentRecording(): Uint8Array {
  const samples = Buffer.alloc((RATE * BYTES_A_SAMPLE) / 2);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  // The length of the format's description; PCM; one channel.
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * BYTES_A_SAMPLE, 28);
  header.writeUInt16LE(BYTES_A_SAMPLE, 32);
  header.writeUInt16LE(8 * BYTES_A_SAMPLE, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}
