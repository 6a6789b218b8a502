import { availableParallelism } from 'node:os';
import type { LlamaModel } from 'node-llama-cpp';
import { threadsFor } from './engine.ts';

/** Passages are shorter; longer contexts only cost memory. */
export const longestContext = 1024;
/** Contexts that work side by side: more bring nothing on the processors measured. */
export const mostContexts = Math.min(4, Math.max(2, availableParallelism()));

/** How a model that reads whole texts runs best, in one of `mostContexts`. */
export function encoderContext(model: LlamaModel) {
  // Beyond the training context, or in parts of a batch, encoders abort or read the text's end alone.
  const trained = Math.min(model.trainContextSize, longestContext);
  const contextSize = trained > 256 ? trained - (trained % 256) : trained;
  return { contextSize, batchSize: contextSize, threads: threadsFor(model, mostContexts) };
}
