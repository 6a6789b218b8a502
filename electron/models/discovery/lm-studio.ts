import { z } from 'zod';
import { modelsBelow } from './model-files.ts';
import { readJson, readStart } from './small-file.ts';
import { joinOn, type Machine, type Source } from './source.ts';

const longestPath = 4096;
const longestSettings = 1 << 20;
const settingsSchema = z.object({ downloadsFolder: z.string().min(1) });

/** Models lie as publisher/repository/file.gguf below the home's `models`, or where the settings say. */
export const lmStudio: Source = {
  name: 'lm-studio',
  roots: async (machine) => {
    const homes = await homesOf(machine);
    const folders = await Promise.all(homes.map((home) => modelFolders(machine, home)));
    return folders.flat();
  },
  find: (root) => modelsBelow(root),
};

/** A pointer file names the home; the others are where it is without one, now and in older versions. */
async function homesOf(machine: Machine): Promise<string[]> {
  const pointer = await readStart(joinOn(machine, machine.home, '.lmstudio-home-pointer'), longestPath);
  const usual = [joinOn(machine, machine.home, '.lmstudio'), joinOn(machine, machine.home, '.cache/lm-studio')];
  return pointer?.trim() ? [pointer.trim(), ...usual] : usual;
}

async function modelFolders(machine: Machine, home: string): Promise<string[]> {
  const settings = settingsSchema.safeParse(await readJson(joinOn(machine, home, 'settings.json'), longestSettings));
  const usual = joinOn(machine, home, 'models');
  return settings.success ? [settings.data.downloadsFolder, usual] : [usual];
}
