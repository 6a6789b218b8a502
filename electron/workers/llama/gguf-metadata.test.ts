import { mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  arrayOf,
  bool,
  constantTensor,
  encodeGguf,
  encodeSplitGguf,
  type MetadataValue,
  string,
  u32,
} from '../../../e2e/models/gguf.ts';
import { readMetadata } from './gguf-metadata.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-gguf-'));
});

afterAll(() => rm(folder, { recursive: true }));

async function read(metadata: Record<string, MetadataValue>) {
  const path = join(folder, 'some model.gguf');
  await writeFile(path, encodeGguf(metadata, [constantTensor('token_embd.weight', [32, 10], 0)]));
  return readMetadata(path);
}

const tokenizer = { 'tokenizer.ggml.model': string('gpt2') };
const qwen = {
  'general.architecture': string('qwen3'),
  'general.file_type': u32(15),
  'qwen3.context_length': u32(32_768),
  'qwen3.embedding_length': u32(1024),
  ...tokenizer,
};

test('reads what there is, and names a nameless model after its file', async () => {
  expect(await read(qwen)).toEqual({
    name: 'some model',
    role: 'chat',
    capabilities: ['chat', 'tools', 'json-schema'],
    trainedForTools: false,
    template: '',
    languages: [],
    baseModel: '',
    architecture: 'qwen3',
    quantisation: 'Q4_K_M',
    parameters: 320,
    contextSize: 32_768,
    dimensions: 0,
    licence: '',
    size: expect.any(Number),
  });
});

test('tells an embedding model by its pooling, or by its architecture', async () => {
  expect(await read({ ...qwen, 'qwen3.pooling_type': u32(3) })).toMatchObject({ role: 'embedding', dimensions: 1024 });
  expect(await read({ ...qwen, 'qwen3.pooling_type': u32(0) })).toMatchObject({ role: 'chat' });
  expect(await read({ ...qwen, 'qwen3.pooling_type': u32(3), 'qwen3.attention.causal': bool(true) })).toMatchObject({
    role: 'chat',
  });
  const nomic = { ...tokenizer, 'general.architecture': string('nomic-bert'), 'nomic-bert.embedding_length': u32(768) };
  expect(await read(nomic)).toMatchObject({ role: 'embedding', dimensions: 768 });
});

test('tells a reranker', async () => {
  expect(await read({ ...qwen, 'qwen3.pooling_type': u32(4) })).toMatchObject({
    role: 'rerank',
    capabilities: ['rerank'],
    dimensions: 0,
  });
});

test('tells the languages, the base model and the chat template', async () => {
  const template = `{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}`;
  const metadata = {
    ...qwen,
    'general.languages': arrayOf('string', ['en', 'de']),
    'general.base_model.count': u32(1),
    'general.base_model.0.name': string('Qwen3 0.6B'),
    'tokenizer.chat_template': string(template),
  };
  expect(await read(metadata)).toMatchObject({ languages: ['en', 'de'], baseModel: 'Qwen3 0.6B', template: 'chatML' });
  const withTools = {
    ...metadata,
    'tokenizer.chat_template': string(`{% if tools %}{{ tools }}{% endif %}${template}`),
  };
  expect(await read(withTools)).toMatchObject({ trainedForTools: true, template: 'chatML' });
  const unknown = template.replaceAll('<|im_start|>', '## ').replaceAll('<|im_end|>', '; ');
  expect(await read({ ...metadata, 'tokenizer.chat_template': string(unknown) })).toMatchObject({
    template: 'jinjaTemplate',
  });
});

test.each<[string, Record<string, MetadataValue>, RegExp]>([
  ['an adapter', { ...qwen, 'general.type': string('adapter') }, /adapter/],
  ['the image part', { 'general.architecture': string('clip') }, /image part/],
  ['a model for pictures', { 'general.architecture': string('flux') }, /no model for text/],
  ['no architecture', { 'general.name': string('nothing') }, /damaged or no model/],
])('refuses %s', async (_, metadata, expected) => {
  await expect(read(metadata)).rejects.toThrow(expected);
});

test('shows texts on one line, and takes none for what is no text', async () => {
  const name = string(`Qwen\u001b[31m\n\u202e ${'3'.repeat(500)}`);
  const metadata = await read({ ...qwen, 'general.name': name, 'general.license': u32(7) });
  expect(metadata).toMatchObject({ name: expect.stringMatching(/^Qwen \[31m {2}3+$/), licence: '' });
  expect(metadata.name).toHaveLength(200);
});

describe('a model in several files', () => {
  const weights = Array.from({ length: 6 }, (_, index) => constantTensor(`blk.${index}.weight`, [32, 10], 0));
  const partName = (part: number) => `big-0000${part}-of-00003.gguf`;
  const first = () => join(folder, partName(1));

  beforeEach(async () => {
    for (const [index, bytes] of encodeSplitGguf(qwen, weights, 3).entries())
      await writeFile(join(folder, partName(index + 1)), bytes);
  });

  test('is one', async () => {
    const sizes = await Promise.all([1, 2, 3].map(async (part) => (await stat(join(folder, partName(part)))).size));
    expect(await readMetadata(first())).toMatchObject({
      name: 'big',
      parameters: 6 * 320,
      size: sizes.reduce((sum, size) => sum + size),
    });
  });

  test('is refused when a part is missing, is no part, or is cut short', async () => {
    const second = join(folder, partName(2));
    await truncate(second, 500);
    await expect(readMetadata(first())).rejects.toThrow(/^Part 2 of 3 is cut short: it ends after 500 bytes/);
    await writeFile(second, '<!doctype html>');
    await expect(readMetadata(first())).rejects.toThrow(/^Part 2 of 3, "big-00002-of-00003\.gguf": .*web page/);
    await rm(second);
    await expect(readMetadata(first())).rejects.toThrow(/^Part 2 of 3, "big-00002-of-00003\.gguf": There is no such/);
  });
});

test('answers any bytes with a sentence', async () => {
  const path = join(folder, 'noise.gguf');
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), async (bytes) => {
      await writeFile(path, bytes);
      await expect(readMetadata(path)).rejects.toThrow(
        /^(The file is empty|This is not a GGUF file: it starts with .+)\.?/,
      );
    }),
    { numRuns: 50 },
  );
});
