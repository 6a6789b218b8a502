import { basename } from 'node:path';
import type { GgufFileInfo, LlamaContextOptions } from 'node-llama-cpp';
import { messageOf } from '../../../shared/errors.ts';
import type { Adapter } from '../model-protocol.ts';
import { readGguf } from './gguf-file.ts';
import { readAdapter } from './gguf-metadata.ts';

/** Throws, in a sentence, when one of the adapters is none, or is for another model than the base. */
export async function checkAdapters(base: GgufFileInfo, adapters: readonly Adapter[]): Promise<void> {
  for (const { path, scale } of adapters) {
    try {
      if (!Number.isFinite(scale)) throw new Error('its scale is no number.');
      const { architecture } = await readAdapter(path);
      const own = base.metadata.general.architecture;
      if (architecture !== own)
        throw new Error(`it is for a model of the architecture "${architecture}", and this one is of "${own}".`);
      checkWeights(base, (await readGguf(path)).info);
    } catch (thrown) {
      throw new Error(`The adapter "${basename(path)}" cannot be used: ${messageOf(thrown)}`, { cause: thrown });
    }
  }
}

/** Whether each change of the adapter is one of weights that the base has, and of their size. */
function checkWeights(base: GgufFileInfo, adapter: GgufFileInfo): void {
  const shapes = new Map(base.fullTensorInfo?.map(({ name, dimensions }) => [name, dimensions]));
  for (const { name, dimensions } of adapter.fullTensorInfo ?? []) {
    const [, changed = '', side] = /^(.*)\.lora_([ab])$/.exec(name) ?? [];
    const shape = shapes.get(changed);
    if (!shape) throw new Error(`it does not fit: it changes "${changed || name}", which this model does not have.`);
    // Those of the vocabulary are looked up and not multiplied, so they stand the other way round.
    if (changed === 'token_embd.weight') continue;
    const fits = side === 'a' ? dimensions[0] === shape[0] : dimensions[1] === shape[1];
    if (!fits) throw new Error(`it does not fit: its "${changed}" is of another size than this model's.`);
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
