import type { EngineState, LoadedModelState } from '../model-protocol.ts';
import { type Engine, engineIfStarted } from './engine.ts';
import { memoryFree } from './memory.ts';

const backends = { cuda: 'CUDA', vulkan: 'Vulkan', metal: 'Metal' } as const;

/** What runs the models. Does not start it. */
export async function engineState(models: LoadedModelState[]): Promise<EngineState> {
  const engine = await engineIfStarted()?.catch(() => undefined);
  return {
    engine: engine ? await describe(engine) : null,
    models,
    used: models.reduce((sum, { ram, vram }) => sum + ram + vram, 0),
    free: engine ? await memoryFree(engine.llama) : process.availableMemory(),
  };
}

async function describe({ llama, fallback }: Engine): Promise<EngineState['engine']> {
  return {
    backend: llama.gpu === false ? 'CPU' : backends[llama.gpu],
    devices: llama.gpu === false ? [] : await llama.getGpuDeviceNames(),
    threads: llama.maxThreads,
    fallback,
  };
}
