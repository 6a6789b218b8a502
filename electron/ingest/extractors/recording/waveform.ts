import { writeFile } from 'node:fs/promises';
import { speechRate } from '../../../workers/whisper/resample.ts';
import { hear, type SoundSource } from './sound.ts';

/** Peaks of a waveform: as many as a wide window has pixels. */
const PEAKS = 1600;
/** Samples of which one peak is first taken: a hundredth of a second. */
const STEP = speechRate / 100;

/** Writes how loud a recording is from its start to its end: a byte for each part, 0 to 255. False where it has no sound. */
export async function writeWaveform(source: SoundSource, output: string): Promise<boolean> {
  const fine: number[] = [];
  let loudest = 0;
  let count = 0;
  await hear(source, { start: 0, length: null }, (samples) => {
    for (const sample of samples) {
      loudest = Math.max(loudest, Math.abs(sample));
      count++;
      if (count % STEP !== 0) continue;
      fine.push(loudest);
      loudest = 0;
    }
  });
  if (count % STEP !== 0) fine.push(loudest);
  if (fine.length === 0) return false;
  const peaks = Math.min(PEAKS, fine.length);
  const bytes = Uint8Array.from({ length: peaks }, (_, index) => {
    const part = fine.slice(
      Math.floor((index * fine.length) / peaks),
      Math.max(1, Math.floor(((index + 1) * fine.length) / peaks)),
    );
    return Math.round(part.reduce((most, peak) => Math.max(most, peak), 0) * 255);
  });
  await writeFile(output, bytes);
  return true;
}
