import type { Model } from '../../shared/contract/models.ts';
import { tell, tellError, tellWhile } from '../components/toasts.ts';
import { pickPath } from '../features/picker/pick-path.ts';
import { host } from '../rpc.ts';
import { refreshInfo, refreshModels } from './session.ts';
import { text } from './text.ts';

/** Adds a folder that the person picks and starts reading it. Answers whether one was added. */
export async function addFolder(): Promise<boolean> {
  return attempt(async () => {
    const path = await pickPath('folder');
    if (path === null) return false;
    await host.library.addFolder({ path });
    tell(text.folderAdded(path));
    return true;
  });
}

/** Adds the sample library and starts reading it. */
export async function addSample(): Promise<boolean> {
  return attempt(async () => {
    await host.system.addSample();
    await refreshInfo();
    return true;
  });
}

/** Adds a model that the person picks; it takes its role if nobody has it. */
export async function addModel(): Promise<boolean> {
  return attempt(async () => {
    const path = await pickPath('model');
    if (path === null) return false;
    await addModelAt(path);
    return true;
  });
}

/** Adds a model's file where it lies; it takes its role if nobody has it. */
export async function addModelAt(path: string): Promise<Model> {
  const model = await tellWhile(text.modelLoading, host.models.add({ path }));
  await refreshModels();
  tellAdded(model);
  return model;
}

/** Says what a new model serves as. */
export function tellAdded({ name, serves }: Model): void {
  tell(serves[0] ? text.modelAdded(name, serves[0]) : text.modelKept(name));
}

/** Single files that may be dropped at once: more of them are better added with their folder. */
const MOST_DROPPED = 20;

/**
 * Adds the folders, files and models that were dropped on the window. `pathOf` tells where one lies: null in a shell
 * that cannot know, and empty for what is in no folder of this machine.
 */
export async function addDropped(files: readonly File[], pathOf: ((file: File) => string) | null): Promise<boolean> {
  return attempt(async () => {
    if (!pathOf) {
      tell(text.dropPlaceHidden, { text: text.addFolder, run: () => void addFolder() });
      return false;
    }
    if (files.length > MOST_DROPPED) throw new Error(text.dropTooMany(MOST_DROPPED));
    const paths = files.map(pathOf);
    if (paths.includes('')) throw new Error(text.dropNowhere(files[paths.indexOf('')]?.name ?? ''));
    const [models, others] = [paths.filter(isModel), paths.filter((path) => !isModel(path))];
    for (const path of others) await host.library.addFolder({ path });
    if (others.length > 0)
      tell(others.length === 1 ? text.folderAdded(others[0] ?? '') : text.droppedAdded(others.length));
    for (const path of models) await addModelAt(path);
    return true;
  });
}

const isModel = (path: string): boolean => path.toLowerCase().endsWith('.gguf');

/** Looks through every folder for new, changed and missing files. */
export async function rescan(): Promise<boolean> {
  return attempt(async () => {
    await host.library.rescan();
    tell(text.rescanned);
    return true;
  });
}

async function attempt(action: () => Promise<boolean>): Promise<boolean> {
  try {
    return await action();
  } catch (error) {
    tellError(error);
    return false;
  }
}
