import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeEach, describe, expect, test } from 'vitest';
import { SCRIPTED_KEY, scriptedProvider } from '../../e2e/model-servers/scripted-provider.ts';
import { bagOfWordsEmbedder } from '../../e2e/models/bag-of-words-embedder.ts';
import { scriptedChat } from '../../e2e/models/scripted-chat.ts';
import { wordReranker } from '../../e2e/models/word-reranker.ts';
import { BenchLibrary } from './bench-library-for-tests.ts';

let library: BenchLibrary;

beforeEach(async () => {
  library = await BenchLibrary.open();
});

describe('embedding models', () => {
  test('the one that tells words apart beats one that hardly does; results compare, are exported, and give the role', async () => {
    const { bench } = library.client;
    await library.read(30);
    const sharp = await library.add('sharp', bagOfWordsEmbedder({ dimensions: 256 }));
    const blunt = await library.add('blunt', bagOfWordsEmbedder({ dimensions: 8 }));

    expect(await bench.deriveQuestions({ count: 12 })).toEqual({ added: 12, failed: 0, reason: '' });
    const questions = await bench.questions();
    expect(new Set(questions.map(({ assetId }) => assetId)).size).toBe(12);
    for (const { text, passage } of questions) {
      const words = text.split(' ');
      expect(words.length).toBeGreaterThanOrEqual(3);
      expect(words.every((word) => passage.includes(word))).toBe(true);
    }

    const results = await library.run({ task: 'embedding', models: [blunt, sharp] });
    const [words, first, second] = results.rows;
    expect(words).toMatchObject({ baseline: 'words', name: 'Keyword search', available: false });
    expect([first?.entrant, second?.entrant]).toEqual([blunt, sharp]);
    expect(second?.measures.ndcg10).toBeGreaterThan(0.8);
    expect(first?.measures.ndcg10).toBeLessThan((second?.measures.ndcg10 ?? 0) - 0.2);
    expect(second).toMatchObject({ done: 12, failures: [] });
    expect(second?.passagesPerSecond).toBeGreaterThan(0);
    expect(second?.memory).toBeGreaterThan(0);
    expect(results.verdict).toMatchObject({ leader: { entrant: sharp }, clear: true, items: 12 });
    expect(results.verdict.interval?.[0]).toBeGreaterThan(0);
    // Nothing of it went into the library.
    expect((await library.client.models.outputs()).map(({ modelId }) => modelId)).not.toContain(blunt);

    const again = await library.run({ task: 'embedding', models: [sharp] });
    expect(again.runs[0]?.sampleId).toBe(results.runs[0]?.sampleId);
    expect(again.rows.at(-1)?.scores).toEqual(second?.scores);
    const runIds = [results.runs[0]?.id ?? 0, again.runs[0]?.id ?? 0];
    expect((await bench.results({ runIds })).rows.map(({ name }) => name)).toHaveLength(4);

    const [question] = questions;
    await bench.editQuestion({ id: question?.id ?? 0, text: `${question?.text} corrected` });
    expect((await bench.questions())[0]).toMatchObject({ origin: 'owner', text: `${question?.text} corrected` });
    const other = await library.run({ task: 'embedding', models: [sharp] });
    const different = await bench.results({ runIds: [runIds[0] ?? 0, other.runs[0]?.id ?? 0] });
    expect(different.incomparable).toMatch(/do not compare/);
    expect(different.rows).toHaveLength(3);
    const same = await library.run({ task: 'embedding', models: [sharp], sampleOf: runIds[0] ?? 0 });
    expect(same.runs[0]?.sampleId).toBe(results.runs[0]?.sampleId);

    const json = JSON.parse((await bench.export({ runId: runIds[0] ?? 0, format: 'json' })).text);
    expect(json).toMatchObject({ format: 'holdfast-bench', task: 'embedding', items: { length: 12 } });
    expect(json.outcomes).toHaveLength(36);
    const csv = (await bench.export({ runId: runIds[0] ?? 0, format: 'csv' })).text;
    expect(csv.split('\r\n')[0]).toBe(
      'task,model,item,label,source,ndcg10,recall1,recall5,recall10,mrr,milliseconds,answer,error',
    );

    await bench.assignRole({ runId: runIds[0] ?? 0 });
    const roles = await library.client.models.roles();
    expect(roles.find(({ role }) => role === 'embedding')?.serving).toBe(sharp);
    await bench.remove({ runId: runIds[0] ?? 0 });
    expect((await bench.runs()).map(({ id }) => id)).not.toContain(runIds[0]);
  });

  test('what cannot be compared is refused, and what fails is told item by item', async () => {
    const { bench } = library.client;
    await library.read(6);
    const good = await library.add('good', bagOfWordsEmbedder({ dimensions: 64 }));
    const gone = await library.add('gone', bagOfWordsEmbedder({ dimensions: 32 }));
    await expect(bench.start({ task: 'embedding', models: [good] })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(bench.start({ task: 'rerank', models: [good] })).rejects.toThrow(
      /Bag of words cannot do this: rerank/,
    );
    await bench.deriveQuestions({ count: 5 });
    await library.client.models.unload({ id: gone });
    writeFileSync(join(library.disk, 'gone.gguf'), 'not a model any more');
    const results = await library.run({ task: 'embedding', models: [good, gone] });
    expect(results.rows[1]).toMatchObject({ done: 5, failures: [] });
    expect(results.rows[2]?.failures).toHaveLength(5);
    expect(results.rows[2]?.failures[0]?.reason).toMatch(/gone/);
    expect(results.runs[0]).toMatchObject({ state: 'done', done: 5, failed: 5, total: 10 });
    await expect(bench.assignRole({ runId: results.runs[0]?.id ?? 0 })).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

test('reranking models put the right one of the keyword search’s candidates first, or do not', async () => {
  const files = { 'ferry.txt': 'The ferry leaves the granite harbour before sunrise on winter days.' };
  const ferry = (await library.read(20, { files })).find(({ name }) => name === 'ferry.txt');
  await library.client.bench.addQuestion({
    text: 'when does the boat go out before the day',
    assetId: ferry?.id ?? '',
  });
  const knowing = await library.add(
    'knowing',
    wordReranker({ relevant: ['ferry', 'harbour', 'sunrise'], others: ['the'] }),
  );
  const ignorant = await library.add('ignorant', wordReranker({ relevant: ['zeppelin'], others: ['the'] }));
  const results = await library.run({ task: 'rerank', models: [knowing, ignorant] });
  const [words, first, second] = results.rows;
  expect(first?.scores).toEqual([1]);
  expect(second?.scores[0]).toBeLessThan(1);
  expect(words?.scores[0]).toBeLessThanOrEqual(1);
  expect(results.verdict).toMatchObject({ leader: { entrant: knowing }, clear: false, items: 1 });
});

test('chat models are judged blind, and their citations checked', async () => {
  const { bench } = library.client;
  const files = { 'harbour.txt': 'The harbour was dredged in 1931 and cost 1,250 pounds.' };
  const harbour = (await library.read(3, { files })).find(({ name }) => name === 'harbour.txt');
  await bench.addQuestion({ text: 'When was the harbour dredged?', assetId: harbour?.id ?? '' });
  const exact = await library.add(
    'exact',
    scriptedChat({ rules: [{ when: ['harbour'], say: 'The harbour was dredged in 1931 [1].' }], otherwise: 'No.' }),
  );
  const loose = await library.add(
    'loose',
    scriptedChat({ rules: [{ when: ['harbour'], say: 'It was dredged in 1932 [9].' }], otherwise: 'No.' }),
  );
  const results = await library.run({ task: 'chat', models: [exact, loose] });
  expect(results.rows.map(({ measures }) => measures)).toEqual([
    { preferred: null, marked: 1, validMarks: 1, numbersFound: 1, wordsFound: 1 },
    { preferred: null, marked: 1, validMarks: 0, numbersFound: null, wordsFound: null },
  ]);
  expect(results.rows[0]?.tokensPerSecond).toBeGreaterThan(0);
  expect(results.verdict.leader).toBe(null);

  const runId = results.runs[0]?.id ?? 0;
  const [pair] = await bench.pairs({ runId });
  expect(JSON.stringify(pair)).not.toMatch(/exact|loose/);
  const side = pair?.left.includes('1931') ? 'left' : 'right';
  const judged = await bench.judge({ runId, item: 0, pair: 0, judgement: side });
  expect(judged.judged?.[side]).toBe('Scripted chat (exact.gguf)');
  expect((await bench.results({ runIds: [runId] })).rows.map(({ measures }) => measures.preferred)).toEqual([1, 0]);
  await bench.judge({ runId, item: 0, pair: 0, judgement: 'tie' });
  const after = await bench.results({ runIds: [runId] });
  expect(after.rows.map(({ measures }) => measures.preferred)).toEqual([0.5, 0.5]);
  expect(after.verdict).toMatchObject({ clear: false, items: 1, p: 1 });
});

test('chat models write questions, and tags agree or do not', async () => {
  const { bench } = library.client;
  const listed = await library.read(4);
  const writer = (answer: string) => scriptedChat({ rules: [], otherwise: answer });
  const asking = await library.add('asking', writer('{"question": "What happened on the pier?"}'));
  expect(await bench.deriveQuestions({ count: 2, byModel: true })).toMatchObject({ added: 2, failed: 0 });
  expect((await bench.questions())[0]).toMatchObject({
    origin: 'model',
    writtenBy: expect.any(String),
    text: 'What happened on the pier?',
  });

  for (const [at, asset] of listed.entries()) {
    await library.client.library.addTag({ ids: [asset.id], tag: 'sea' });
    if (at > 0) await library.client.library.addTag({ ids: [asset.id], tag: 'storm' });
  }
  const right = await library.add('right', writer('{"tags": ["sea", "storm"]}'));
  const results = await library.run({ task: 'tagging', models: [right, asking] });
  expect(results.items).toHaveLength(4);
  expect(results.rows[0]).toMatchObject({ done: 4, measures: { recall: 1, precision: (3 + 0.5) / 4 } });
  expect(results.rows[0]?.measures.f1).toBeCloseTo((3 + 2 / 3) / 4);
});

test('readings are compared with what the owner corrected', async () => {
  const { bench } = library.client;
  const [asset] = await library.read(1);
  await bench.setReference({ kind: 'ocr', assetId: asset?.id ?? '', text: 'No' });
  await bench.setReference({ kind: 'ocr', assetId: asset?.id ?? '', text: 'Nobody came.' });
  expect(await bench.references({ kind: 'ocr' })).toMatchObject([{ text: 'Nobody came.', page: 1 }]);
  const mending = await library.add('mending', scriptedChat({ rules: [], otherwise: 'Nobody come.' }));
  const results = await library.run({ task: 'ocr-cleanup', models: [mending] });
  expect(results.rows).toMatchObject([
    { baseline: 'tesseract', measures: { cer: 1, wer: 1 } },
    { entrant: mending, measures: { cer: 1 / 12, wer: 1 / 2 } },
  ]);
});

test('a model at a server reads pictures beside Tesseract, which it is shown as they are', async () => {
  const { bench, providers } = library.client;
  const server = await scriptedProvider('openai-compatible');
  const png = await sharp({ create: { width: 60, height: 40, channels: 3, background: 'white' } })
    .png()
    .toBuffer();
  const [sign] = await library.read(0, { files: { 'sign.png': png } });
  await bench.setReference({ kind: 'ocr', assetId: sign?.id ?? '', text: 'The harbour was dredged in 1932 [1].' });
  const { id } = await providers.add({
    kind: 'openai-compatible',
    name: 'Server',
    baseUrl: server.baseUrl,
    key: SCRIPTED_KEY,
    headers: {},
  });
  const model = await providers.addModel({ id, model: 'scribe' });
  expect(model.capabilities).toContain('vision');
  const results = await library.run({ task: 'ocr', models: [model.id] });
  expect(results.rows).toMatchObject([
    { baseline: 'tesseract', measures: { cer: 1 } },
    { name: 'scribe', measures: { cer: 1 / 36, wer: 1 / 7 }, failures: [], memory: null },
  ]);
  expect(server.bodies.at(-1)).toContain(png.toString('base64'));
});

test('the command line makes the questions, prints a table and the verdict, and refuses what it cannot do', {
  timeout: 240_000,
}, async () => {
  await library.read(24);
  await library.add('sharp', bagOfWordsEmbedder({ dimensions: 256 }));
  const blunt = await library.add('blunt', bagOfWordsEmbedder({ dimensions: 8 }));
  const [one, other] = (await library.client.models.list()).map(({ id }) => id);
  await library.close();
  const holdfast = (...args: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const all = [join(import.meta.dirname, '../cli.ts'), 'models', 'bench', ...args, '--library', library.path];
      execFile(process.execPath, all, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
      );
    });
  expect(await holdfast('juggling', '--models', 'x')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/Allowed are/),
  });
  expect(await holdfast('embedding', '--models', 'nobody')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^holdfast: There is no model "nobody"/),
  });
  const printed = await holdfast('embedding', '--models', `${one},${other}`, '--questions', '10', '--use');
  expect(printed).toMatchObject({ code: 0, stderr: '' });
  expect(printed.stdout).toMatch(/nDCG@10 +recall@1 .*\nKeyword search .*\nBag of words \(\w+\.gguf\) /);
  expect(printed.stdout).toMatch(
    /is better than Bag of words \(blunt\.gguf\): 0\.\d+ nDCG@10 on 10 items, 95 % interval/,
  );
  expect(printed.stdout).toMatch(/now serves as embedding model\.\n$/);
  const again = JSON.parse((await holdfast('embedding', '--models', blunt, '--questions', '10', '--json')).stdout);
  expect(again).toMatchObject({ task: 'embedding', items: { length: 10 }, rows: { length: 2 } });
});
