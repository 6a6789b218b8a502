import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where the library is when nobody says otherwise: `HOLDFAST_LIBRARY`, else the system's place for a program's data. */
export function defaultLibraryPath(): string {
  const { HOLDFAST_LIBRARY } = process.env;
  return HOLDFAST_LIBRARY ? resolve(HOLDFAST_LIBRARY) : dataFolder();
}

function dataFolder(): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library/Application Support/Holdfast');
  if (process.platform === 'win32') return join(process.env.APPDATA ?? join(homedir(), 'AppData/Roaming'), 'Holdfast');
  return join(process.env.XDG_DATA_HOME ?? join(homedir(), '.local/share'), 'holdfast');
}
