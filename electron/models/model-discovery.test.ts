import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { splitBagOfWordsEmbedder } from '../../e2e/models/bag-of-words-embedder.ts';
import { wellFormedModel } from '../../e2e/models/broken-models.ts';
import { writeHuggingFaceFile, writeInto, writeOllamaModel } from '../../e2e/models/model-stores.ts';
import { writeOnnxFolder } from '../../e2e/models/onnx-folder.ts';
import { onnxTextEmbedder } from '../../e2e/models/onnx-models.ts';
import { scriptedChat } from '../../e2e/models/scripted-chat.ts';
import { defaultRules } from '../../e2e/models/test-models.ts';
import { madeWhisper } from '../../e2e/models/whisper.ts';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';
import type { FoundModel, SkippedPlace } from '../../shared/contract/discovery.ts';
import { forkForTests } from '../workers/fork-for-tests.ts';
import { ModelDiscovery } from './model-discovery.ts';
import { ModelRuntime } from './model-runtime.ts';
import type { ModelService } from './model-service.ts';
import { modelServiceForTests } from './model-service-for-tests.ts';

const entry = join(import.meta.dirname, '../workers/model-worker.ts');
const runtime = new ModelRuntime({ start: () => forkForTests(entry) });
afterAll(() => runtime.stop());

const embedder = wellFormedModel();
let chat: Buffer;
let parts: Buffer[];
beforeAll(() => {
  chat = scriptedChat({ rules: defaultRules, otherwise: 'No.' });
  parts = splitBagOfWordsEmbedder(3, { dimensions: 32 });
});

let home: string;
let models: ModelService;
let discovery: ModelDiscovery;

beforeEach(async () => {
  home = temporaryFolder();
  const library = temporaryFolder();
  const service = await modelServiceForTests(library, runtime);
  onTestFinished(() => service.catalog.close());
  models = service.models;
  const env = { OLLAMA_MODELS: join(home, 'ollama') };
  discovery = new ModelDiscovery({ engines: service.engines, models, machine: { platform: 'linux', home, env } });
});

const isModel = (step: FoundModel | SkippedPlace) => step.type === 'model';
const foundIn = async (folder?: string) => (await Array.fromAsync(discovery.find(folder))).filter(isModel);
const partName = (part: number) => `words-0000${part}-of-00003.gguf`;

test('ONNX folders and Whisper files are told from what lies beside them', async () => {
  const stick = join(home, 'stick');
  const onnx = await writeOnnxFolder(join(stick, 'embedder'), onnxTextEmbedder({ synonyms: [] }));
  const whisper = writeInto(stick, 'ggml-tiny.bin', madeWhisper());
  writeInto(stick, 'firmware.bin', Buffer.from('no model'));
  writeInto(stick, 'settings/config.json', Buffer.from('{}'));
  expect(await foundIn(stick)).toEqual([
    expect.objectContaining({ path: whisper, role: 'transcription', problem: '', added: false }),
    expect.objectContaining({ path: onnx, role: 'embedding', problem: '', added: false, size: expect.any(Number) }),
  ]);
  await models.add(onnx, { copy: false });
  expect(await foundIn(onnx)).toEqual([expect.objectContaining({ path: onnx, added: true })]);
});

describe('the models on this machine', () => {
  test('are told with what they are, each once with every program that has it', async () => {
    const lmStudio = writeInto(home, '.lmstudio/models/ada/chat-GGUF/chat-F16.gguf', chat);
    writeInto(home, '.local/share/Jan/data/llamacpp/models/chat/model.yml', `model_path: ${lmStudio}\nname: My chat\n`);
    const link = join(home, '.cache/llama.cpp/chat.gguf');
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(lmStudio, link);
    const blob = writeOllamaModel(
      join(home, 'ollama'),
      'registry.ollama.ai/library/small/latest',
      embedder,
      'MIT License',
    );
    const links = parts.map((bytes, index) =>
      writeHuggingFaceFile(join(home, '.cache/huggingface/hub'), 'ada/words', partName(index + 1), bytes),
    );
    writeInto(home, '.lmstudio/models/ada/chat-GGUF/mmproj-chat.gguf', chat);

    expect(await Array.fromAsync(discovery.find())).toEqual([
      {
        type: 'model',
        path: lmStudio,
        name: 'My chat',
        sources: ['lm-studio', 'jan', 'llama.cpp'],
        size: chat.length,
        role: 'chat',
        architecture: 'llama',
        quantisation: 'F16',
        parameters: expect.toSatisfy((count: number) => count > 1_000_000),
        contextSize: 16_384,
        licence: 'apache-2.0',
        parts: 1,
        problem: '',
        added: false,
      },
      {
        type: 'model',
        path: blob,
        name: 'small:latest',
        sources: ['ollama'],
        size: embedder.length,
        role: 'embedding',
        architecture: 'bert',
        quantisation: '',
        parameters: expect.any(Number),
        contextSize: 64,
        licence: 'MIT License',
        parts: 1,
        problem: '',
        added: false,
      },
      expect.objectContaining({
        path: links[0],
        name: 'Bag of words',
        sources: ['hugging-face'],
        size: Buffer.concat(parts).length,
        role: 'embedding',
        parts: 3,
        problem: '',
      }),
    ]);
  });

  test('are each of them accepted by the library, and then told as added', async () => {
    writeInto(home, '.cache/lm-studio/models/ada/chat.gguf', chat);
    writeOllamaModel(join(home, 'ollama'), 'registry.ollama.ai/library/small/latest', embedder);
    for (const [index, bytes] of parts.entries())
      writeHuggingFaceFile(join(home, '.cache/huggingface/hub'), 'ada/words', partName(index + 1), bytes);
    const before = await foundIn();
    expect(before.map(({ added }) => added)).toEqual([false, false, false]);
    for (const { path, name, role, size } of before)
      expect(await models.add(path, { copy: false })).toMatchObject({ name, role, size, state: 'loaded' });
    expect((await foundIn()).map(({ added }) => added)).toEqual([true, true, true]);
  });

  test('are told with the reason where they cannot be used', async () => {
    const page = writeInto(home, '.cache/llama.cpp/page.gguf', '<!DOCTYPE html>');
    const cut = writeInto(home, '.cache/llama.cpp/cut.gguf', embedder.subarray(0, 5000));
    const first = writeInto(home, `.cache/llama.cpp/${partName(1)}`, parts[0] ?? '');
    writeInto(home, `.cache/llama.cpp/${partName(3)}`, parts[2] ?? '');
    writeInto(home, `.cache/llama.cpp/${partName(2)}.part`, parts[1] ?? '');
    const headless = writeInto(home, '.cache/llama.cpp/headless-00002-of-00002.gguf', parts[1] ?? '');
    const found = Object.fromEntries((await foundIn()).map((model) => [model.path, model]));
    expect(Object.keys(found)).toHaveLength(4);
    expect(found[page]).toMatchObject({
      name: 'page',
      role: null,
      architecture: '',
      problem: expect.stringMatching(/^This is not a GGUF file: .*web page/),
    });
    expect(found[cut]).toMatchObject({ role: null, size: 5000, problem: expect.stringMatching(/cut short/) });
    expect(found[first]).toMatchObject({
      name: 'words',
      parts: 3,
      size: (parts[0]?.length ?? 0) + (parts[2]?.length ?? 0),
      problem: `Part 2 of 3, "${partName(2)}": There is no such file, or it may not be read.`,
    });
    expect(found[headless.replace('-00002-', '-00001-')]).toMatchObject({
      name: 'headless',
      problem: expect.stringMatching(/^Part 1 of 2/),
    });
  });

  test('are not what is being downloaded, and what cannot be looked at is told', async () => {
    writeInto(home, '.local/share/nomic.ai/GPT4All/incomplete-chat.gguf', chat);
    writeInto(home, '.local/share/nomic.ai/GPT4All/empty.gguf', '');
    writeInto(home, '.lmstudio/models/chat.gguf.part', chat);
    const manifest = writeInto(home, 'ollama/manifests/registry.ollama.ai/library/small/latest', 'not JSON');
    mkdirSync(join(home, '.cache'), { recursive: true });
    symlinkSync('llama.cpp', join(home, '.cache/llama.cpp'));
    expect(await Array.fromAsync(discovery.find())).toEqual([
      { type: 'skipped', path: manifest, reason: expect.stringContaining('small:latest') },
      {
        type: 'skipped',
        path: join(home, '.cache/llama.cpp'),
        reason: expect.stringContaining('leads back to itself'),
      },
    ]);
  });

  test('are read once, and again when a file has changed', async () => {
    const path = writeInto(home, '.cache/llama.cpp/model.gguf', embedder);
    writeInto(home, '.cache/llama.cpp/page.gguf', '<!DOCTYPE html>');
    const inspect = vi.spyOn(runtime, 'inspect');
    onTestFinished(() => inspect.mockRestore());
    const first = await foundIn();
    expect(inspect).toHaveBeenCalledTimes(2);
    expect(await foundIn()).toEqual(first);
    expect(inspect).toHaveBeenCalledTimes(2);
    writeFileSync(path, chat);
    expect(await foundIn()).toContainEqual(expect.objectContaining({ path, role: 'chat' }));
    expect(inspect).toHaveBeenCalledTimes(3);
    rmSync(path);
    expect(await foundIn()).toHaveLength(1);
  });

  test('are looked for until the caller has enough', async () => {
    for (const name of ['a', 'b', 'c']) writeInto(home, `.cache/llama.cpp/${name}.gguf`, embedder);
    const inspect = vi.spyOn(runtime, 'inspect');
    onTestFinished(() => inspect.mockRestore());
    for await (const _ of discovery.find()) break;
    expect(inspect).toHaveBeenCalledTimes(1);
    const controller = new AbortController();
    const rest = discovery.find(undefined, controller.signal);
    await rest.next();
    controller.abort();
    await expect(rest.next()).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a folder', () => {
  test('is looked through alone', async () => {
    writeInto(home, '.cache/llama.cpp/elsewhere.gguf', embedder);
    const path = writeInto(home, 'stick/models/chat.gguf', chat);
    const blob = writeOllamaModel(join(home, 'stick/ollama'), 'registry.ollama.ai/library/small/latest', embedder);
    expect(await foundIn(join(home, 'stick'))).toEqual([
      expect.objectContaining({ path, sources: ['folder'] }),
      expect.objectContaining({ path: blob, name: 'small:latest', sources: ['folder'] }),
    ]);
  });

  test('is refused when it is not there or is a file', async () => {
    const file = writeInto(home, 'chat.gguf', chat);
    await expect(foundIn(join(home, 'nothing'))).rejects.toMatchObject({ code: 'PATH_UNREADABLE' });
    await expect(foundIn(file)).rejects.toMatchObject({ code: 'PATH_UNREADABLE', message: `${file} is not a folder.` });
  });

  test('has as added what the library has a copy of, and not what only has the same size', async () => {
    const path = writeInto(home, 'stick/chat.gguf', chat);
    await models.add(path, { copy: true });
    const similar = Buffer.from(chat);
    similar.writeUInt8(similar.readUInt8(similar.length - 1000) ^ 1, similar.length - 1000);
    writeInto(home, 'stick/similar.gguf', similar);
    expect((await foundIn(join(home, 'stick'))).map((model) => [model.path, model.added])).toEqual([
      [path, true],
      [join(home, 'stick/similar.gguf'), false],
    ]);
  });
});
