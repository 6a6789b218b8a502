import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bytesOf, encodeOnnx } from '../../../e2e/models/onnx.ts';
import { onnxFlorence } from '../../../e2e/models/onnx-florence.ts';
import { json, type OnnxFolder, writeOnnxFolder } from '../../../e2e/models/onnx-folder.ts';
import {
  bagOfWordsGraph,
  colours,
  onnxCaptioner,
  onnxImageEmbedder,
  onnxTextEmbedder,
  onnxTwoTowers,
} from '../../../e2e/models/onnx-models.ts';
import { HoldfastError } from '../../../shared/errors.ts';
import type { WorkerProcess } from '../../platform/platform.ts';
import { forkForTests } from '../../workers/fork-for-tests.ts';
import type { OnnxPicture } from '../../workers/onnx-protocol.ts';
import { labelScores, OnnxRuntime } from './onnx-runtime.ts';

const entry = join(import.meta.dirname, '../../workers/onnx-worker.ts');
let folder: string;
let processes: WorkerProcess[] = [];
let runtime: OnnxRuntime;
let embedder: string;
let clip: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-onnx-'));
  embedder = await make('embedder', onnxTextEmbedder({ synonyms: [['boat', 'vessel']] }));
  clip = await make('clip', onnxTwoTowers());
  runtime = new OnnxRuntime({
    start: () => {
      const process = forkForTests(entry);
      processes.push(process);
      return process;
    },
  });
});

afterAll(async () => {
  await runtime.stop();
  await rm(folder, { recursive: true });
});

const make = (name: string, files: OnnxFolder) => writeOnnxFolder(join(folder, name), files);

function without(files: OnnxFolder, ...names: string[]): OnnxFolder {
  return Object.fromEntries(Object.entries(files).filter(([name]) => !names.includes(name)));
}

function withConfig(files: OnnxFolder, change: Record<string, unknown>): OnnxFolder {
  return { ...files, 'config.json': json({ ...JSON.parse(String(files['config.json'])), ...change }) };
}

const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

async function picture(colour: string, { alpha = 1, size = 40 } = {}): Promise<OnnxPicture> {
  const [r = 0, g = 0, b = 0] = (colours[colour] ?? []).map((value) => (value + 1) * 127.5);
  const create = { width: size, height: size, channels: 4 as const, background: { r, g, b, alpha } };
  return { bytes: await sharp({ create }).png().toBuffer() };
}

async function embedded(of: string, ...pictures: OnnxPicture[]): Promise<Float32Array[]> {
  const embeddings = await runtime.embedPictures({ path: of }, pictures);
  return embeddings.map((embedding) => ('vector' in embedding ? embedding.vector : expect.fail(embedding.refused)));
}

const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => expect.fail('the call succeeded'),
    (reason: unknown) => {
      expect(reason).toBeInstanceOf(HoldfastError);
      return reason as HoldfastError;
    },
  );

describe('a text embedding model', () => {
  test('says what it is without being loaded', async () => {
    expect(await runtime.inspect(embedder)).toEqual({
      name: 'embedder',
      architecture: 'bert',
      capabilities: ['text-embedding'],
      dimensions: 64,
      contextSize: 512,
      licence: 'apache-2.0',
      variants: [
        { dtype: 'fp32', size: expect.any(Number), files: ['onnx/model.onnx'] },
        { dtype: 'q8', size: expect.any(Number), files: ['onnx/model_quantized.onnx'] },
      ],
    });
    expect((await runtime.inspect(embedder)).variants[0]?.size).toBeGreaterThan(100_000);
  });

  test('loads in each of its variants, and in no other', async () => {
    expect(await runtime.load({ path: embedder })).toEqual({ dimensions: 64, contextSize: 512, dtype: 'fp32' });
    expect(await runtime.load({ path: embedder, dtype: 'q8' })).toMatchObject({ dtype: 'q8' });
    const failure = await failureOf(runtime.load({ path: embedder, dtype: 'q4' }));
    expect(failure).toMatchObject({
      code: 'MODEL_REFUSED',
      message: expect.stringMatching(/no weights kept as q4, only as fp32, q8/),
    });
  });

  test('gives unit vectors that are near when the words are', async () => {
    const texts = ['the harbour was dredged', 'the harbour was dredged', 'a boat', 'a vessel', 'pepper', '', '日本語'];
    const vectors = await runtime.embedTexts({ path: embedder }, texts);
    const [harbour, same, boat, vessel, pepper, nothing, unknown] = vectors as [Float32Array, ...Float32Array[]];
    expect(cosine(harbour, harbour)).toBeCloseTo(1, 5);
    expect(cosine(harbour, same!)).toBeCloseTo(1, 5);
    expect(cosine(boat!, vessel!)).toBeGreaterThan(0.9);
    expect(Math.abs(cosine(boat!, pepper!))).toBeLessThan(0.5);
    for (const empty of [nothing!, unknown!]) expect(Math.max(...empty.map(Math.abs))).toBe(0);
  });

  test('gives the same vectors side by side as one by one, padded or not', async () => {
    const texts = Array.from({ length: 20 }, (_, index) => `harbour ${'rain '.repeat(index)} wheat`);
    const together = await runtime.embedTexts({ path: embedder }, texts);
    for (const [index, text] of texts.entries()) {
      const [alone] = await runtime.embedTexts({ path: embedder }, [text]);
      expect(cosine(alone!, together[index]!)).toBeCloseTo(1, 5);
    }
  });

  test('cuts what is longer than its context, and counts tokens', async () => {
    const start = 'wheat '.repeat(510);
    const [long, cut] = await runtime.embedTexts({ path: embedder }, [`${start}${'harbour '.repeat(5000)}`, start]);
    expect(cosine(long!, cut!)).toBeCloseTo(1, 5);
    expect(await runtime.countTokens({ path: embedder }, ['', 'the harbour', 'wheat '.repeat(1000)])).toEqual({
      counts: [0, 2, 1000],
      contextSize: 510,
    });
  });

  test('puts before a text what the model wants', async () => {
    const prompts = { prompts: { query: 'boat ', document: '' } };
    const path = await make('prompts', {
      ...onnxTextEmbedder(),
      'config_sentence_transformers.json': json(prompts),
    });
    const [asked] = await runtime.embedTexts({ path }, ['harbour'], { purpose: 'query' });
    const [plain, prompted] = await runtime.embedTexts({ path }, ['harbour', 'boat harbour']);
    expect(cosine(asked!, prompted!)).toBeCloseTo(1, 5);
    expect(cosine(asked!, plain!)).toBeLessThan(0.95);
  });

  test.each([
    ['pooling_mode_cls_token', 'first'],
    ['pooling_mode_lasttoken', 'last'],
  ])('pools as sentence-transformers says: %s', async (mode) => {
    // Its first and last tokens, [CLS] and [SEP], mean nothing.
    const path = await make(mode, { ...onnxTextEmbedder(), '1_Pooling/config.json': json({ [mode]: true }) });
    const [vector] = await runtime.embedTexts({ path }, ['harbour']);
    expect(Math.max(...vector!.map(Math.abs))).toBe(0);
  });

  test('can be cancelled', async () => {
    const controller = new AbortController();
    const call = runtime.embedTexts({ path: embedder }, new Array(4000).fill('wheat '.repeat(500)), {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(await runtime.embedTexts({ path: embedder }, ['wheat'])).toHaveLength(1);
    expect(processes).toHaveLength(1);
  });

  test('has a hash over all its files', async () => {
    const { sha256, files } = await runtime.hash(embedder);
    expect(files.map(({ path }) => path)).toEqual([
      'README.md',
      'config.json',
      'onnx/model.onnx',
      'onnx/model_quantized.onnx',
      'tokenizer.json',
      'tokenizer_config.json',
    ]);
    const lines = files.map((file) => `${file.sha256}  ${file.path}\n`).join('');
    expect(sha256).toBe(createHash('sha256').update(lines).digest('hex'));
    const card = onnxTextEmbedder()['README.md']!;
    expect(files[0]?.sha256).toBe(createHash('sha256').update(card).digest('hex'));
  });

  test('may keep its weights in a file beside its graph', async () => {
    const { model, tokenizer } = bagOfWordsGraph();
    const [weights] = model.weights;
    const external = { location: 'model.onnx_data', offset: 0 };
    const files = {
      ...onnxTextEmbedder(),
      ...tokenizer.files,
      'onnx/model.onnx': encodeOnnx({ ...model, weights: [{ ...weights!, external }] }),
      'onnx/model.onnx_data': bytesOf(weights!.values),
    };
    const path = await make('external', without(files, 'onnx/model_quantized.onnx'));
    expect((await runtime.inspect(path)).variants).toEqual([
      {
        dtype: 'fp32',
        size: files['onnx/model.onnx'].length + files['onnx/model.onnx_data'].length,
        files: ['onnx/model.onnx', 'onnx/model.onnx_data'],
      },
    ]);
    const [vector] = await runtime.embedTexts({ path }, ['harbour']);
    const [other] = await runtime.embedTexts({ path: embedder }, ['harbour']);
    expect(cosine(vector!, other!)).toBeCloseTo(1, 5);
  });
});

describe.each(['clip', 'siglip'] as const)('a model with two encoders, as %s', (architecture) => {
  let path: string;
  beforeAll(async () => {
    path = await make(`towers ${architecture}`, onnxTwoTowers(architecture));
  });

  test('says what it is, and loads', async () => {
    expect(await runtime.inspect(path)).toMatchObject({
      architecture,
      capabilities: ['text-embedding', 'image-embedding'],
      dimensions: 16,
      contextSize: 32,
    });
    expect(await runtime.load({ path })).toEqual({ dimensions: 16, contextSize: 32, dtype: 'fp32' });
  });

  test('puts texts and pictures into one space', async () => {
    const names = ['red', 'green', 'blue', 'yellow'];
    const pictures = await embedded(path, ...(await Promise.all(names.map((name) => picture(name)))));
    const texts = await runtime.embedTexts(
      { path },
      names.map((name) => `a photo of ${name}`),
    );
    for (const [index, vector] of pictures.entries()) {
      expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
      const scores = labelScores(vector, texts);
      expect(scores.indexOf(Math.max(...scores))).toBe(index);
      expect(scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 5);
    }
  });
});

describe('pictures', () => {
  test('are turned upright, laid on white, and told apart', async () => {
    const [red, seeThrough, white] = await embedded(
      clip,
      await picture('red'),
      await picture('red', { alpha: 0 }),
      await picture('white'),
    );
    expect(cosine(seeThrough!, white!)).toBeCloseTo(1, 3);
    expect(cosine(red!, white!)).toBeLessThan(0.9);
  });

  test('may be files, and of the common kinds', async () => {
    const { bytes } = (await picture('blue')) as { bytes: Uint8Array };
    const expected = await embedded(clip, { bytes });
    for (const format of ['jpeg', 'webp', 'tiff', 'gif', 'avif'] as const) {
      const path = join(folder, `picture ü.${format}`);
      await writeFile(path, await sharp(bytes).toFormat(format).toBuffer());
      for (const place of [path, Buffer.from(path)]) {
        const [vector] = await embedded(clip, { path: place });
        expect(cosine(vector!, expected[0]!)).toBeGreaterThan(0.98);
      }
    }
  });

  test('that cannot be decoded are refused with the reason, and hold up no other', async () => {
    const huge = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
    const whole = ((await picture('red')) as { bytes: Uint8Array }).bytes;
    const results = await runtime.embedPictures({ path: clip }, [
      { bytes: Buffer.from('no picture') },
      { path: join(folder, 'nowhere.png') },
      { bytes: Buffer.from(huge) },
      { bytes: whole.subarray(0, 40) },
      { bytes: whole },
    ]);
    expect(results).toEqual([
      { refused: expect.stringContaining('format that cannot be decoded') },
      { refused: expect.stringContaining('it is gone') },
      { refused: expect.stringContaining('format that cannot be decoded') },
      { refused: expect.stringContaining('damaged') },
      { vector: expect.any(Float32Array) },
    ]);
  });

  test('have vectors of a model without a text encoder too', async () => {
    const path = await make('vit', onnxImageEmbedder());
    expect(await runtime.inspect(path)).toMatchObject({ capabilities: ['image-embedding'], contextSize: 0 });
    const [red, same, blue] = await embedded(path, await picture('red'), await picture('red'), await picture('blue'));
    expect(cosine(red!, same!)).toBeCloseTo(1, 5);
    expect(cosine(red!, blue!)).toBeLessThan(0.9);
    const failure = await failureOf(runtime.embedTexts({ path }, ['red']));
    expect(failure).toMatchObject({
      code: 'MODEL_FAILED',
      message: expect.stringContaining('not a model for embedding'),
    });
  });
});

describe.each([
  ['vision-encoder-decoder', onnxCaptioner()],
  ['florence2', onnxFlorence()],
])('a captioner of the kind %s', (architecture, files) => {
  let path: string;
  beforeAll(async () => {
    path = await make(architecture, files);
  });

  test('says what it is, loads, and says what it sees', async () => {
    expect(await runtime.inspect(path)).toMatchObject({ architecture, capabilities: ['caption'], contextSize: 64 });
    expect(await runtime.load({ path })).toMatchObject({ dtype: 'fp32' });
    for (const colour of ['red', 'blue', 'white'])
      expect(await runtime.caption({ path }, await picture(colour))).toBe(`a plain ${colour} picture`);
    expect(await runtime.caption({ path }, await picture('red'), { maxTokens: 2 })).toBe('a plain');
  });

  test('refuses what is no picture', async () => {
    const failure = await failureOf(runtime.caption({ path }, { bytes: Buffer.from('words') }));
    expect(failure).toMatchObject({ code: 'MODEL_FAILED', message: expect.stringContaining('cannot be decoded') });
  });
});

describe('a folder that cannot be used', () => {
  const text = onnxTextEmbedder();
  const { model } = bagOfWordsGraph();
  const [weights] = model.weights;
  const graph = (change: Partial<typeof model>) => ({ 'onnx/model.onnx': encodeOnnx({ ...model, ...change }) });
  const beside = (location: string, data?: Buffer) => ({
    ...without(text, 'onnx/model_quantized.onnx'),
    ...graph({ weights: [{ ...weights!, external: { location, offset: 0 } }] }),
    ...(data && { [`onnx/${location}`]: data }),
  });
  const whole = text['onnx/model.onnx'] as Buffer;
  const only = (bytes: Buffer | string) => ({
    ...without(text, 'onnx/model_quantized.onnx'),
    'onnx/model.onnx': bytes,
  });

  test.each<[string, OnnxFolder, RegExp]>([
    ['without config.json', without(text, 'config.json'), /"config\.json" is missing/],
    ['with a damaged config.json', { ...text, 'config.json': '{' }, /"config\.json" is damaged/],
    ['with a list as config.json', { ...text, 'config.json': '[]' }, /"config\.json" is damaged/],
    ['without a tokenizer', without(text, 'tokenizer.json'), /lacks "tokenizer\.json"/],
    ['that only refers to the hub', { 'config.json': text['config.json']! }, /no ONNX files.*fetches nothing/],
    [
      'of an adapter',
      { 'adapter_config.json': json({ base_model_name_or_path: 'org/base' }) },
      /adapter.*"org\/base".*fetches nothing/,
    ],
    [
      'for another program',
      { 'config.json': text['config.json']!, 'model.safetensors': 'x' },
      /"model\.safetensors" is for/,
    ],
    ["of Hugging Face's cache", { 'snapshots/abc/config.json': '{}' }, /folder "snapshots"/],
    ['with a pointer of Git LFS', only('version https://git-lfs.github.com/spec/v1\noid sha256:0\n'), /Git LFS/],
    ['with a web page', only('<!DOCTYPE html><html>404</html>'), /web page/],
    ['with an empty ONNX file', only(''), /is empty/],
    ['with noise', only(Buffer.from(Array.from({ length: 9999 }, (_, at) => (at * 7919) % 251))), /no ONNX file/],
    ['cut short', only(whole.subarray(0, whole.length / 2)), /cut short/],
    ['cut short at its end', only(whole.subarray(0, -1)), /cut short/],
    [
      'of an unknown kind',
      withConfig(without(onnxTwoTowers(), 'tokenizer.json'), { model_type: 'nosuch' }),
      /kind, "nosuch"/,
    ],
    ['with one encoder of two', without(onnxTwoTowers(), 'onnx/vision_model.onnx'), /lacks "vision_model\.onnx"/],
    [
      'without a preprocessor',
      without(onnxTwoTowers(), 'preprocessor_config.json'),
      /lacks "preprocessor_config\.json"/,
    ],
    [
      'for another task',
      { ...text, ...graph({ outputs: [{ ...model.outputs[0]!, name: 'logits' }] }) },
      /not made for embedding.*"logits"/,
    ],
    [
      'without its last layers',
      { ...text, 'modules.json': json([{ type: 'sentence_transformers.models.Dense', path: '2_Dense' }]) },
      /lacks its last layers/,
    ],
    ['without the weights beside it', beside('model.onnx_data'), /"model\.onnx_data".*is missing/],
    ['with cut weights beside it', beside('model.onnx_data', Buffer.alloc(99)), /"model\.onnx_data" is cut short/],
    ['that wants files from outside', beside('../../secret'), /outside the model's folder/],
    ['that wants files of the system', beside('/etc/passwd'), /outside the model's folder/],
    [
      'with operations that nobody knows',
      { ...text, ...graph({ nodes: [{ ...model.nodes[0]!, op: 'NoSuchOperation' }] }) },
      /operations that this version of ONNX Runtime does not know\. The engine says/,
    ],
    [
      'of a version that nobody knows',
      { ...text, ...graph({ opset: 999 }) },
      /operations that this version of ONNX Runtime does not know\. The engine says/,
    ],
    [
      'with weights of the wrong size',
      { ...text, ...graph({ weights: [{ ...weights!, shape: [3, 3] }] }) },
      /graph and its weights do not fit together/,
    ],
    [
      'with weights for another tokenizer',
      { ...text, ...graph({ weights: [{ name: 'embeddings', shape: [2, 64], values: new Float32Array(128) }] }) },
      /do not belong together/,
    ],
    [
      'with weights that are no numbers',
      {
        ...text,
        ...graph({ weights: [{ ...weights!, values: new Float32Array(weights!.values.length).fill(Number.NaN) }] }),
      },
      /computes no valid numbers/,
    ],
    [
      'that wants unknown inputs',
      { ...text, ...graph({ inputs: [...model.inputs, { name: 'mood', type: 'i64', shape: [1] }] }) },
      /wants inputs.*mood/,
    ],
    [
      'whose nodes form no graph',
      { ...text, ...graph({ nodes: [] }) },
      /parts do not fit together\. The engine says: This is an invalid model/,
    ],
  ])('%s', async (name, files, expected) => {
    const path = await make(name.replaceAll('/', '-'), files);
    const failure = await failureOf(runtime.load({ path }));
    expect(failure).toMatchObject({ code: 'MODEL_REFUSED', message: expect.stringMatching(expected) });
  });

  test('with towers of different lengths', async () => {
    const other = onnxCaptioner();
    const files = { ...onnxTwoTowers(), 'onnx/vision_model.onnx': other['onnx/encoder_model.onnx']! };
    const failure = await failureOf(runtime.load({ path: await make('unlike towers', files) }));
    expect(failure.message).toMatch(/different lengths: 16 and 3/);
  });

  test('missing, or a file', async () => {
    expect((await failureOf(runtime.inspect(join(folder, 'nowhere')))).message).toMatch(/no such folder/);
    expect((await failureOf(runtime.inspect(join(embedder, 'config.json')))).message).toMatch(/this is a file/);
  });

  test('leaves the process and what is loaded as they were', async () => {
    expect(await runtime.embedTexts({ path: embedder }, ['wheat'])).toHaveLength(1);
    expect(processes).toHaveLength(1);
  });
});

test('writes nothing into the folders of models', async () => {
  expect((await readdir(embedder)).sort()).toEqual([
    'README.md',
    'config.json',
    'onnx',
    'tokenizer.json',
    'tokenizer_config.json',
  ]);
});

test('when the process dies, the call fails with the reason and the next one works', async () => {
  const call = runtime.embedTexts({ path: embedder }, new Array(4000).fill('wheat '.repeat(500)), {
    onProgress: () => process.kill(processes.at(-1)!.pid!, 'SIGKILL'),
  });
  const failure = await failureOf(call);
  expect(failure).toMatchObject({
    code: 'MODEL_FAILED',
    message: expect.stringMatching(/"embedder" failed while it read texts\. The ONNX process ended unexpectedly/),
  });
  const before = processes.length;
  expect(await runtime.held()).toEqual([]);
  expect(processes).toHaveLength(before);
  expect(await runtime.embedTexts({ path: embedder }, ['wheat'])).toHaveLength(1);
  expect(await runtime.held()).toMatchObject([{ path: embedder, speed: { reading: expect.any(Number) } }]);
  processes = processes.slice(-1);
});
