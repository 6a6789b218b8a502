import { copyFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bagOfWordsEmbedder, splitBagOfWordsEmbedder } from '../../e2e/models/bag-of-words-embedder.ts';
import { scriptedChat } from '../../e2e/models/scripted-chat.ts';
import { defaultRules, makeTestModels, type TestModels } from '../../e2e/models/test-models.ts';
import { HoldfastError } from '../../shared/errors.ts';
import type { WorkerProcess } from '../platform/platform.ts';
import { forkForTests } from '../workers/fork-for-tests.ts';
import type { ChatTurn, ModelRequests } from '../workers/model-protocol.ts';
import { ModelRuntime } from './model-runtime.ts';
import { Processors } from './runtimes/processors.ts';

type ChatEvent = ModelRequests['chat']['event'];

const entry = join(import.meta.dirname, '../workers/model-worker.ts');
let folder: string;
let models: TestModels;
let processes: WorkerProcess[] = [];
let runtime: ModelRuntime;

function start(): WorkerProcess {
  const process = forkForTests(entry);
  processes.push(process);
  return process;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-models-'));
  models = await makeTestModels(folder, { embedder: { synonyms: [['boat', 'vessel']] } });
  runtime = new ModelRuntime({ start });
});

afterAll(async () => {
  await runtime.stop();
  await rm(folder, { recursive: true });
});

const user = (text: string): ChatTurn => ({ role: 'user', text });
const assistant = (text: string): ChatTurn => ({ role: 'assistant', text });
const system: ChatTurn = { role: 'system', text: 'Answer from the numbered passages and cite them.' };

/** Passages that hold keywords too, as those of a real question do. */
function passages(length: number): string {
  const passage = 'The records of the harbour and the lighthouse were kept in the town hall until the flood. ';
  return Array.from({ length: Math.ceil(length / passage.length) }, (_, index) => `[${index + 1}] ${passage}`).join(
    '\n',
  );
}

const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => expect.fail('the call succeeded'),
    (reason: unknown) => {
      expect(reason).toBeInstanceOf(HoldfastError);
      return reason as HoldfastError;
    },
  );

describe('the made models', () => {
  test('are the same each time', () => {
    expect(bagOfWordsEmbedder({ words: ['xyzzy'] }).equals(bagOfWordsEmbedder({ words: ['xyzzy'] }))).toBe(true);
    expect(bagOfWordsEmbedder({ words: ['xyzzy'] }).equals(bagOfWordsEmbedder())).toBe(false);
    const script = { rules: defaultRules, otherwise: 'No.' };
    expect(scriptedChat(script).equals(scriptedChat(script))).toBe(true);
  });

  test('refuse rules that contradict each other', () => {
    const rules = ['one', 'two'].map((say) => ({ when: ['harbour'], say }));
    expect(() => scriptedChat({ rules, otherwise: 'No.' })).toThrow('Two rules want the keyword "harbour"');
  });
});

describe('what a file says of itself', () => {
  test('an embedding model', async () => {
    expect(await runtime.inspect(models.embedder)).toMatchObject({
      name: 'Bag of words',
      role: 'embedding',
      architecture: 'bert',
      quantisation: 'F16',
      contextSize: 512,
      dimensions: 256,
      licence: 'apache-2.0',
    });
  });

  test('a chat model', async () => {
    const metadata = await runtime.inspect(models.chat);
    expect(metadata).toMatchObject({
      name: 'Scripted chat',
      role: 'chat',
      architecture: 'llama',
      contextSize: 16_384,
      dimensions: 0,
    });
    expect(metadata.parameters).toBeGreaterThan(1_000_000);
    expect(metadata.size).toBeGreaterThan(2 * metadata.parameters);
  });
});

describe('embedding', () => {
  const cosine = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
  const embed = (...texts: string[]) =>
    runtime.embed(models.embedder, texts) as Promise<[Float32Array, Float32Array, Float32Array]>;

  test('gives unit vectors that are near where texts share words, stems or synonyms', async () => {
    expect(await runtime.load(models.embedder, 'embedding')).toMatchObject({ contextSize: 512, dimensions: 256 });
    const [harbour, same, other] = await embed(
      'the harbour in winter',
      'a winter at the harbour',
      'salt and pepper on monday',
    );
    expect(cosine(harbour, harbour)).toBeCloseTo(1, 5);
    expect(cosine(harbour, same)).toBeGreaterThan(0.9);
    expect(cosine(harbour, other)).toBeLessThan(0.2);
    const [boat, vessel, bottle] = await embed('an old boat', 'the vessel', 'the bottle');
    expect(cosine(boat, vessel)).toBeGreaterThan(cosine(boat, bottle) + 0.3);
    const [photo, photograph, window] = await embed('photo', 'photograph', 'window');
    expect(cosine(photo, photograph)).toBeGreaterThan(cosine(photo, window) + 0.1);
    const [invented, again] = await embed('frobnication xyzzy', 'of xyzzy');
    expect(cosine(invented, again)).toBeGreaterThan(0.3);
  });

  test('gives a zero vector where no word is known', async () => {
    const vectors = await embed('', '   ', '日本語');
    expect(vectors.map((vector) => Math.max(...vector.map(Math.abs)))).toEqual([0, 0, 0]);
    expect(vectors.map((vector) => vector.length)).toEqual([256, 256, 256]);
  });

  test('reads the whole of a text that fits, and the start of one that is too long', async () => {
    const [first, second] = ['harbour '.repeat(250), 'wheat '.repeat(250)];
    const [whole, harbour, wheat] = await embed(first + second, first, second);
    expect(cosine(whole, harbour)).toBeGreaterThan(0.6);
    expect(cosine(whole, wheat)).toBeGreaterThan(0.6);
    const [long, cut] = await embed('harbour '.repeat(600) + 'wheat '.repeat(3000), first);
    expect(cosine(long, cut)).toBeCloseTo(1, 3);
  });

  test('gives the same vectors side by side as one by one', async () => {
    const texts = Array.from({ length: 40 }, (_, index) => `word${index} harbour ${'rain '.repeat(index)}`);
    const together = await runtime.embed(models.embedder, texts);
    for (const [index, text] of texts.entries()) {
      const [alone] = await embed(text);
      expect(cosine(alone, together[index]!)).toBeCloseTo(1, 5);
    }
  });

  test('can be cancelled', async () => {
    const controller = new AbortController();
    const call = runtime.embed(models.embedder, new Array(2000).fill('wheat '.repeat(500)), {
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(), 20);
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(await embed('wheat')).toHaveLength(1);
    expect(processes).toHaveLength(1);
  });
});

describe('a model in several files', () => {
  test('loads from its first file', async () => {
    const paths = [1, 2, 3].map((part) => join(folder, `split-0000${part}-of-00003.gguf`)) as [string, string, string];
    for (const [index, bytes] of splitBagOfWordsEmbedder(3).entries()) await writeFile(paths[index]!, bytes);
    expect(await runtime.load(paths[0], 'embedding')).toMatchObject({ contextSize: 512, dimensions: 256 });
    await runtime.unload(paths[0]);
    await rm(paths[2]);
    expect((await failureOf(runtime.load(paths[0], 'embedding'))).message).toContain('"split-00003-of-00003.gguf"');
  });
});

describe('chat', () => {
  test('streams an answer with its citation, and tells how far it has read', async () => {
    expect(await runtime.load(models.chat, 'chat')).toEqual({ contextSize: 8192, dimensions: 0, template: 'chatML' });
    const events: ChatEvent[] = [];
    const turns = [system, user(`${passages(4000)}\n\nWhat happened to the harbour?`)];
    const answer = await runtime.chat(models.chat, turns, { maxTokens: 200, onEvent: (event) => events.push(event) });
    expect(answer).toMatchObject({ text: 'The harbour was dredged in 1931 [1].', stopped: 'end', calls: [] });
    const texts = events.filter((event) => event.type === 'text');
    expect(texts.length).toBeGreaterThan(1);
    expect(texts.map(({ text }) => text).join('')).toBe(answer.text);
    const progress = events.filter((event) => event.type === 'reading').map((event) => event.progress);
    expect(progress.length).toBeGreaterThan(3);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBe(1);
  });

  test.each([
    ['And the lighthouse?', 'The lighthouse was lit in **1874** [2], and again in 1920 [1].'],
    ['Neither harbour nor anything but a poem', /^Grey is the water.+counted the cost\.$/s],
  ])('the last keyword of a long question decides: %s', async (question, expected) => {
    const { text } = await runtime.chat(models.chat, [system, user(`${passages(6000)}\n\n${question}`)], {
      maxTokens: 1000,
    });
    expect(text).toMatch(expected);
  });

  test('falls back on the usual answer', async () => {
    const { text } = await runtime.chat(models.chat, [system, user('What is this?')], { maxTokens: 100 });
    expect(text).toBe('The passages say so [1].');
  });

  test('goes on with a conversation without reading it anew', async () => {
    const first = [system, user(`${passages(2000)} What of the lighthouse?`)];
    const { text } = await runtime.chat(models.chat, first, { maxTokens: 100 });
    const events: ChatEvent[] = [];
    const second = [...first, assistant(text), user('And of the harbour?')];
    const answer = await runtime.chat(models.chat, second, { maxTokens: 100, onEvent: (event) => events.push(event) });
    expect(answer.text).toBe('The harbour was dredged in 1931 [1].');
    expect(events[0]).toMatchObject({ type: 'reading' });
    expect(events[0]).toHaveProperty(
      'progress',
      expect.toSatisfy((progress: number) => progress > 0.9),
    );
    const third = [...second, assistant(answer.text), user('Thank you')];
    expect((await runtime.chat(models.chat, third, { maxTokens: 100 })).text).toBe('The passages say so [1].');
  });

  test('stops at the length asked for', async () => {
    const answer = await runtime.chat(models.chat, [user('A poem')], { maxTokens: 10 });
    expect(answer.stopped).toBe('length');
    expect('Grey is the water, grey is the stone,\nthe ferry'.startsWith(answer.text.slice(0, 30))).toBe(true);
    expect(answer.text.length).toBeLessThan(100);
  });

  test.each<[string, ChatTurn[], (event: ChatEvent) => boolean]>([
    ['while it reads', [user(`${passages(7000)} a poem`)], (event) => event.type === 'reading' && event.progress > 0],
    ['while it speaks', [user('a poem, please')], (event) => event.type === 'text'],
  ])('can be cancelled %s, and answers the next question', async (_, turns, isTime) => {
    const controller = new AbortController();
    const texts: string[] = [];
    const onEvent = (event: ChatEvent) => {
      if (event.type === 'text') texts.push(event.text);
      if (isTime(event)) controller.abort();
    };
    const call = runtime.chat(models.chat, turns, { maxTokens: 1000, signal: controller.signal, onEvent });
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(texts.length).toBeLessThan(2);
    expect((await runtime.chat(models.chat, [user('the harbour')], { maxTokens: 50 })).text).toContain('1931');
    expect(processes).toHaveLength(1);
  });

  test('answers several questions one after the other, and lets one leave the queue', async () => {
    const controller = new AbortController();
    const ask = (text: string, signal?: AbortSignal) =>
      runtime.chat(models.chat, [user(text)], signal ? { maxTokens: 1000, signal } : { maxTokens: 1000 });
    const poem = ask('a poem');
    const cancelled = expect(ask('a poem', controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
    const harbour = ask('the harbour');
    setTimeout(() => controller.abort(), 20);
    await cancelled;
    expect((await poem).text).toMatch(/counted the cost\.$/);
    expect((await harbour).text).toContain('1931');
  });

  test('leaves out the oldest turns where the context is small, and refuses a question that does not fit', async () => {
    await runtime.unload(models.chat);
    const { contextSize } = await runtime.load(models.chat, 'chat', { contextSize: 1024 });
    expect(contextSize).toBe(1024);
    const turns = [system, ...Array.from({ length: 10 }, () => [user('a poem '.repeat(20)), assistant('no')]).flat()];
    const { text } = await runtime.chat(models.chat, [...turns, user('the harbour')], { maxTokens: 100 });
    expect(text).toContain('1931');
    const failure = await failureOf(runtime.chat(models.chat, [user(passages(3000))], { maxTokens: 100 }));
    expect(failure).toMatchObject({
      code: 'MODEL_FAILED',
      message: expect.stringMatching(/"chat\.gguf".*\d{4} tokens long.*room for 922/),
    });
    await runtime.unload(models.chat);
  });

  test('counts tokens, loading the model again if need be', async () => {
    // The context is the one that it runs in, not the 16,384 tokens that it was trained for.
    expect(await runtime.countTokens(models.chat, ['', 'a', 'x'.repeat(100)])).toEqual({
      counts: [0, 1, 100],
      contextSize: 8192,
    });
    expect((await runtime.countTokens(models.embedder, ['the harbour', 'wheat '.repeat(1000)])).counts).toEqual([
      2, 1000,
    ]);
  });
});

describe('when the process dies', () => {
  afterEach(() => {
    processes = processes.slice(-1);
  });

  test('in the middle of an answer: the call fails, and the next one works', async () => {
    const call = runtime.chat(models.chat, [user('a poem')], {
      maxTokens: 1000,
      onEvent: (event) => {
        if (event.type === 'text') process.kill(processes.at(-1)!.pid!, 'SIGKILL');
      },
    });
    const failure = await failureOf(call);
    expect(failure.code).toBe('MODEL_FAILED');
    expect(failure.message).toMatch(/"chat\.gguf" failed while it answered\. The model process ended unexpectedly/);
    expect(failure.hint).not.toBe('');
    expect((await runtime.chat(models.chat, [user('the harbour')], { maxTokens: 50 })).text).toContain('1931');
    expect(processes).toHaveLength(2);
  });

  test('under several calls: those that can be made again are', async () => {
    const vectors = runtime.embed(models.embedder, new Array(200).fill('wheat '.repeat(200)));
    const answer = failureOf(
      runtime.chat(models.chat, [user('a poem')], {
        maxTokens: 1000,
        onEvent: (event) => {
          if (event.type === 'text') process.kill(processes.at(-1)!.pid!, 'SIGKILL');
        },
      }),
    );
    expect(await answer).toMatchObject({ code: 'MODEL_FAILED' });
    expect(await vectors).toHaveLength(200);
  });
});

describe('a file that cannot be used', () => {
  test('for a role that the model cannot serve', async () => {
    const failure = await failureOf(runtime.load(models.embedder, 'chat'));
    expect(failure).toMatchObject({
      code: 'MODEL_REFUSED',
      message: expect.stringContaining('for embedding and not for chat'),
    });
  });

  test('missing', async () => {
    const failure = await failureOf(runtime.inspect(join(folder, 'nowhere.gguf')));
    expect(failure).toMatchObject({
      code: 'MODEL_REFUSED',
      message: expect.stringMatching(/"nowhere\.gguf".*no such file/),
    });
  });

  test('is refused with the numbers when it cannot fit into memory, and what is loaded goes on', async () => {
    const path = join(folder, 'huge.gguf');
    await copyFile(models.chat, path);
    // Nothing is behind most of it: a file of holes.
    await truncate(path, 2 ** 40);
    const failure = await failureOf(runtime.load(path, 'chat'));
    expect(failure).toMatchObject({
      code: 'MODEL_REFUSED',
      message: expect.stringMatching(/needs 102\d\.\d GiB of memory, and \d+\.\d GiB are free/),
    });
    await rm(path);
    expect(await runtime.embed(models.embedder, ['wheat'])).toHaveLength(1);
  });
});

test('while it answers, no other engine begins what nobody waits for', async () => {
  const processors = new Processors();
  const own = new ModelRuntime({ start, processors });
  const order: string[] = [];
  let slice: Promise<unknown> | undefined;
  const onEvent = () => {
    slice ??= processors.inSlice('onnx', undefined, async () => order.push('slice'));
  };
  await own.chat(models.chat, [user('Tell me a poem')], { maxTokens: 50, onEvent }).then(() => order.push('answered'));
  await slice;
  await own.stop();
  expect(order).toEqual(['answered', 'slice']);
});
