import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { bagOfWordsEmbedder } from '../../e2e/models/bag-of-words-embedder.ts';
import { scriptedChat } from '../../e2e/models/scripted-chat.ts';
import { defaultRules } from '../../e2e/models/test-models.ts';
import { BenchLibrary } from './bench-library-for-tests.ts';
import { ended } from './open-library-for-tests.ts';

let library: BenchLibrary;

beforeEach(async () => {
  library = await BenchLibrary.open();
});

/** Long enough to be broken off. */
const poem = defaultRules.find(({ when }) => when.includes('poem'))?.say ?? '';

/** How many rows a table of a library that another process works on has. */
function countRows(path: string, table: 'bench_outcomes' | 'bench_vectors'): number {
  const catalog = new DatabaseSync(join(path, 'catalog.db'), { readOnly: true });
  try {
    return Number(catalog.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.count);
  } finally {
    catalog.close();
  }
}

describe('a run that a kill of the process breaks off goes on where it was, and ends as one that was not', {
  timeout: 240_000,
}, () => {
  const cli = join(import.meta.dirname, '../cli.ts');

  /** Has the command line bench models on the library, and kills it once a table has so many rows. */
  async function killAt(args: string[], table: Parameters<typeof countRows>[1], rows: number): Promise<void> {
    await library.close();
    const child = spawn(process.execPath, [cli, 'models', 'bench', ...args, '--library', library.path], {
      stdio: 'ignore',
    });
    const exited = once(child, 'exit');
    while (child.exitCode === null && countRows(library.path, table) < rows) await pause(20);
    expect(child.exitCode).toBe(null);
    child.kill('SIGKILL');
    await exited;
    expect(countRows(library.path, table)).toBeGreaterThanOrEqual(rows);
  }

  /** Opens the library again, which goes on with the run. */
  async function resumed() {
    await library.reopen();
    const [run] = await library.client.bench.runs();
    await ended(library.client, run?.jobId ?? 0);
    return library.client.bench.results({ runIds: [run?.id ?? 0] });
  }

  test('among answers', async () => {
    await library.read(8, { sentences: 1 });
    const [one, other] = [
      await library.add('one', scriptedChat({ rules: [], otherwise: poem })),
      await library.add('other', scriptedChat({ rules: [], otherwise: `${poem}Ah.` })),
    ];
    await library.client.bench.deriveQuestions({ count: 5 });
    await killAt(['chat', '--models', `${one},${other}`, '--questions', '5'], 'bench_outcomes', 3);
    const results = await resumed();
    expect(results.runs[0]).toMatchObject({ state: 'done', done: 10, failed: 0, total: 10 });
    const whole = await library.run({ task: 'chat', models: [one, other], sampleOf: results.runs[0]?.id });
    expect(results.rows.map(({ measures }) => measures)).toEqual(whole.rows.map(({ measures }) => measures));
    const jobs = await library.client.jobs.list();
    expect(jobs.find(({ id }) => id === results.runs[0]?.jobId)?.stages).toMatchObject([
      { total: 10, done: 10, failed: 0 },
    ]);
  });

  test('among vectors', async () => {
    await library.read(20, { sentences: 150 });
    const [one, other] = [
      await library.add('one', bagOfWordsEmbedder({ dimensions: 256 })),
      await library.add('other', bagOfWordsEmbedder({ dimensions: 128 })),
    ];
    await library.client.bench.deriveQuestions({ count: 6 });
    await killAt(['embedding', '--models', `${one},${other}`, '--questions', '6'], 'bench_vectors', 1);
    const results = await resumed();
    expect(results.runs[0]).toMatchObject({ state: 'done', done: 12, failed: 0 });
    const whole = await library.run({ task: 'embedding', models: [one, other] });
    expect(whole.runs[0]?.sampleId).toBe(results.runs[0]?.sampleId);
    expect(results.rows.map(({ scores }) => scores)).toEqual(whole.rows.map(({ scores }) => scores));
    expect(countRows(library.path, 'bench_vectors')).toBe(0);
  });
});

test('a run is paused, goes on, and is cancelled, keeping what was done', { timeout: 240_000 }, async () => {
  const { bench, jobs } = library.client;
  await library.read(8, { sentences: 1 });
  const [one, other] = [
    await library.add('one', scriptedChat({ rules: [], otherwise: poem })),
    await library.add('other', scriptedChat({ rules: [], otherwise: `${poem}Ah.` })),
  ];
  await bench.deriveQuestions({ count: 5 });
  const { id: runId, jobId } = await bench.start({ task: 'chat', models: [one, other] });
  const seen: number[] = [];
  for await (const { runs } of await bench.watch({ runId })) {
    seen.push(runs[0]?.done ?? 0);
    if (seen.at(-1) === 0) continue;
    await jobs.pause({ id: jobId });
    break;
  }
  const [paused] = await bench.runs();
  expect(paused?.state).toBe('paused');
  expect(paused?.done).toBeLessThan(10);
  await jobs.resume({ id: jobId });
  for await (const { runs } of await bench.watch({ runId })) if ((runs[0]?.done ?? 0) > (paused?.done ?? 0)) break;
  await jobs.cancel({ id: jobId });
  const [cancelled] = await bench.runs();
  expect(cancelled?.state).toBe('cancelled');
  expect(cancelled?.done).toBeGreaterThan(paused?.done ?? 0);
  await library.reopen();
  expect((await library.client.bench.runs())[0]).toMatchObject({ state: 'cancelled' });
});
