import { basename, join, resolve } from 'node:path';
import { oneLine } from '../one-line.ts';
import { isModelName, modelsIn } from './model-files.ts';
import { readStart } from './small-file.ts';
import { dataFolder, joinOn, type Sighting, type Skipped, type Source } from './source.ts';
import { type Listing, walk } from './walk.ts';

const longestDescription = 64 << 10;

/**
 * Jan's data folder keeps a folder a model, with a `model.yml` that names the model and its file. The file may lie
 * elsewhere, when the model was imported.
 */
export const jan: Source = {
  name: 'jan',
  roots: (machine) => [
    joinOn(machine, dataFolder(machine, 'roaming'), 'Jan', 'data'),
    ...(machine.platform === 'linux'
      ? [joinOn(machine, machine.env.XDG_CONFIG_HOME || joinOn(machine, machine.home, '.config'), 'Jan', 'data')]
      : []),
    joinOn(machine, machine.home, 'jan'),
  ],
  async *find(root) {
    for (const folder of [join(root, 'llamacpp', 'models'), join(root, 'models')]) {
      for await (const step of walk(folder)) {
        if (step.type === 'skipped') yield step;
        else yield* modelsOf(root, step);
      }
    }
  },
};

async function* modelsOf(root: string, listing: Listing): AsyncGenerator<Sighting | Skipped> {
  const described = listing.files.includes('model.yml')
    ? describedModel(root, await readStart(join(listing.folder, 'model.yml'), longestDescription))
    : null;
  if (described) yield described;
  for (const path of modelsIn(listing)) if (path !== described?.path) yield { type: 'sighting', path };
}

/** The model that a `model.yml` describes: its top level holds plain `key: value` lines. */
function describedModel(root: string, text: string | null): Sighting | null {
  const path = scalarOf(text ?? '', 'model_path');
  if (!isModelName(basename(path))) return null;
  const name = oneLine(scalarOf(text ?? '', 'name'));
  return { type: 'sighting', path: resolve(root, path), ...(name ? { name } : {}) };
}

function scalarOf(yaml: string, key: string): string {
  const value = new RegExp(`^${key}:[ \\t]*(.*)$`, 'm').exec(yaml)?.[1]?.trim() ?? '';
  return /^(['"])(.*)\1$/.exec(value)?.[2] ?? value;
}
