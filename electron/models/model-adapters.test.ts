import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bagOfWordsEmbedder, noiseAdapter } from '../../e2e/models/bag-of-words-embedder.ts';
import { encodeAdapter } from '../../e2e/models/lora.ts';
import { letterAdapter, scriptedChat } from '../../e2e/models/scripted-chat.ts';
import { wordReranker } from '../../e2e/models/word-reranker.ts';
import { failureOf, runtimeForTests } from './model-runtime-for-tests.ts';

const script = { rules: [{ when: ['harbour'], say: 'It was dredged.' }], otherwise: 'No.' };
const nonsense = { name: 'blk.9.nothing.weight', a: new Float32Array(32), b: new Float32Array(32), rank: 1 };
const files: Record<string, () => Buffer> = {
  'chat.gguf': () => scriptedChat(script),
  'letter.gguf': () => letterAdapter(script, 'Z'),
  'embedder.gguf': () => bagOfWordsEmbedder(),
  'noise.gguf': () => noiseAdapter(),
  'reranker.gguf': () =>
    wordReranker({ relevant: ['wheat', 'rice', 'harvest', 'farm', 'food'], others: ['violin', 'museum', 'music'] }),
  'other base.gguf': () => noiseAdapter(128),
  'other weights.gguf': () => encodeAdapter('llama', [nonsense]),
  'other architecture.gguf': () => noiseAdapter(256, 'gpt2'),
};
const setting = runtimeForTests(async (folder) => {
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes());
});
const at = (name: string) => join(setting.folder, name);

describe('a reranker', () => {
  test('is told from an embedder', async () => {
    expect(await setting.runtime.inspect(at('reranker.gguf'))).toMatchObject({
      role: 'rerank',
      capabilities: ['rerank'],
      contextSize: 512,
      languages: ['en'],
    });
  });

  test('scores documents in their order', async () => {
    const documents = ['violin museum music', 'wheat and rice harvest', 'music at the farm', ''];
    const scores = await setting.runtime.rerank(at('reranker.gguf'), 'food', documents);
    expect(scores).toHaveLength(4);
    for (const score of scores) expect(score >= 0 && score <= 1).toBe(true);
    const [violin, wheat, farm] = scores as [number, number, number];
    expect(wheat).toBeGreaterThan(farm);
    expect(farm).toBeGreaterThan(violin);
    expect(await setting.runtime.rerank(at('reranker.gguf'), 'food', [])).toEqual([]);
  });

  test('reads the start of what is too long, query and documents', async () => {
    const rerank = async (query: string, document: string) =>
      (await setting.runtime.rerank(at('reranker.gguf'), query, [document]))[0]!;
    const cut = await rerank('food', 'music '.repeat(600) + 'wheat '.repeat(5000));
    expect(cut).toBeCloseTo(await rerank('food', 'music '.repeat(600)), 5);
    expect(await rerank('wheat '.repeat(5000), 'music')).toBeGreaterThan(0.5);
    expect(await rerank('', '')).toBeLessThan(0.5);
  });

  test('scores many side by side as one by one', async () => {
    const documents = Array.from({ length: 40 }, (_, index) => `${'wheat '.repeat(index)}music`);
    const together = await setting.runtime.rerank(at('reranker.gguf'), 'food', documents);
    const [alone] = await setting.runtime.rerank(at('reranker.gguf'), 'food', [documents[20]!]);
    expect(together[20]).toBeCloseTo(alone!, 5);
  });

  test('is nothing for another role', async () => {
    const failure = await failureOf(setting.runtime.embed(at('reranker.gguf'), ['wheat']));
    expect(failure.message).toContain('It is a model for rerank and not for embedding.');
  });
});

describe('an adapter', () => {
  test('says what it is for', async () => {
    expect(await setting.runtime.inspectAdapter(at('letter.gguf'))).toMatchObject({
      name: 'Test adapter',
      architecture: 'llama',
      alpha: 1,
      rank: 1,
    });
    const failure = await failureOf(setting.runtime.inspect(at('letter.gguf')));
    expect(failure.message).toMatch(/adapter \(LoRA\) for a model of the architecture "llama"/);
    expect((await failureOf(setting.runtime.inspectAdapter(at('chat.gguf')))).message).toMatch(/no adapter/);
  });

  test('changes what a chat model says, as strongly as its scale', async () => {
    const ask = async (scale?: number) => {
      const adapters = scale === undefined ? [] : [{ path: at('letter.gguf'), scale }];
      const turns = [{ role: 'user' as const, text: 'the harbour' }];
      return (await setting.runtime.chat({ path: at('chat.gguf'), adapters }, turns, { maxTokens: 8 })).text;
    };
    expect(await ask()).toBe('It was dredged.');
    expect(await ask(1)).toMatch(/^Z+$/);
    expect(await ask(0.001)).toBe('It was dredged.');
    const { models } = await setting.runtime.state();
    expect(models.map(({ adapters }) => adapters.map(({ scale }) => scale))).toEqual(
      expect.arrayContaining([[], [1], [0.001]]),
    );
    await setting.runtime.unload(at('chat.gguf'));
    const left = (await setting.runtime.state()).models.map(({ path }) => path);
    expect(left).not.toContain(at('chat.gguf'));
  });

  test('changes the vectors of an embedder', async () => {
    const embed = async (scale: number) => {
      const adapters = [{ path: at('noise.gguf'), scale }];
      return (await setting.runtime.embed({ path: at('embedder.gguf'), adapters }, ['the harbour in winter']))[0]!;
    };
    const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, index) => sum + value * b[index]!, 0);
    const [plain] = (await setting.runtime.embed(at('embedder.gguf'), ['the harbour in winter'])) as [Float32Array];
    expect(cosine(plain, await embed(0))).toBeCloseTo(1, 4);
    expect(cosine(plain, await embed(1))).toBeLessThan(0.9);
  });

  test.each([
    [
      'for another architecture',
      'embedder.gguf',
      'other architecture.gguf',
      1,
      /of the architecture "gpt2", and this one is of "bert"/,
    ],
    ['for a base of another size', 'embedder.gguf', 'other base.gguf', 1, /adapter .*does not fit/],
    ['for weights that the base has not', 'chat.gguf', 'other weights.gguf', 1, /adapter .*does not fit/],
    ['that is none', 'chat.gguf', 'embedder.gguf', 1, /"embedder\.gguf" cannot be used: It is no adapter/],
    ['that is not there', 'chat.gguf', 'nowhere.gguf', 1, /"nowhere\.gguf" cannot be used: There is no such file/],
    ['with a scale that is none', 'chat.gguf', 'letter.gguf', Number.NaN, /its scale is no number/],
  ] as const)('%s is refused', async (_, base, adapter, scale, expected) => {
    const model = { path: at(base), adapters: [{ path: at(adapter), scale }] };
    const { role } = await setting.runtime.inspect(at(base));
    const failure = await failureOf(setting.runtime.load(model, role));
    expect(failure).toMatchObject({ code: 'MODEL_REFUSED', message: expect.stringMatching(expected) });
    expect(setting.processes).toHaveLength(1);
  });
});
