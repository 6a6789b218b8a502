import { createHash } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { splitBagOfWordsEmbedder } from '../../e2e/models/bag-of-words-embedder.ts';
import { wellFormedModel } from '../../e2e/models/broken-models.ts';
import { writeHuggingFaceFile, writeInto, writeOllamaModel } from '../../e2e/models/model-stores.ts';
import { scriptedChat } from '../../e2e/models/scripted-chat.ts';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';
import type { CopyEvent } from '../../shared/contract/models.ts';
import { forkForTests } from '../workers/fork-for-tests.ts';
import { copyModel } from './copy-model.ts';
import { ModelRuntime } from './model-runtime.ts';
import type { ModelService } from './model-service.ts';
import { modelServiceForTests } from './model-service-for-tests.ts';

const entry = join(import.meta.dirname, '../workers/model-worker.ts');
const runtime = new ModelRuntime({ start: () => forkForTests(entry) });
afterAll(() => runtime.stop());

const model = wellFormedModel();
const parts = splitBagOfWordsEmbedder(3, { dimensions: 32 });
const sha256Of = (...files: Buffer[]) =>
  files.reduce((hash, bytes) => hash.update(bytes), createHash('sha256')).digest('hex');
const partName = (part: number) => `words-0000${part}-of-00003.gguf`;

let disk: string;
let library: string;
let models: ModelService;

const openLibrary = async (path: string) => (await modelServiceForTests(path, runtime)).models;

beforeEach(async () => {
  disk = temporaryFolder();
  library = join(disk, 'library');
  models = await openLibrary(library);
});

const copiesInLibrary = () => readdirSync(join(library, 'models'), { recursive: true });
const writeParts = () =>
  parts.map((bytes, index) => writeInto(disk, partName(index + 1), bytes)) as [string, string, string];

describe('adding a model', () => {
  test('where it lies', async () => {
    const path = writeInto(disk, 'model.gguf', model);
    expect(await models.add(path, { copy: false })).toMatchObject({
      id: sha256Of(model).slice(0, 16),
      name: 'model',
      path,
      copied: false,
      sha256: sha256Of(model),
      size: model.length,
      state: 'loaded',
      serves: ['embedding'],
    });
    expect(existsSync(join(library, 'models'))).toBe(false);
  });

  test('in several files, by any of them', async () => {
    const [first, second, third] = writeParts();
    const added = { path: first, sha256: sha256Of(...parts), size: Buffer.concat(parts).length, name: 'Bag of words' };
    for (const part of [first, third]) expect(await models.add(part, { copy: false })).toMatchObject(added);
    expect(models.list()).toHaveLength(1);
    unlinkSync(second);
    expect(models.list()[0]).toMatchObject({ state: 'missing', reason: expect.stringContaining(second) });
    await expect(models.add(first, { copy: false })).rejects.toMatchObject({
      code: 'MODEL_REFUSED',
      message: expect.stringContaining(`Part 2 of 3, "${partName(2)}"`),
    });
  });

  test('from Ollama’s store, under the name that it has there', async () => {
    const blob = writeOllamaModel(disk, 'registry.ollama.ai/library/words/32', model, 'MIT License\n');
    expect(await models.add(blob, { copy: false })).toMatchObject({
      name: 'words:32',
      licence: 'MIT License',
      path: blob,
    });
    const copy = await models.add(blob, { copy: true });
    expect(copy).toMatchObject({ path: join(library, 'models', copy.id, 'words-32.gguf'), copied: true });
    expect(await runtime.embed(copy.path, ['word7'])).toHaveLength(1);
  });

  test('in several files from a Hugging Face cache, where they are links', async () => {
    const links = parts.map((bytes, index) => writeHuggingFaceFile(disk, 'ada/words', partName(index + 1), bytes));
    expect(await models.add(links[0] ?? '', { copy: false })).toMatchObject({ path: links[0], state: 'loaded' });
  });

  test('called after the link through which it was given', async () => {
    const blob = writeInto(disk, 'blobs/0a0b', model);
    symlinkSync(blob, join(disk, 'small.gguf'));
    expect(await models.add(join(disk, 'small.gguf'), { copy: false })).toMatchObject({ name: 'small', path: blob });
  });
});

test('an attempt that is given up says nothing of the model', async () => {
  const { id, path } = await models.add(writeInto(disk, 'model.gguf', model), { copy: false });
  const again = (await modelServiceForTests(library, runtime)).models;
  const states = () => again.list().map(({ state }) => state);
  expect(states()).toEqual(['unloaded']);
  const { promise: working, resolve: begin } = Promise.withResolvers<void>();
  const abort = new AbortController();
  const given = again.attempt(again.byId(id), async () => {
    begin();
    await new Promise((_, reject) => abort.signal.addEventListener('abort', () => reject(abort.signal.reason)));
  });
  await working;
  expect(states()).toEqual(['loading']);
  abort.abort();
  await expect(given).rejects.toMatchObject({ name: 'AbortError' });
  expect(states()).toEqual(['unloaded']);
  expect(existsSync(path)).toBe(true);
});

describe('a copy in the library', () => {
  test('tells how far it is, ends with its model, and leaves nothing when it is stopped', async () => {
    const path = writeInto(disk, 'model.gguf', model);
    const events: CopyEvent[] = [];
    for await (const event of copyModel(models, path)) events.push(event);
    const stages = events.flatMap((event) => (event.type === 'progress' ? [event.stage] : []));
    expect([...new Set(stages)]).toEqual(['copy', 'check', 'prove']);
    for (const event of events)
      if (event.type === 'progress') expect(event).toMatchObject({ bytes: model.length, total: model.length });
    expect(events.at(-1)).toMatchObject({ type: 'done', model: { copied: true, serves: ['embedding'] } });

    await models.remove(models.list()[0]?.id ?? '');
    for await (const _ of copyModel(models, path)) break;
    expect(copiesInLibrary()).toEqual([]);
    expect(models.list()).toEqual([]);
    await expect(copyModel(models, path, AbortSignal.abort()).next()).rejects.toMatchObject({ name: 'AbortError' });
    await expect(copyModel(models, join(disk, 'nothing.gguf')).next()).rejects.toMatchObject({
      code: 'PATH_UNREADABLE',
    });
  });

  test('is what is used from then on, and goes with its model; the original stays', async () => {
    const paths = writeParts();
    const copy = await models.add(paths[0], { copy: true });
    const place = join(library, 'models', copy.id);
    expect(copy).toMatchObject({
      path: join(place, partName(1)),
      sha256: sha256Of(...parts),
      copied: true,
      serves: ['embedding'],
    });
    expect(readdirSync(place).toSorted()).toEqual([1, 2, 3].map(partName));
    for (const path of paths) rmSync(path);
    const found = await models.attempt(models.roles.serving('embedding')!, (backend) =>
      backend.embed(['harbour'], { purpose: 'test' }),
    );
    expect(found).toHaveLength(1);
    writeParts();
    await models.remove(copy.id);
    expect(copiesInLibrary()).toEqual([]);
    expect(paths.every((path) => existsSync(path))).toBe(true);
    expect(models.list()).toEqual([]);
  });

  test('takes over from the original, and is kept when that is added again', async () => {
    const path = writeInto(disk, 'model.gguf', model);
    const { id } = await models.add(path, { copy: false });
    const copy = await models.add(path, { copy: true });
    expect(copy).toMatchObject({ id, copied: true, serves: ['embedding'] });
    expect(await models.add(path, { copy: false })).toMatchObject({
      id,
      path: copy.path,
      copied: true,
      state: 'unloaded',
    });
    rmSync(copy.path);
    expect(await models.add(path, { copy: false })).toMatchObject({ id, path, copied: false });
    expect(models.list()).toHaveLength(1);
  });

  test('moves with the library', async () => {
    const copy = await models.add(writeInto(disk, 'model.gguf', model), { copy: true });
    const moved = join(disk, 'moved');
    renameSync(library, moved);
    expect((await openLibrary(moved)).list()).toEqual([
      expect.objectContaining({ path: join(moved, 'models', copy.id, 'model.gguf'), copied: true, state: 'unloaded' }),
    ]);
  });

  test('is not kept of a file that does not load', async () => {
    const path = writeInto(disk, 'broken.gguf', model.subarray(0, -100));
    await expect(models.add(path, { copy: true })).rejects.toMatchObject({
      code: 'MODEL_REFUSED',
      message: expect.stringMatching(/^\/.*\/broken\.gguf cannot be used as a model: .*cut short/),
    });
    expect(copiesInLibrary()).toEqual([]);
    expect(models.list()).toEqual([]);
  });
});

test('a model that was not copied leaves its file behind', async () => {
  const path = writeInto(disk, 'model.gguf', model);
  const { id } = await models.add(path, { copy: false });
  await models.remove(id);
  expect(existsSync(path)).toBe(true);
});

test('who serves a role is set at once, in an order, and from those that can', async () => {
  const add = async (name: string, otherwise: string) =>
    (await models.add(writeInto(disk, name, scriptedChat({ rules: [], otherwise })), { copy: false })).id;
  const [one, other] = [await add('one.gguf', 'Yes.'), await add('other.gguf', 'No.')];
  const [words] = writeParts();
  const embedder = (await models.add(words, { copy: false })).id;
  const orderOf = (role: string, tag = '') =>
    models.roles.services().find((service) => service.role === role && service.tag === tag)?.order;
  expect(orderOf('chat')).toEqual([one]);

  await models.roles.order('chat', '', [other, one, other]);
  expect(orderOf('chat')).toEqual([other, one]);
  await models.roles.order('chat', 'private', [one]);
  expect(orderOf('chat', 'private')).toEqual([one]);
  await models.roles.order('chat', 'private', []);
  expect(orderOf('chat', 'private')).toBeUndefined();

  await expect(models.roles.order('chat', '', [one, embedder])).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(models.roles.order('chat', '', ['nobody'])).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(models.roles.order('embedding', 'private', [embedder])).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(orderOf('chat')).toEqual([other, one]);
});
