import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { WorkerProcess } from '../platform/platform.ts';

/** Starts a TypeScript entry as it stands; the product's shells start the built ones. */
export function forkForTests(entry: string): WorkerProcess {
  const child = fork(entry, [], {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return {
    pid: child.pid,
    send: (message) => {
      if (child.connected) child.send(message as object, () => {});
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void once(child, 'exit').then(([code, signal]) => listener(code, signal)),
    kill: () => void child.kill('SIGKILL'),
  };
}

/** Writes a worker that answers with `handlers`, an object literal in JavaScript; returns its path. */
export async function writeWorkerForTests(handlers: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'holdfast-worker-')), 'worker.ts');
  const serveRequests = pathToFileURL(join(import.meta.dirname, 'serve-requests.ts'));
  await writeFile(path, `import { serveRequests } from '${serveRequests}';\nserveRequests(${handlers});\n`);
  return path;
}
