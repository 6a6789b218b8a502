import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { WorkerProcess } from '../platform/platform.ts';
import { outOfMemoryExitCode } from './channel.ts';
import { forkForTests, writeWorkerForTests } from './fork-for-tests.ts';
import { SupervisedWorker, type SupervisedWorkerOptions, WorkerDeath, WorkerError } from './supervisor.ts';

type TestRequests = {
  echo: { request: unknown; response: unknown; event: never };
  pid: { request: null; response: number; event: never };
  count: { request: { to: number; everyMs: number }; response: string; event: number };
  fail: { request: string; response: never; event: never };
  exit: { request: number; response: never; event: never };
  throwLater: { request: null; response: never; event: never };
  hang: { request: null; response: never; event: never };
  never: { request: null; response: never; event: never };
  eat: { request: null; response: never; event: never };
  untilCancelled: { request: null; response: string; event: never };
};

const handlers = `{
  echo: async (value) => value,
  pid: async () => process.pid,
  count: async ({ to, everyMs }, { emit }) => {
    for (let n = 1; n <= to; n++) { await new Promise((done) => setTimeout(done, everyMs)); emit(n); }
    return 'counted';
  },
  fail: async (message) => { throw new Error(message); },
  exit: async (code) => process.exit(code),
  throwLater: () => new Promise(() => setTimeout(() => { throw new Error('nobody catches this'); })),
  hang: async () => { for (;;) {} },
  never: () => new Promise(() => {}),
  eat: () => new Promise(() => { const eaten = []; setInterval(() => eaten.push(Buffer.alloc(20e6, 1)), 10); }),
  untilCancelled: (_, { signal }) => new Promise((done) => signal.addEventListener('abort', () => done('ended'))),
}`;

let entry: string;
const started: WorkerProcess[] = [];
const workers: SupervisedWorker<TestRequests>[] = [];
const patient = { timeoutMs: 30_000 };

function makeWorker(options: Partial<SupervisedWorkerOptions> = {}): SupervisedWorker<TestRequests> {
  const start = () => {
    const child = forkForTests(entry);
    started.push(child);
    return child;
  };
  const worker = new SupervisedWorker<TestRequests>({
    name: 'test worker',
    start,
    memoryLimitBytes: 2 ** 30,
    ...options,
  });
  workers.push(worker);
  return worker;
}

const deathOf = (call: Promise<unknown>) =>
  call.then(
    () => expect.fail('the call was answered'),
    (reason: unknown) => {
      expect(reason).toBeInstanceOf(WorkerDeath);
      return reason as WorkerDeath;
    },
  );

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

beforeAll(async () => {
  entry = await writeWorkerForTests(handlers);
});

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  started.length = 0;
});

test('answers many calls from one process, with binary data intact', async () => {
  const worker = makeWorker();
  const vector = Float32Array.of(1, 2.5, -3);
  const answers = await Promise.all(
    [1, 'two', { three: [vector] }].map((value) => worker.call('echo', value, patient)),
  );
  expect(answers).toEqual([1, 'two', { three: [vector] }]);
  expect(started).toHaveLength(1);
});

test('does not start a process before it is needed', async () => {
  makeWorker();
  await delay(20);
  expect(started).toHaveLength(0);
});

test('an error of the handler crosses as its message, and the process lives on', async () => {
  const worker = makeWorker();
  const failure = worker.call('fail', 'this file is torn', patient);
  await expect(failure).rejects.toBeInstanceOf(WorkerError);
  await expect(failure).rejects.toThrow(/^this file is torn$/);
  await expect(worker.call('nonsense' as 'echo', 1, patient)).rejects.toThrow('does not know the request "nonsense"');
  expect(await worker.call('echo', 1, patient)).toBe(1);
  expect(started).toHaveLength(1);
});

test('a request that cannot be sent fails alone', async () => {
  const worker = makeWorker();
  const good = worker.call('echo', 1, patient);
  await expect(worker.call('echo', () => {}, patient)).rejects.toThrow(/could not be cloned/);
  expect(await good).toBe(1);
});

test('events arrive in order and each extends the time limit', async () => {
  const worker = makeWorker();
  const events: number[] = [];
  const answer = await worker.call(
    'count',
    { to: 12, everyMs: 150 },
    { timeoutMs: 1_500, onEvent: (n) => events.push(n) },
  );
  expect(answer).toBe('counted');
  expect(events).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
});

test('an exit rejects all calls in flight, and the next call starts a new process', async () => {
  const worker = makeWorker();
  const bystander = deathOf(worker.call('never', null, patient));
  const death = await deathOf(worker.call('exit', 3, patient));
  expect(death.message).toContain('exit code 3');
  // Nobody can tell whose fault an exit is when several calls were in flight.
  expect(death).toMatchObject({ cause: 'crash', culprit: false });
  expect(await bystander).toMatchObject({ cause: 'crash', culprit: false });
  expect(await deathOf(worker.call('exit', 3, patient))).toMatchObject({ cause: 'crash', culprit: true });
  expect(await worker.call('echo', 'again', patient)).toBe('again');
  expect(started).toHaveLength(3);
});

test('an exit for want of memory is told from a crash', async () => {
  const worker = makeWorker();
  expect(await deathOf(worker.call('exit', outOfMemoryExitCode, patient))).toMatchObject({
    cause: 'memory',
    culprit: true,
  });
});

test('a call that only looks at the process is no suspect', async () => {
  const worker = makeWorker();
  const onlooker = deathOf(worker.call('never', null, { ...patient, blameless: true }));
  expect(await deathOf(worker.call('exit', 3, patient))).toMatchObject({ cause: 'crash', culprit: true });
  expect(await onlooker).toMatchObject({ cause: 'crash', culprit: false });
});

test('an exception that nobody caught is a crash', async () => {
  const death = await deathOf(makeWorker().call('throwLater', null, patient));
  expect(death).toMatchObject({ cause: 'crash', culprit: true });
  expect(death.message).toContain('exit code 70');
});

test('a time-out ends a process that loops forever and tells the bystander from the culprit', async () => {
  const worker = makeWorker();
  const pid = await worker.call('pid', null, patient);
  const bystander = deathOf(worker.call('never', null, patient));
  const culprit = await deathOf(worker.call('hang', null, { timeoutMs: 300 }));
  expect(culprit).toMatchObject({ cause: 'timeout', culprit: true });
  expect(culprit.message).toBe('The test worker was stopped because it gave no answer for 0.3 s.');
  expect(await bystander).toMatchObject({ cause: 'timeout', culprit: false });
  await expect.poll(() => isAlive(pid)).toBe(false);
});

test.skipIf(process.platform === 'win32')('ends a process that takes too much memory', async () => {
  const worker = makeWorker({ memoryLimitBytes: 300 * 2 ** 20 });
  const death = await deathOf(worker.call('eat', null, patient));
  expect(death).toMatchObject({ cause: 'memory', culprit: true });
  expect(death.message).toContain('300 MB are allowed');
  expect(await worker.call('echo', 1, patient)).toBe(1);
});

test('a cancelled call rejects with AbortError once the worker has ended it', async () => {
  const worker = makeWorker();
  const controller = new AbortController();
  const pid = await worker.call('pid', null, patient);
  const call = worker.call('untilCancelled', null, { ...patient, signal: controller.signal });
  controller.abort();
  await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  expect(await worker.call('pid', null, patient)).toBe(pid);
});

test('a cancelled call that does not end costs the process, and nobody is blamed', async () => {
  const worker = makeWorker({ abortGraceMs: 200 });
  const controller = new AbortController();
  await worker.call('echo', 1, patient);
  const bystander = deathOf(worker.call('never', null, patient));
  const call = worker.call('hang', null, { ...patient, signal: controller.signal });
  controller.abort();
  await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  expect(await bystander).toMatchObject({ culprit: false });
  expect(await worker.call('echo', 2, patient)).toBe(2);
});

test('a cancelled call whose process dies is cancelled all the same', async () => {
  const worker = makeWorker();
  const pid = await worker.call('pid', null, patient);
  const controller = new AbortController();
  const call = worker.call('never', null, { ...patient, signal: controller.signal });
  controller.abort();
  process.kill(pid, 'SIGKILL');
  await expect(call).rejects.toMatchObject({ name: 'AbortError' });
});

test('a signal that is aborted already asks nothing', async () => {
  await expect(makeWorker().call('echo', 1, { ...patient, signal: AbortSignal.abort() })).rejects.toMatchObject({
    name: 'AbortError',
  });
  expect(started).toHaveLength(0);
});

test('a worker that cannot start fails its calls without blaming them', async () => {
  const missing = makeWorker({ start: () => forkForTests('/nonexistent/worker.ts') });
  expect(await deathOf(missing.call('echo', 1, patient))).toMatchObject({ cause: 'crash', culprit: false });
  const throwing = makeWorker({
    start: () => {
      throw new Error('no such runtime');
    },
  });
  const death = await deathOf(throwing.call('echo', 1, patient));
  expect(death).toMatchObject({ cause: 'crash', culprit: false });
  expect(death.message).toBe('The test worker could not be started: no such runtime');
});

test('waits longer after each rapid death, and at once again after a success', async () => {
  const worker = makeWorker();
  for (let deaths = 0; deaths < 3; deaths++) await deathOf(worker.call('exit', 1, patient));
  const startedBefore = started.length;
  const call = worker.call('echo', 1, patient);
  await delay(10);
  expect(started).toHaveLength(startedBefore);
  await call;
  await deathOf(worker.call('exit', 1, patient));
  const next = worker.call('echo', 1, patient);
  expect(started).toHaveLength(startedBefore + 2);
  await next;
});

test('an idle worker ends its process and starts another when called', async () => {
  const worker = makeWorker({ idleStopMs: 50 });
  const pid = await worker.call('pid', null, patient);
  await expect.poll(() => isAlive(pid)).toBe(false);
  expect(await worker.call('pid', null, patient)).not.toBe(pid);
});

test('a renewed worker answers from another process, but not while it works', async () => {
  const worker = makeWorker();
  const first = await worker.call('pid', null, patient);
  worker.renew();
  const second = worker.call('pid', null, patient);
  worker.renew();
  expect(await second).not.toBe(first);
  expect(await worker.call('pid', null, patient)).toBe(await second);
  await expect.poll(() => isAlive(first)).toBe(false);
});

test('stop ends the process, the calls in flight and all later ones', async () => {
  const worker = makeWorker();
  const pid = await worker.call('pid', null, patient);
  const inFlight = expect(worker.call('never', null, patient)).rejects.toMatchObject({ name: 'AbortError' });
  await worker.stop();
  await inFlight;
  expect(isAlive(pid)).toBe(false);
  await expect(worker.call('echo', 1, patient)).rejects.toMatchObject({ name: 'AbortError' });
});
