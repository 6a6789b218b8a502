import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeWorkerForTests } from './fork-for-tests.ts';

const open = (entry: string): ChildProcess => fork(entry, [], { serialization: 'advanced', execArgv: [] });

test('says that it is ready before anything else', async () => {
  const child = open(await writeWorkerForTests('{}'));
  expect(await once(child, 'message')).toEqual([{ type: 'ready' }, undefined]);
  child.kill('SIGKILL');
});

test('answers with an error what cannot be sent', async () => {
  const child = open(await writeWorkerForTests('{ odd: async () => () => {} }'));
  await once(child, 'message');
  child.send({ type: 'request', id: 1, kind: 'odd', payload: null });
  expect((await once(child, 'message'))[0]).toMatchObject({ type: 'error', id: 1 });
  child.kill('SIGKILL');
});

test('ends when the host lets go of the channel', async () => {
  const child = open(await writeWorkerForTests('{}'));
  await once(child, 'message');
  const exit = once(child, 'exit');
  child.disconnect();
  expect(await exit).toEqual([null, 'SIGKILL']);
});

test('ends when the host is killed, even in the middle of work that blocks it', async () => {
  const worker = await writeWorkerForTests('{ hang: async () => { for (;;) {} } }');
  const host = join(worker, '../host.mjs');
  await writeFile(
    host,
    `import { fork } from 'node:child_process';
     const child = fork(${JSON.stringify(worker)}, [], { serialization: 'advanced' });
     child.on('message', () => {
       child.send({ type: 'request', id: 1, kind: 'hang', payload: null });
       process.send(child.pid);
     });`,
  );
  const parent = fork(host, [], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const [pid] = await once(parent, 'message');
  await new Promise((done) => setTimeout(done, 200));
  parent.kill('SIGKILL');
  await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
});

test('refuses to run outside the host', async () => {
  const child = fork(await writeWorkerForTests('{}'), [], { execArgv: [], silent: true });
  child.disconnect();
  expect((await once(child, 'exit'))[0]).not.toBe(0);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
