import { modelsBelow } from './model-files.ts';
import { cacheFolder, joinOn, type Source } from './source.ts';

/** What llama.cpp's programs downloaded lies flat in their cache. */
export const llamaCpp: Source = {
  name: 'llama.cpp',
  roots: (machine) => [machine.env.LLAMA_CACHE || joinOn(machine, cacheFolder(machine), 'llama.cpp')],
  find: (root) => modelsBelow(root),
};
