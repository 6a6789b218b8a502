/** Numbers in [0, 1) that look random and depend on the key alone (FNV-1a hash, then Mulberry32). */
function* uniform(key: string): Generator<number, never> {
  let state = 0x811c9dc5;
  for (const byte of Buffer.from(key)) state = Math.imul(state ^ byte, 0x01000193);
  for (;;) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    yield ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

/** A vector of normally distributed numbers (Box–Muller) that stands for the key. */
export function gaussianVector(key: string, length: number): Float32Array {
  const numbers = uniform(key);
  const next = () => numbers.next().value;
  return Float32Array.from({ length }, () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()));
}

/** A vector of −1 and +1 that stands for the key; two of them are nearly orthogonal. */
export function signVector(key: string, length: number): Float32Array {
  const numbers = uniform(key);
  return Float32Array.from({ length }, () => (numbers.next().value < 0.5 ? -1 : 1));
}
