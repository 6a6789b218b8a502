import { copyFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { makeTestModels, type TestModels } from '../../e2e/models/test-models.ts';
import { failureOf, runtimeForTests } from './model-runtime-for-tests.ts';

let models: TestModels;
const setting = runtimeForTests(async (folder) => {
  models = await makeTestModels(folder);
});
const loaded = async () => (await setting.runtime.state()).models.map(({ path }) => path);

test('before anything was asked nothing runs', async () => {
  expect(await setting.runtime.state()).toEqual({ engine: null, models: [], used: 0, free: expect.any(Number) });
  expect(setting.processes).toHaveLength(0);
});

test('an estimate says whether a model fits, without loading it', async () => {
  const estimate = await setting.runtime.estimate(models.chat);
  expect(estimate).toMatchObject({
    verdict: 'fits',
    text: expect.stringMatching(/^needs \d+\.\d GiB of memory, and \d+\.\d GiB are free$/),
  });
  expect(estimate.needed).toBeGreaterThan((await setting.runtime.inspect(models.chat)).size);
  const shorter = await setting.runtime.estimate(models.chat, { contextSize: 1024 });
  expect(shorter.needed).toBeLessThan(estimate.needed);
  const huge = join(setting.folder, 'huge.gguf');
  await copyFile(models.chat, huge);
  // Nothing is behind most of it: a file of holes.
  await truncate(huge, 2 ** 40);
  expect(await setting.runtime.estimate(huge)).toMatchObject({ verdict: 'too big' });
  expect((await failureOf(setting.runtime.estimate(join(setting.folder, 'nowhere.gguf')))).code).toBe('MODEL_REFUSED');
  expect(await loaded()).toEqual([]);
});

test('the state tells what is loaded, on what, and how fast it was', async () => {
  await setting.runtime.embed(models.embedder, ['the harbour in winter']);
  await setting.runtime.chat(models.chat, [{ role: 'user', text: 'A poem about the harbour' }], { maxTokens: 20 });
  const { engine, models: states, used } = await setting.runtime.state();
  expect(engine).toMatchObject({ backend: expect.stringMatching(/^(CPU|CUDA|Vulkan|Metal)$/), fallback: '' });
  const chat = states.find(({ path }) => path === models.chat);
  expect(chat).toMatchObject({ role: 'chat', state: 'loaded', contextSize: 8192, adapters: [] });
  expect(chat?.speed?.reading).toBeGreaterThan(0);
  expect(chat?.speed?.generating).toBeGreaterThan(0);
  expect(used).toBeGreaterThan(1_000_000);
});

test('a model that nobody asks anything goes, and comes back', async () => {
  await setting.runtime.embed(models.embedder, ['harbour']);
  expect(await loaded()).toContain(models.embedder);
  setting.runtime.setIdleLimit(0.01 / 60);
  await vi.waitFor(async () => expect(await loaded()).toEqual([]), { timeout: 50_000, interval: 500 });
  expect(await setting.runtime.embed(models.embedder, ['harbour'])).toHaveLength(1);
  expect(() => setting.runtime.setIdleLimit(0)).toThrow(RangeError);
});

test('a process that is started again keeps the limit', async () => {
  process.kill(setting.processes.at(-1)!.pid!, 'SIGKILL');
  await vi.waitFor(async () => expect((await setting.runtime.state()).engine).toBeNull(), { timeout: 50_000 });
  await setting.runtime.embed(models.embedder, ['harbour']);
  await vi.waitFor(async () => expect(await loaded()).toEqual([]), { timeout: 50_000, interval: 500 });
});
