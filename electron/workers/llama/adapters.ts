import { basename } from 'node:path';
import type { LlamaContextOptions } from 'node-llama-cpp';
import { messageOf } from '../../../shared/errors.ts';
import type { Adapter, GgufMetadata } from '../model-protocol.ts';
import { readAdapter } from './gguf-metadata.ts';

/** Throws, in a sentence, when one of the adapters is none, or is for models of another kind than the base. */
export async function checkAdapters(base: GgufMetadata, adapters: readonly Adapter[]): Promise<void> {
  for (const { path, scale } of adapters) {
    const refused = `The adapter "${basename(path)}" cannot be used:`;
    if (!Number.isFinite(scale)) throw new Error(`${refused} its scale is no number.`);
    const { architecture } = await readAdapter(path).catch((thrown: unknown) => {
      throw new Error(`${refused} ${messageOf(thrown)}`, { cause: thrown });
    });
    if (architecture !== base.architecture)
      throw new Error(
        `${refused} it is for a model of the architecture "${architecture}", and this one is of "${base.architecture}".`,
      );
  }
}

/** The adapters as a chat model's context takes them. */
export function contextAdapters(adapters: readonly Adapter[]): Pick<LlamaContextOptions, 'lora'> {
  if (adapters.length === 0) return {};
  return { lora: { adapters: adapters.map(({ path, scale }) => ({ filePath: path, scale })) } };
}

/** What node-llama-cpp 3.21 has within the contexts for embedding and ranking, whose options have no place for adapters. */
interface ContextInside {
  _llamaContext: { _setLoras(adapters: { filePath: string; scale: number }[]): Promise<void> };
}

/** Applies adapters to a context for embedding or ranking. */
export async function adaptContext<Context extends { dispose(): Promise<void> }>(
  context: Context,
  adapters: readonly Adapter[],
): Promise<Context> {
  if (adapters.length === 0) return context;
  const inside = context as unknown as ContextInside;
  try {
    await inside._llamaContext._setLoras(adapters.map(({ path, scale }) => ({ filePath: path, scale })));
    return context;
  } catch (thrown) {
    await context.dispose();
    throw thrown;
  }
}
