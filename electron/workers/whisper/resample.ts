/** Samples a second that Whisper hears. */
export const speechRate = 16_000;

/** Zero crossings of the filter on either side: more make it steeper. */
const crossings = 16;
/** Of the lower of the two rates' limits: what is above is on the filter's slope, and is left out. */
const passBand = 0.95;

/** Reads mono samples of a recording by their numbers; silence outside. */
type SampleSource = (from: number, count: number) => Float32Array;

/**
 * Samples `from` to `from + count` of a recording at 16 kHz, by a windowed sinc (Hann) that lets nothing through above half
 * of the lower rate. Places are absolute, so that pieces read one by one fit together without a seam.
 */
export function resampled(read: SampleSource, rate: number, from: number, count: number): Float32Array {
  if (rate === speechRate) return read(from, count);
  const cutoff = Math.min(1, speechRate / rate) * passBand;
  const reach = Math.ceil(crossings / cutoff);
  const first = Math.floor((from * rate) / speechRate) - reach + 1;
  const last = Math.floor(((from + count - 1) * rate) / speechRate) + reach;
  const source = read(first, last - first + 1);
  const kernels = new Map<number, Float32Array>();
  const output = new Float32Array(count);
  for (let index = 0; index < count; index++) {
    const place = (from + index) * rate;
    const phase = place % speechRate;
    const start = Math.floor(place / speechRate) - reach + 1 - first;
    const kernel = kernels.get(phase) ?? kernelFor(phase / speechRate, cutoff, reach);
    kernels.set(phase, kernel);
    let sum = 0;
    for (let tap = 0; tap < kernel.length; tap++) sum += (kernel[tap] ?? 0) * (source[start + tap] ?? 0);
    output[index] = sum;
  }
  return output;
}

/** The filter's weights around a place between two samples; they add up to 1. */
function kernelFor(fraction: number, cutoff: number, reach: number): Float32Array {
  const weights = Float32Array.from({ length: 2 * reach }, (_, tap) => {
    const distance = tap - reach + 1 - fraction;
    const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / reach);
    const x = Math.PI * cutoff * distance;
    return (x === 0 ? 1 : Math.sin(x) / x) * (Math.abs(distance) < reach ? window : 0);
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
