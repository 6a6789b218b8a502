import { app, BrowserWindow, dialog, type OpenDialogOptions, safeStorage, shell, utilityProcess } from 'electron';
import { workerEnvironment } from './environment.ts';
import type { Platform, WorkerEntry, WorkerProcess } from './platform.ts';
import { resourcesPath, workerPath } from './shipped.ts';

/** The platform inside Electron; workers can be started once the app is ready. */
export function electronPlatform(): Platform {
  return {
    shell: 'electron',
    version: app.getVersion(),
    resourcesPath,
    startWorker,
    dialogs: { pickFolder, pickFile },
    cipher: {
      // On Linux without a keyring Electron would only scramble the text: that is no safe place.
      isAvailable: async () =>
        (await safeStorage.isAsyncEncryptionAvailable()) &&
        (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'),
      encrypt: (text) => safeStorage.encryptStringAsync(text),
      decrypt: async (sealed) => (await safeStorage.decryptStringAsync(sealed)).result,
    },
    reveal: (path) => shell.showItemInFolder(path),
  };
}

function startWorker(entry: WorkerEntry, { heapMegabytes }: { heapMegabytes: number }): WorkerProcess {
  const child = utilityProcess.fork(workerPath(entry), [], {
    serviceName: `Holdfast ${entry}`,
    env: workerEnvironment(),
    execArgv: [`--js-flags=--max-old-space-size=${heapMegabytes}`],
    stdio: process.env.HOLDFAST_DEBUG ? 'inherit' : 'ignore',
  });
  let running = true;
  child.once('exit', () => {
    running = false;
  });
  return {
    get pid() {
      return child.pid;
    },
    send: (message) => {
      if (running) child.postMessage(message);
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', (code) => listener(code, null)),
    kill: () => endAtOnce(child.pid),
  };
}

/** Not `UtilityProcess.kill`: that asks (SIGTERM), and a process stuck in a parser does not hear it. */
function endAtOnce(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}

async function pickFolder(): Promise<string | null> {
  return pick({ properties: ['openDirectory'] });
}

async function pickFile(extensions: readonly string[]): Promise<string | null> {
  const name = extensions.map((extension) => extension.toUpperCase()).join(', ');
  return pick({ properties: ['openFile'], filters: [{ name, extensions: [...extensions] }] });
}

async function pick(options: OpenDialogOptions): Promise<string | null> {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  const { canceled, filePaths } = window
    ? await dialog.showOpenDialog(window, options)
    : await dialog.showOpenDialog(options);
  return canceled ? null : (filePaths[0] ?? null);
}
