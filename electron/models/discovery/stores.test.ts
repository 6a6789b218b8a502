import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { writeHuggingFaceFile, writeInto, writeOllamaModel } from '../../../e2e/models/model-stores.ts';
import { temporaryFolder } from '../../../e2e/temporary-folder.ts';
import { findInFolder } from './folder.ts';
import { huggingFace } from './hugging-face.ts';
import { jan } from './jan.ts';
import { ollama, ollamaDescription } from './ollama.ts';

let root: string;
beforeEach(() => {
  root = join(temporaryFolder(), 'store');
});

const model = Buffer.from('GGUF');
const other = Buffer.from('GGUF too');

describe('an Ollama store', () => {
  test('has models by the names that Ollama shows, with their licences', async () => {
    const licence = '\n                 Apache License\n           Version 2.0, January 2004\n';
    const blob = writeOllamaModel(root, 'registry.ollama.ai/library/llama3.2/latest', model, licence);
    writeOllamaModel(root, 'registry.ollama.ai/ada/mine/7b-q4_0', other);
    writeOllamaModel(root, 'hf.co/bartowski/Qwen-GGUF/Q4_K_M', other);
    writeInto(root, 'manifests/.DS_Store', 'x');
    writeInto(root, 'manifests/registry.ollama.ai/library/.DS_Store', 'x');
    const found = await Array.fromAsync(ollama.find(root));
    expect(found).toHaveLength(3);
    expect(found).toContainEqual({ type: 'sighting', path: blob, name: 'llama3.2:latest', licence: 'Apache License' });
    expect(found.map((step) => step.type === 'sighting' && step.name)).toEqual(
      expect.arrayContaining(['ada/mine:7b-q4_0', 'hf.co/bartowski/Qwen-GGUF:Q4_K_M']),
    );
  });

  test('tells what one of its blobs is, and nothing of other files', async () => {
    const blob = writeOllamaModel(root, 'registry.ollama.ai/library/llama3.2/latest', model, 'MIT License');
    expect(await ollamaDescription(blob)).toEqual({ name: 'llama3.2:latest', licence: 'MIT License' });
    const hex = createHash('sha256').update('MIT License').digest('hex');
    expect(await ollamaDescription(join(root, 'blobs', `sha256-${hex}`))).toBeNull();
    expect(await ollamaDescription(writeInto(root, 'blobs/model.gguf', model))).toBeNull();
    expect(await ollamaDescription(writeInto(root, `elsewhere/sha256-${hex}`, model))).toBeNull();
  });

  const layer = (kind: string, digest: unknown) => ({ mediaType: `application/vnd.ollama.image.${kind}`, digest });
  test.each<[string, string, RegExp]>([
    ['is no JSON', 'MZ\0\0', /cannot be read/],
    ['is JSON of another kind', '[[["layers"]]]', /cannot be read/],
    ['is huge', JSON.stringify({ layers: [layer('model', `sha256:${'0'.repeat(2 << 20)}`)] }), /cannot be read/],
    ['is nested without end', '['.repeat(500_000), /cannot be read/],
    ['has a digest that is none', JSON.stringify({ layers: [layer('model', 7)] }), /cannot be read/],
    [
      'leads out of the store',
      JSON.stringify({ layers: [layer('model', 'sha256:../../secret.gguf')] }),
      /names no file/,
    ],
    ['leads out in another way', JSON.stringify({ layers: [layer('model', '/etc/passwd')] }), /names no file/],
    [
      'names a blob that is gone',
      JSON.stringify({ layers: [layer('model', `sha256:${'0'.repeat(64)}`)] }),
      /not there/,
    ],
    ['is of a model in the cloud', JSON.stringify({ layers: [] }), /not kept as a GGUF file/],
  ])('tells of a manifest that %s', async (_, manifest, reason) => {
    writeInto(root, '../secret.gguf', model);
    const path = writeInto(root, 'manifests/registry.ollama.ai/library/bad/latest', manifest);
    writeOllamaModel(root, 'registry.ollama.ai/library/good/latest', model);
    const found = await Array.fromAsync(ollama.find(root));
    expect(found).toContainEqual({ type: 'skipped', path, reason: expect.stringMatching(reason) });
    expect(found).toContainEqual(expect.objectContaining({ name: 'good:latest' }));
    expect(found).toHaveLength(2);
  });

  test('answers any manifest with a sighting inside the store or a reason', async () => {
    writeOllamaModel(root, 'registry.ollama.ai/library/good/latest', model);
    const kinds = fc.constantFrom('application/vnd.ollama.image.model', 'application/vnd.ollama.image.license');
    const layers = fc.array(fc.record({ mediaType: kinds, digest: fc.oneof(fc.string(), fc.anything()) }));
    const manifests = fc.oneof(
      fc.json(),
      fc.record({ layers }).map((manifest) => JSON.stringify(manifest)),
    );
    await fc.assert(
      fc.asyncProperty(manifests, async (manifest) => {
        writeInto(root, 'manifests/registry.ollama.ai/library/any/latest', manifest);
        const found = await Array.fromAsync(ollama.find(root));
        expect(found.map(({ type }) => type).toSorted()).toEqual(['sighting', 'skipped']);
      }),
      { numRuns: 100 },
    );
  });

  test('shows names and licences without control characters, and reads no licence outside of itself', async () => {
    writeOllamaModel(root, 'registry.ollama.ai/library/bad\u001b[31m/latest', model, 'MIT\u202e\u0007 License');
    const layers = [
      layer('model', `sha256:${createHash('sha256').update(model).digest('hex')}`),
      layer('license', 'sha256:../x'),
    ];
    writeInto(root, 'manifests/registry.ollama.ai/library/worse/latest', JSON.stringify({ layers }));
    const found = await Array.fromAsync(ollama.find(root));
    expect(found).toContainEqual(expect.objectContaining({ name: 'bad [31m:latest', licence: 'MIT  License' }));
    expect(found).toContainEqual(expect.objectContaining({ name: 'worse:latest', licence: '' }));
  });
});

test('a Hugging Face cache has models in its snapshots, and goes nowhere else', async () => {
  const link = writeHuggingFaceFile(root, 'Qwen/Qwen3-4B-GGUF', 'sub/Qwen3-4B-Q4_K_M.gguf', model);
  writeHuggingFaceFile(root, 'Qwen/Qwen3-4B-GGUF', 'README.md', Buffer.from('#'));
  writeInto(root, 'models--Qwen--Qwen3-4B-GGUF/blobs/0123.incomplete', model);
  writeInto(root, 'datasets--some--texts/snapshots/1/strange.gguf', model);
  symlinkSync('../../blobs/gone', join(root, 'models--Qwen--Qwen3-4B-GGUF/snapshots/0f3a/gone.gguf'));
  expect(await Array.fromAsync(huggingFace.find(root))).toEqual([{ type: 'sighting', path: link }]);
});

test('Jan’s data folder has models that are called as Jan calls them, also where they lie elsewhere', async () => {
  const own = writeInto(root, 'llamacpp/models/Qwen/Qwen3-4B/model.gguf', model);
  writeInto(
    root,
    'llamacpp/models/Qwen/Qwen3-4B/model.yml',
    "embedding: false\nmodel_path: llamacpp/models/Qwen/Qwen3-4B/model.gguf\nname: 'Qwen 3'\nnested:\n  name: no\n",
  );
  writeInto(root, 'llamacpp/models/Qwen/Qwen3-4B/mmproj.gguf', model);
  const imported = writeInto(temporaryFolder(), 'imported.gguf', model);
  writeInto(root, 'llamacpp/models/imported/model.yml', `name: Imported\r\nmodel_path: ${imported}\r\n`);
  writeInto(root, 'llamacpp/models/hostile/model.yml', 'model_path: ../../../etc/passwd\n');
  writeInto(root, 'llamacpp/models/noise/model.yml', Buffer.alloc(100_000, 0xff));
  const old = writeInto(root, 'models/tinyllama/tiny.gguf', model);
  const found = await Array.fromAsync(jan.find(root));
  expect(found).toHaveLength(3);
  expect(found).toEqual(
    expect.arrayContaining([
      { type: 'sighting', path: own, name: 'Qwen 3' },
      { type: 'sighting', path: imported, name: 'Imported' },
      { type: 'sighting', path: old },
    ]),
  );
});

test('a folder has models at any depth, and in Ollama stores that lie in it', async () => {
  const deep = writeInto(root, 'backup/2026/models/deep.gguf', model);
  const blob = writeOllamaModel(join(root, 'home/.ollama/models'), 'registry.ollama.ai/library/llama3.2/latest', other);
  mkdirSync(join(root, 'manifests'));
  const found = await Array.fromAsync(findInFolder(root));
  expect(found).toHaveLength(2);
  expect(found).toContainEqual({ type: 'sighting', path: deep });
  expect(found).toContainEqual({ type: 'sighting', path: blob, name: 'llama3.2:latest', licence: '' });
});
