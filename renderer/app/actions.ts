import { tell, tellError } from '../components/toasts.ts';
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
    tell(text.modelLoading);
    const { name, role, inUse } = await host.models.add({ path });
    await refreshModels();
    tell(inUse ? text.modelAdded(name, role) : text.modelKept(name));
    return true;
  });
}

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
