import { type ChildProcess, fork } from 'node:child_process';
import packageJson from '../../package.json' with { type: 'json' };
import { workerEnvironment } from './environment.ts';
import type { Platform, WorkerEntry, WorkerProcess } from './platform.ts';
import { resourcesPath, workerPath } from './shipped.ts';

/** The platform of the browser shell, the CLI and the tests: plain Node, without the system's dialogs. */
export function nodePlatform(shell: 'browser' | 'cli'): Platform {
  return {
    shell,
    version: packageJson.version,
    resourcesPath,
    startWorker: (entry, { heapMegabytes }) => startWorker(entry, heapMegabytes),
    dialogs: null,
    cipher: null,
    reveal: null,
  };
}

function startWorker(entry: WorkerEntry, heapMegabytes: number): WorkerProcess {
  const child = fork(workerPath(entry), [], {
    serialization: 'advanced',
    env: workerEnvironment(),
    execArgv: [`--max-old-space-size=${heapMegabytes}`],
    stdio: ['ignore', 'ignore', process.env.HOLDFAST_DEBUG ? 'inherit' : 'ignore', 'ipc'],
    // A process group of its own: Ctrl+C is for the host, which then ends its workers in good order.
    detached: process.platform !== 'win32',
  });
  const ended = new Promise<[number | null, string | null]>((resolve) => {
    child.once('exit', (code, signal) => resolve([code, signal]));
    // A process that could not be started reports only this.
    child.once('error', (error) => resolve([null, error.message]));
  });
  return {
    pid: child.pid,
    send: (message) => {
      if (child.connected) child.send(message as object, () => {});
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void ended.then(([code, signal]) => listener(code, signal)),
    kill: () => endGroup(child),
  };
}

/** With the programs that it started, such as ffmpeg. */
function endGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined && process.platform !== 'win32') return void process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
  child.kill('SIGKILL');
}
