import type { Llama, LlamaOptions } from 'node-llama-cpp';
import { expect, test } from 'vitest';
import { startEngine } from './engine.ts';

// No machine of the tests has a graphics card, so what llama.cpp finds is made up here.
const llama = (gpu: Llama['gpu'], getVramState = async () => ({ free: 1 }), cards = ['A card']) =>
  ({ gpu, getVramState, getGpuDeviceNames: async () => cards, dispose: async () => undefined }) as unknown as Llama;
const none = async () => [false] as const as (string | false)[];

test('runs on the graphics card that passes its test', async () => {
  expect(await startEngine(async () => llama('vulkan'), none)).toMatchObject({
    llama: { gpu: 'vulkan' },
    fallback: '',
  });
});

test('runs on the processor where there is no card, and says nothing of it', async () => {
  expect(await startEngine(async () => llama(false), none)).toMatchObject({ llama: { gpu: false }, fallback: '' });
});

test.each([
  ['a driver makes the only card of it', ['llvmpipe (LLVM 15.0.6, 256 bits)']],
  ['there is a driver without a card', []],
])('runs on the processor where %s', async (_, cards) => {
  const card = llama('vulkan', undefined, cards);
  const start = async ({ gpu }: LlamaOptions) => (gpu === false ? llama(false) : card);
  expect(await startEngine(start, none)).toMatchObject({ llama: { gpu: false }, fallback: '' });
});

test('says why it runs on the processor although there is a card', async () => {
  const untested = await startEngine(
    async () => llama(false),
    async () => ['cuda', false],
  );
  expect(untested.fallback).toBe('There is a graphics card (cuda), but llama.cpp did not pass its test on it.');
  const start = async ({ gpu }: LlamaOptions) =>
    gpu === false ? llama(false) : llama('cuda', () => Promise.reject(new Error('no device')));
  expect(await startEngine(start, none)).toMatchObject({
    llama: { gpu: false },
    fallback: 'The graphics card cannot be used: no device',
  });
});

test('says so where llama.cpp does not run at all', async () => {
  await expect(startEngine(() => Promise.reject(new Error('none')), none)).rejects.toThrow(/no build for it/);
});
