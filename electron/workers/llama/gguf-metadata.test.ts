import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bool, constantTensor, encodeGguf, type MetadataValue, string, u32 } from '../../../e2e/models/gguf.ts';
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

const qwen = {
  'general.architecture': string('qwen3'),
  'general.file_type': u32(15),
  'qwen3.context_length': u32(32_768),
  'qwen3.embedding_length': u32(1024),
};

test('reads what there is, and names a nameless model after its file', async () => {
  expect(await read(qwen)).toEqual({
    name: 'some model',
    role: 'chat',
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
  const nomic = { 'general.architecture': string('nomic-bert'), 'nomic-bert.embedding_length': u32(768) };
  expect(await read(nomic)).toMatchObject({ role: 'embedding', dimensions: 768 });
});

test.each<[string, Record<string, MetadataValue>, RegExp]>([
  ['an adapter', { ...qwen, 'general.type': string('adapter') }, /adapter/],
  ['the image part', { 'general.architecture': string('clip') }, /image part/],
  ['a reranker', { ...qwen, 'qwen3.pooling_type': u32(4) }, /reranking/],
  ['no architecture', { 'general.name': string('nothing') }, /damaged or no model/],
])('refuses %s', async (_, metadata, expected) => {
  await expect(read(metadata)).rejects.toThrow(expected);
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
