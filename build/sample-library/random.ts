/** A source of numbers in [0, 1) that is the same in every run. */
export type Random = () => number;

/** mulberry32 (Tommy Ettinger, public domain): enough for texture, and short. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Between two bounds. */
export function between(random: Random, low: number, high: number): number {
  return low + random() * (high - low);
}

/** About normal with mean 0 and deviation 1: the sum of four uniform numbers (central limit). */
export function normal(random: Random): number {
  return (random() + random() + random() + random() - 2) * Math.sqrt(3);
}

/** A ridge by midpoint displacement: `2 ** octaves + 1` heights about 0, rougher the nearer `roughness` is to 1. */
export function ridge(random: Random, octaves: number, roughness: number): number[] {
  let heights = [normal(random) * 0.3, normal(random) * 0.3];
  let swing = 1;
  for (let octave = 0; octave < octaves; octave += 1) {
    const next: number[] = [];
    heights.forEach((height, index) => {
      next.push(height);
      const following = heights[index + 1];
      if (following !== undefined) next.push((height + following) / 2 + normal(random) * swing * 0.35);
    });
    heights = next;
    swing *= roughness;
  }
  return heights;
}
