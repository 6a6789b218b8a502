import { describe, expect, test } from 'vitest';
import { resampled } from './resample.ts';
import { tone } from './wav-for-tests.ts';

const source = (samples: Float32Array) => (from: number, count: number) =>
  Float32Array.from({ length: count }, (_, index) => samples[from + index] ?? 0);

/** Loudness (root mean square) of the middle of a sound, which the edges of the filter do not reach. */
function loudness(samples: Float32Array): number {
  const middle = samples.subarray(2000, -2000);
  return Math.sqrt(middle.reduce((sum, value) => sum + value * value, 0) / middle.length);
}

describe('resampling to 16 kHz', () => {
  test.each([8000, 11_025, 22_050, 32_000, 44_100, 48_000, 96_000, 192_000, 15_999])(
    'keeps speech, from %d Hz',
    (rate) => {
      const heard = resampled(source(tone(1000, rate, 1)), rate, 0, 16_000);
      const wanted = tone(1000, 16_000, 1);
      const worst = Math.max(
        ...heard.subarray(2000, 14_000).map((value, index) => Math.abs(value - (wanted[2000 + index] ?? 0))),
      );
      expect(worst).toBeLessThan(0.005);
    },
  );

  test.each([22_050, 44_100, 48_000, 96_000])('leaves out what 16 kHz cannot hold, from %d Hz', (rate) => {
    const heard = resampled(source(tone(9000, rate, 1)), rate, 0, 16_000);
    expect(loudness(heard)).toBeLessThan(0.001);
  });

  test('gives the same in pieces as in one', () => {
    const read = source(tone(700, 44_100, 1));
    const whole = resampled(read, 44_100, 0, 16_000);
    const pieces = [0, 5001, 9999].flatMap((from, index) => {
      const end = [5001, 9999, 16_000][index] ?? 0;
      return [...resampled(read, 44_100, from, end - from)];
    });
    expect(pieces).toEqual([...whole]);
  });
});
