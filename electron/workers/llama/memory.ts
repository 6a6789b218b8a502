import { type GgufFileInfo, GgufInsights, type Llama } from 'node-llama-cpp';
import { memoryBalance } from '../memory-room.ts';
import type { GgufRole, MemoryEstimate } from '../model-protocol.ts';
import { usualContext } from './chat-model.ts';
import { longestContext, mostContexts } from './encoder-context.ts';

/** Programs want more memory in a while; what takes the last of it makes the machine crawl. */
const comfortable = 0.9;

/** A model that may be loaded. */
export interface Candidate {
  info: GgufFileInfo;
  /** Of all its files and adapters, in bytes. */
  fileBytes: number;
  role: GgufRole;
  contextSize?: number | undefined;
}

/**
 * Bytes of memory, of graphics memory too where there is some, that a model takes: its weights, which are held whole,
 * and the contexts that it works in. Read from the description, so that a model that cannot fit is refused before
 * minutes of loading it.
 */
export async function memoryNeeded({ info, fileBytes, role, contextSize }: Candidate, llama: Llama): Promise<number> {
  const insights = await GgufInsights.from(info, llama);
  const trained = insights.trainContextSize ?? usualContext;
  const isEncoder = role !== 'chat';
  const length = Math.min(isEncoder ? longestContext : (contextSize ?? usualContext), trained);
  // Not the newer estimate: it has llama.cpp read the file, which ends the process for some that are damaged.
  const context = insights.estimateContextResourceRequirements({
    contextSize: length,
    modelGpuLayers: 0,
    isEmbeddingContext: isEncoder,
    ...(isEncoder ? { batchSize: length } : {}),
  });
  return fileBytes + context.cpuRam * (isEncoder ? mostContexts : 1);
}

/** Bytes that can be had now, within the limit of a container too, and of the graphics card's. */
export async function memoryFree(llama: Llama): Promise<number> {
  const vram = llama.gpu === false ? 0 : (await llama.getVramState()).free;
  return process.availableMemory() + vram;
}

/** `reclaimable`: bytes that come free when other models go. */
export function memoryEstimate(needed: number, free: number, reclaimable: number): MemoryEstimate {
  const verdict = needed <= free * comfortable ? 'fits' : needed <= free + reclaimable ? 'tight' : 'too big';
  return {
    needed,
    free,
    verdict,
    text: memoryBalance(needed, free),
  };
}
