import { modelsBelow } from './model-files.ts';
import { dataFolder, joinOn, type Source } from './source.ts';

/** Models lie flat in the app's folder, or in that of its Python library. */
export const gpt4all: Source = {
  name: 'gpt4all',
  roots: (machine) => [
    joinOn(machine, dataFolder(machine, 'local'), 'nomic.ai', 'GPT4All'),
    joinOn(machine, machine.home, '.cache', 'gpt4all'),
  ],
  find: (root) => modelsBelow(root),
};
