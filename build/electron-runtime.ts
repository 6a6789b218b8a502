import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './bootstrap.mjs';

const packageFolder = join(projectRoot, 'node_modules/electron');
const probeMs = 3000;

export type ElectronRuntime = { version: string } & ({ state: 'present'; path: string } | { state: 'absent' });

/** Looks for Electron's runtime by its file: importing `electron` would begin to download it, without a time limit. */
export function electronRuntime(): ElectronRuntime {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  const names: Partial<Record<NodeJS.Platform, string>> = {
    darwin: 'Electron.app/Contents/MacOS/Electron',
    win32: 'electron.exe',
  };
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(packageFolder, 'dist');
  const path = join(folder, names[process.platform] ?? 'electron');
  return existsSync(path) ? { state: 'present', path, version } : { state: 'absent', version };
}

/** Asks the server for the runtime's headers, for at most three seconds. `HOLDFAST_OFFLINE` says no without asking. */
export async function canFetchRuntime({ version }: ElectronRuntime): Promise<boolean> {
  if (process.env.HOLDFAST_OFFLINE) return false;
  const { ELECTRON_MIRROR, npm_config_electron_mirror } = process.env;
  const base =
    ELECTRON_MIRROR ?? npm_config_electron_mirror ?? 'https://github.com/electron/electron/releases/download/';
  const url = `${base}v${version}/electron-v${version}-${process.platform}-${process.arch}.zip`;
  try {
    const answer = await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(probeMs) });
    return answer.status < 400;
  } catch {
    return false;
  }
}

/** Downloads the runtime with the package's own script, which checks its SHA-256. */
export function fetchRuntime(): void {
  spawnSync(process.execPath, [join(packageFolder, 'install.js')], { stdio: ['ignore', 2, 2] });
}
