import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FileWindow } from '../file-window.ts';
import { readMono, readWavFormat, type WavFormat } from './wav.ts';
import { encodeWav, tone, type WavOptions } from './wav-for-tests.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-wav-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(bytes: Buffer): Promise<{ format: WavFormat; samples: Float32Array }> {
  const path = join(folder, 'sound.wav');
  await writeFile(path, bytes);
  using file = new FileWindow(path);
  const format = readWavFormat(file);
  return { format, samples: readMono(file, format, 0, format.frames) };
}

function differenceOf(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return Math.max(0, ...a.map((value, index) => Math.abs(value - (b[index] ?? 0))));
}

describe('a WAV file', () => {
  const sound = tone(200, 8000, 0.1);

  test.each<[Omit<WavOptions, 'rate'>, number]>([
    [{ bits: 8 }, 0.01],
    [{ bits: 16 }, 1e-4],
    [{ bits: 24 }, 1e-6],
    [{ bits: 32 }, 1e-6],
    [{ bits: 32, float: true }, 0],
    [{ bits: 64, float: true }, 0],
    [{ bits: 24, extensible: true }, 1e-6],
  ])('gives its samples, of whichever bits: %j', async (options, tolerance) => {
    const { format, samples } = await read(encodeWav([sound], { rate: 8000, ...options }));
    expect(format).toMatchObject({ bits: options.bits, channels: 1, rate: 8000, frames: 800 });
    expect(differenceOf(samples, sound)).toBeLessThanOrEqual(tolerance);
  });

  test('gives the mean of its channels', async () => {
    const { samples } = await read(encodeWav([sound, sound.map((value) => -value / 2)], { rate: 8000, bits: 16 }));
    expect(
      differenceOf(
        samples,
        sound.map((value) => value / 4),
      ),
    ).toBeLessThan(1e-4);
  });

  test.each([0, 0xffff_ffff, 99_999])('is read to its end where it lies about its length: %d', async (saidBytes) => {
    const { samples } = await read(encodeWav([sound], { rate: 8000, bits: 16, saidBytes }));
    expect(samples.length).toBe(800);
  });

  test('gives silence before its start and after its end, and for what is no number', async () => {
    const path = join(folder, 'short.wav');
    const samples = Float32Array.of(0.5, Number.NaN, -0.5);
    await writeFile(path, encodeWav([samples], { rate: 8000, bits: 32, float: true }));
    using file = new FileWindow(path);
    expect([...readMono(file, readWavFormat(file), -2, 7)]).toEqual([0, 0, 0.5, 0, -0.5, 0, 0]);
  });

  test('that is damaged anywhere is read or refused with a sentence', async () => {
    const whole = encodeWav([sound.subarray(0, 20)], { rate: 8000, bits: 16 });
    const path = join(folder, 'damaged.wav');
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length), fc.nat(whole.length - 1), fc.nat(255), async (length, place, value) => {
        const bytes = Buffer.from(whole);
        bytes[place] = value;
        await writeFile(path, bytes.subarray(0, length));
        using file = new FileWindow(path);
        try {
          const format = readWavFormat(file);
          expect(readMono(file, format, 0, 100).every((sample) => Math.abs(sample) <= 1)).toBe(true);
        } catch (thrown) {
          expect((thrown as Error).message).toMatch(/^The recording is .+\.( |$)/);
        }
      }),
      { numRuns: 300 },
    );
  });
});
