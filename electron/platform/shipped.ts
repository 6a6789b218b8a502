import { dirname, join } from 'node:path';
import type { WorkerEntry } from './platform.ts';

const here = import.meta.dirname;
/** True when this runs as built: all files of the host lie in out/main then. */
const built = !import.meta.filename.endsWith('.ts');
const root = join(here, '../..');

/** The folder with what ships beside the code: in the project, and next to the archive in the installed app. */
export const resourcesPath = root.endsWith('.asar') ? dirname(root) : join(root, 'resources');

/** The built renderer. */
export const rendererFolder = join(root, 'out/renderer');

/** The entry of a child process: the built file, or its source where this runs from source. */
export function workerPath(entry: WorkerEntry): string {
  return built ? join(here, `${entry}.js`) : join(root, `electron/workers/${entry}.ts`);
}
