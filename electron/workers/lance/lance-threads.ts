import { availableParallelism } from 'node:os';

/** Builders of the word index on a small machine: they wait for one another, so that fewer do not fill two cores. */
const LEAST_BUILDERS = 4;

/**
 * Gives LanceDB's compute pool more threads than it has builders of the word index. A builder holds a thread while it
 * waits for what it wrote to be encoded, which takes another thread of the same pool. Left to itself LanceDB leaves two
 * cores out, so that on a small machine the pool is all builders, and folding in a large index never ends
 * (lance-format/lance#7423; the fix came after the version in use). LanceDB reads this once, at its first work.
 */
export function setLanceThreads(): void {
  const builders = Math.max(LEAST_BUILDERS, Math.floor(availableParallelism() / 2));
  process.env.LANCE_FTS_NUM_SHARDS = String(builders);
  process.env.LANCE_CPU_THREADS = String(builders * 2);
}
