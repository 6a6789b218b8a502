import { afterEach, beforeAll, expect, test } from 'vitest';
import { forkForTests, writeWorkerForTests } from './fork-for-tests.ts';
import { WorkerPool } from './pool.ts';
import { SupervisedWorker, WorkerDeath } from './supervisor.ts';

type TestRequests = {
  pid: { request: null; response: number; event: never };
  sleep: { request: number; response: string; event: never };
  exit: { request: null; response: never; event: never };
};

const handlers = `{
  pid: async () => process.pid,
  sleep: (ms) => new Promise((done) => setTimeout(done, ms, 'slept')),
  exit: async () => process.exit(1),
}`;

const patient = { timeoutMs: 30_000 };
let entry: string;
let pool: WorkerPool<TestRequests>;

function makePool(size: number): WorkerPool<TestRequests> {
  const makeWorker = () =>
    new SupervisedWorker<TestRequests>({
      name: 'test worker',
      start: () => forkForTests(entry),
      memoryLimitBytes: 2 ** 30,
    });
  pool = new WorkerPool<TestRequests>({ size, makeWorker });
  return pool;
}

beforeAll(async () => {
  entry = await writeWorkerForTests(handlers);
});

afterEach(() => pool.stop());

test('spreads work over its processes, and no further', async () => {
  makePool(2);
  const asleep = pool.run('sleep', 60_000, patient).catch(() => 'stopped');
  const pids = await Promise.all([1, 2, 3].map(() => pool.run('pid', null, patient)));
  expect(new Set(pids).size).toBe(1);
  await pool.stop();
  expect(await asleep).toBe('stopped');
});

test('interactive work goes first, otherwise in order of arrival', async () => {
  makePool(1);
  const order: string[] = [];
  const ask = (name: string, interactive: boolean) =>
    pool.run('sleep', 1, { ...patient, interactive }).then(() => order.push(name));
  await Promise.all([ask('first', false), ask('a', false), ask('b', false), ask('c', true), ask('d', true)]);
  expect(order).toEqual(['first', 'c', 'd', 'a', 'b']);
});

test('a death costs only the request that caused it', async () => {
  makePool(2);
  const bystander = pool.run('sleep', 100, patient);
  const culprit = pool.run('exit', null, patient);
  const next = pool.run('sleep', 1, patient);
  await expect(culprit).rejects.toBeInstanceOf(WorkerDeath);
  expect(await Promise.all([bystander, next])).toEqual(['slept', 'slept']);
});

test('a request that waits can be cancelled and leaves the queue', async () => {
  makePool(1);
  const controller = new AbortController();
  const running = pool.run('sleep', 50, patient);
  const cancelled = pool.run('exit', null, { ...patient, signal: controller.signal });
  const after = pool.run('sleep', 1, patient);
  controller.abort();
  await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
  expect(await Promise.all([running, after])).toEqual(['slept', 'slept']);
});

test('stop rejects what runs and what waits', async () => {
  makePool(1);
  const calls = [1, 2, 3].map(() =>
    expect(pool.run('sleep', 60_000, patient)).rejects.toMatchObject({ name: 'AbortError' }),
  );
  await pool.stop();
  await Promise.all(calls);
  await expect(pool.run('pid', null, patient)).rejects.toMatchObject({ name: 'AbortError' });
});
