import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ModelEngine } from '../../../shared/contract/models.ts';
import { Processors } from './processors.ts';

let processors: Processors;
let begun: string[];

beforeEach(() => {
  processors = new Processors();
  begun = [];
});

/** Work that says when it begins and goes on until it is ended. */
function work(name: string) {
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    end: resolve,
    do: async () => {
      begun.push(name);
      await promise;
      return name;
    },
  };
}

async function inSlice(engine: ModelEngine, name: string, signal?: AbortSignal) {
  const { end, do: doIt } = work(name);
  const done = processors.inSlice(engine, signal, doIt);
  done.catch(() => undefined);
  await turn();
  return { end, done };
}

async function atOnce(engine: ModelEngine, name: string) {
  const { end, do: doIt } = work(name);
  const done = processors.atOnce(engine, doIt);
  await turn();
  return { end, done };
}

describe('slices of what takes long', () => {
  test('are done one at a time, in order of arrival, whichever engine does them', async () => {
    const heard = await inSlice('whisper.cpp', 'heard');
    const read = await inSlice('onnx', 'read');
    const embedded = await inSlice('llama.cpp', 'embedded');
    expect(begun).toEqual(['heard']);
    heard.end();
    expect(await heard.done).toBe('heard');
    await turn();
    expect(begun).toEqual(['heard', 'read']);
    read.end();
    embedded.end();
    await embedded.done;
    expect(begun).toEqual(['heard', 'read', 'embedded']);
  });

  test('give way to what somebody waits for in another engine, and go on beside it in their own', async () => {
    const answer = await atOnce('llama.cpp', 'answer');
    const heard = await inSlice('whisper.cpp', 'heard');
    const embedded = await inSlice('llama.cpp', 'embedded');
    expect(begun).toEqual(['answer', 'embedded']);
    embedded.end();
    await embedded.done;
    await turn();
    expect(begun).not.toContain('heard');
    answer.end();
    await answer.done;
    await turn();
    expect(begun).toEqual(['answer', 'embedded', 'heard']);
    heard.end();
    await heard.done;
  });

  test('wait for those, too, that came while they waited for their turn', async () => {
    const first = await inSlice('onnx', 'first');
    const second = await inSlice('onnx', 'second');
    const answer = await atOnce('llama.cpp', 'answer');
    const other = await atOnce('llama.cpp', 'other');
    first.end();
    answer.end();
    await Promise.all([first.done, answer.done]);
    await turn();
    expect(begun).toEqual(['first', 'answer', 'other']);
    other.end();
    second.end();
    expect(await second.done).toBe('second');
  });

  test('can be given up while they wait, and what fails holds nobody up', async () => {
    const answer = await atOnce('llama.cpp', 'answer');
    const given = new AbortController();
    const heard = await inSlice('whisper.cpp', 'heard', given.signal);
    given.abort();
    await expect(heard.done).rejects.toMatchObject({ name: 'AbortError' });
    answer.end();
    await answer.done;
    const failing = () => Promise.reject(new Error('broken'));
    await expect(processors.inSlice('onnx', undefined, failing)).rejects.toThrow('broken');
    await expect(processors.atOnce('onnx', failing)).rejects.toThrow('broken');
    expect(await processors.inSlice('whisper.cpp', undefined, async () => 'done')).toBe('done');
  });
});

test('what somebody waits for waits for nobody', async () => {
  const heard = await inSlice('whisper.cpp', 'heard');
  const answer = await atOnce('llama.cpp', 'answer');
  const query = await atOnce('onnx', 'query');
  expect(begun).toEqual(['heard', 'answer', 'query']);
  for (const { end, done } of [heard, answer, query]) {
    end();
    await done;
  }
});
