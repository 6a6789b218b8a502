import { modelsBelow } from './model-files.ts';
import { joinOn, type Source } from './source.ts';

/**
 * Files lie as models--organisation--name/snapshots/revision/file.gguf, which are symbolic links to blobs; what is being
 * downloaded is no link yet. On Windows without the right to make links they are the files themselves.
 */
export const huggingFace: Source = {
  name: 'hugging-face',
  roots: (machine) => {
    const { env, home } = machine;
    const cache = env.XDG_CACHE_HOME || joinOn(machine, home, '.cache');
    const ofHome = joinOn(machine, env.HF_HOME || joinOn(machine, cache, 'huggingface'), 'hub');
    return [env.HF_HUB_CACHE || env.HUGGINGFACE_HUB_CACHE || ofHome];
  },
  find: (root) => modelsBelow(root, { enter: mayHoldModels }),
};

function mayHoldModels(name: string, depth: number): boolean {
  if (depth === 1) return name.startsWith('models--');
  return depth > 2 || name === 'snapshots';
}
