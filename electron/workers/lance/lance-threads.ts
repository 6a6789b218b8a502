import { availableParallelism } from 'node:os';

/**
 * Gives LanceDB's compute pool more threads than it has builders of the word index. A builder holds a thread while it
 * waits for what it wrote to be encoded, which takes another thread of the same pool. Left to itself LanceDB leaves two
 * cores out, so that on a small machine the pool is all builders, and folding in a large index never ends
 * (lance-format/lance#7423; the fix came after the version in use). LanceDB reads this once, at its first work.
 */
export function setLanceThreads(): void {
  const cores = availableParallelism();
  process.env.LANCE_FTS_NUM_SHARDS = String(Math.max(1, Math.floor(cores / 2)));
  process.env.LANCE_CPU_THREADS = String(Math.max(4, cores));
}
