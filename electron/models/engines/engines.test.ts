import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { writeOnnxFolder } from '../../../e2e/models/onnx-folder.ts';
import { onnxCaptioner, onnxTextEmbedder, onnxTwoTowers } from '../../../e2e/models/onnx-models.ts';
import { letterAdapter, scriptedChat } from '../../../e2e/models/scripted-chat.ts';
import { defaultRules } from '../../../e2e/models/test-models.ts';
import { madeWhisper } from '../../../e2e/models/whisper.ts';
import { temporaryFolder } from '../../../e2e/temporary-folder.ts';
import type { TrialEvent } from '../../../shared/contract/models.ts';
import { forkForTests } from '../../workers/fork-for-tests.ts';
import { encodeWav, tone } from '../../workers/whisper/wav-for-tests.ts';
import { ModelRuntime } from '../model-runtime.ts';
import type { ModelService } from '../model-service.ts';
import { modelServiceForTests } from '../model-service-for-tests.ts';
import { ModelTrial } from '../model-trial.ts';

const entry = join(import.meta.dirname, '../../workers/model-worker.ts');
const runtime = new ModelRuntime({ start: () => forkForTests(entry) });
afterAll(() => runtime.stop());

let disk: string;
let library: string;
let models: ModelService;

beforeEach(async () => {
  disk = temporaryFolder();
  library = join(disk, 'library');
  models = (await modelServiceForTests(library, runtime)).models;
});

async function tryOut(id: string, options: { prompt?: string; path?: string } = {}): Promise<TrialEvent[]> {
  const events: TrialEvent[] = [];
  const trial = { prompt: '', path: '', maxTokens: 64, ...options, id };
  for await (const event of new ModelTrial({ models }).run(trial)) events.push(event);
  return events;
}

const using = (id: string) => models.byId(id);

describe('a folder with ONNX files', () => {
  it('serves for embedding, where it lies and as a copy of its own', async () => {
    const folder = await writeOnnxFolder(join(disk, 'embedder'), onnxTextEmbedder({ synonyms: [['boat', 'vessel']] }));
    const added = await models.add(folder, { copy: false });
    expect(added).toMatchObject({
      engine: 'onnx',
      path: folder,
      serves: ['embedding'],
      state: 'loaded',
      copied: false,
    });
    expect(added.dimensions).toBeGreaterThan(0);
    const [boat, vessel] = await models.attempt(using(added.id), (backend) =>
      backend.embed(['boat', 'vessel'], { purpose: 'test' }),
    );
    expect(boat?.reduce((sum, value, at) => sum + value * (vessel?.[at] ?? 0), 0)).toBeGreaterThan(0.9);
    const { loaded, used } = await models.engine();
    expect(loaded).toMatchObject([{ id: added.id, contextSize: added.contextSize, generating: null, looking: null }]);
    expect(loaded[0]?.ram).toBeGreaterThanOrEqual(added.size);
    expect(used).toBe(loaded[0]?.ram);
    expect(loaded[0]?.reading).toBeGreaterThan(0);
    const copy = await models.add(folder, { copy: true });
    expect(copy).toMatchObject({ id: added.id, copied: true, path: expect.stringMatching(/models.\w+.embedder$/) });
    expect(existsSync(join(copy.path, 'config.json'))).toBe(true);
    await models.remove(copy.id);
    expect(readdirSync(join(library, 'models'))).toEqual([]);
    expect(existsSync(join(folder, 'config.json'))).toBe(true);
  });

  it('that sees pictures does not take the place of one for texts by itself', async () => {
    const folder = await writeOnnxFolder(join(disk, 'clip'), onnxTwoTowers());
    const clip = await models.add(folder, { copy: false });
    expect(clip.capabilities).toEqual(['embedding', 'image-embedding']);
    expect(clip.serves).toEqual([]);
    const picture = join(disk, 'red.png');
    await sharp({ create: { width: 32, height: 32, channels: 3, background: 'red' } })
      .png()
      .toFile(picture);
    const [vector] = await models.attempt(using(clip.id), (backend) =>
      backend.embedPictures([picture], { purpose: 'test' }),
    );
    expect(vector).toHaveLength(clip.dimensions);
    expect((await models.engine()).loaded[0]?.looking).toBeGreaterThan(0);
  });

  it('describes pictures, and says what it cannot', async () => {
    const folder = await writeOnnxFolder(join(disk, 'captioner'), onnxCaptioner());
    const { id } = await models.add(folder, { copy: false });
    const picture = join(disk, 'blue.png');
    await sharp({ create: { width: 32, height: 32, channels: 3, background: 'blue' } })
      .png()
      .toFile(picture);
    expect(await models.attempt(using(id), (backend) => backend.caption(picture, { purpose: 'test' }))).not.toBe('');
    await expect(
      models.attempt(using(id), (backend) => backend.rerank('a', ['b'], { purpose: 'test' })),
    ).rejects.toMatchObject({ code: 'MODEL_FAILED', message: expect.stringContaining('cannot do this: rerank') });
  });

  it('without a model in it is refused', async () => {
    await expect(models.add(disk, { copy: false })).rejects.toMatchObject({
      code: 'MODEL_REFUSED',
      message: expect.stringContaining(`${disk} cannot be used as a model`),
    });
  });
});

describe('a Whisper file', () => {
  it('serves for transcription, and writes down what it hears', async () => {
    const path = join(disk, 'ggml-tiny.bin');
    writeFileSync(path, madeWhisper());
    const sound = join(disk, 'speech.wav');
    writeFileSync(sound, encodeWav([tone(440, 16_000, 12)], { rate: 16_000, bits: 16 }));
    const added = await models.add(path, { copy: true });
    expect(added).toMatchObject({ engine: 'whisper.cpp', serves: ['transcription'], copied: true });
    expect(await tryOut(added.id, { path: sound })).toEqual([
      expect.objectContaining({ type: 'transcribed', text: expect.stringContaining('The harbour was dredged.') }),
    ]);
    await expect(tryOut(added.id)).rejects.toMatchObject({ code: 'INVALID_INPUT', hint: 'Name a sound file.' });
    const [held] = (await models.engine()).loaded;
    expect(held).toMatchObject({ id: added.id, contextSize: 0, vram: 0, reading: null, looking: null });
    expect(held?.ram).toBeGreaterThanOrEqual(added.size);
    expect(held?.listening).toBeGreaterThan(0);
    await models.unload(added.id);
    expect((await models.engine()).loaded).toEqual([]);
  });
});

describe('a GGUF file', () => {
  it('answers differently with an adapter on it, as a model of its own', async () => {
    const script = { rules: defaultRules, otherwise: 'Nothing is known.' };
    const path = join(disk, 'chat.gguf');
    const adapter = join(disk, 'letters.gguf');
    writeFileSync(path, scriptedChat(script));
    writeFileSync(adapter, letterAdapter(script, 'Z'));
    const base = await models.add(path, { copy: false });
    expect(base.serves).toEqual(['chat', 'agent', 'tagging', 'ocr-cleanup']);
    const tuned = await models.tune(base.id, { name: 'Tuned', adapters: [{ path: adapter, scale: 1 }] });
    expect(tuned).toMatchObject({ name: 'Tuned', serves: [], adapters: [{ path: adapter, scale: 1 }] });
    const said = async (id: string) =>
      (await tryOut(id, { prompt: 'hello' })).map((event) => (event.type === 'text' ? event.text : '')).join('');
    const [plain, other] = [await said(base.id), await said(tuned.id)];
    expect(plain).not.toBe('');
    expect(other).not.toBe(plain);
    expect(await models.fit(base.id)).toMatchObject({ verdict: 'fits' });
    const { engine, loaded } = await models.engine();
    expect(engine?.backend).toBe('CPU');
    expect(loaded.map(({ id }) => id).toSorted()).toEqual([base.id, tuned.id].toSorted());
    await models.unload(tuned.id);
    expect((await models.engine()).loaded.map(({ id }) => id)).toEqual([base.id]);
    await expect(models.setTemplate(base.id, '{% for %}')).rejects.toMatchObject({ code: 'MODEL_REFUSED' });
    await models.remove(tuned.id);
    expect(models.list().map(({ id }) => id)).toEqual([base.id]);
  });

  it('is what adapters and templates are for', async () => {
    const folder = await writeOnnxFolder(join(disk, 'embedder'), onnxTextEmbedder({ synonyms: [] }));
    const { id } = await models.add(folder, { copy: false });
    await expect(models.setTemplate(id, 'chatML')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(models.use(id, { role: 'chat', tag: '', asFallback: false })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('cannot serve as chat model'),
    });
  });
});
