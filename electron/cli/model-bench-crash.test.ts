import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bagOfWordsEmbedder } from '../../e2e/models/bag-of-words-embedder.ts';
import { scriptedChat } from '../../e2e/models/scripted-chat.ts';
import { defaultRules } from '../../e2e/models/test-models.ts';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';
import { writeTexts } from '../bench/texts-for-tests.ts';
import type { Host } from '../host.ts';
import { ended, ingest, openLibrary } from './open-library-for-tests.ts';

let disk: string;
let host: Host;

beforeEach(async () => {
  disk = temporaryFolder();
  host = await openLibrary(join(disk, 'library'));
});
afterEach(() => host.close());

/** Adds a made model under a name. */
async function add(name: string, bytes: Buffer): Promise<string> {
  const path = join(disk, `${name}.gguf`);
  writeFileSync(path, bytes);
  return (await host.client.models.add({ path })).id;
}

async function run(request: Parameters<Host['client']['bench']['start']>[0]) {
  const started = await host.client.bench.start(request);
  await ended(host.client, started.jobId);
  return host.client.bench.results({ runIds: [started.id] });
}

/** Long enough to be broken off. */
const poem = defaultRules.find(({ when }) => when.includes('poem'))?.say ?? '';

/** How many rows a table of a library that another process works on has. */
function countRows(library: string, table: 'bench_outcomes' | 'bench_vectors'): number {
  const catalog = new DatabaseSync(join(library, 'catalog.db'), { readOnly: true });
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
  const library = () => join(disk, 'library');

  /** Has the command line bench models on the library, and kills it once a table has so many rows. */
  async function killAt(args: string[], table: Parameters<typeof countRows>[1], rows: number): Promise<void> {
    await host.close();
    const child = spawn(process.execPath, [cli, 'models', 'bench', ...args, '--library', library()], {
      stdio: 'ignore',
    });
    const exited = once(child, 'exit');
    while (child.exitCode === null && countRows(library(), table) < rows) await pause(20);
    expect(child.exitCode).toBe(null);
    child.kill('SIGKILL');
    await exited;
    expect(countRows(library(), table)).toBeGreaterThanOrEqual(rows);
  }

  /** Opens the library again, which goes on with the run. */
  async function resumed() {
    host = await openLibrary(library());
    const [run] = await host.client.bench.runs();
    await ended(host.client, run?.jobId ?? 0);
    return host.client.bench.results({ runIds: [run?.id ?? 0] });
  }

  test('among answers', async () => {
    writeTexts(join(disk, 'texts'), 8, 1);
    await ingest(host, join(disk, 'texts'));
    const [one, other] = [
      await add('one', scriptedChat({ rules: [], otherwise: poem })),
      await add('other', scriptedChat({ rules: [], otherwise: `${poem}Ah.` })),
    ];
    await host.client.bench.deriveQuestions({ count: 5 });
    await killAt(['chat', '--models', `${one},${other}`, '--questions', '5'], 'bench_outcomes', 3);
    const results = await resumed();
    expect(results.runs[0]).toMatchObject({ state: 'done', done: 10, failed: 0, total: 10 });
    const whole = await run({ task: 'chat', models: [one, other], sampleOf: results.runs[0]?.id });
    expect(results.rows.map(({ measures }) => measures)).toEqual(whole.rows.map(({ measures }) => measures));
    const jobs = await host.client.jobs.list();
    expect(jobs.find(({ id }) => id === results.runs[0]?.jobId)?.stages).toMatchObject([
      { total: 10, done: 10, failed: 0 },
    ]);
  });

  test('among vectors', async () => {
    writeTexts(join(disk, 'texts'), 20, 150);
    await ingest(host, join(disk, 'texts'));
    const [one, other] = [
      await add('one', bagOfWordsEmbedder({ dimensions: 256 })),
      await add('other', bagOfWordsEmbedder({ dimensions: 128 })),
    ];
    await host.client.bench.deriveQuestions({ count: 6 });
    await killAt(['embedding', '--models', `${one},${other}`, '--questions', '6'], 'bench_vectors', 1);
    const results = await resumed();
    expect(results.runs[0]).toMatchObject({ state: 'done', done: 12, failed: 0 });
    const whole = await run({ task: 'embedding', models: [one, other] });
    expect(whole.runs[0]?.sampleId).toBe(results.runs[0]?.sampleId);
    expect(results.rows.map(({ scores }) => scores)).toEqual(whole.rows.map(({ scores }) => scores));
    expect(countRows(library(), 'bench_vectors')).toBe(0);
  });
});

test('a run is paused, goes on, and is cancelled, keeping what was done', { timeout: 240_000 }, async () => {
  const { bench, jobs } = host.client;
  writeTexts(join(disk, 'texts'), 8, 1);
  await ingest(host, join(disk, 'texts'));
  const [one, other] = [
    await add('one', scriptedChat({ rules: [], otherwise: poem })),
    await add('other', scriptedChat({ rules: [], otherwise: `${poem}Ah.` })),
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
  await host.close();
  host = await openLibrary(join(disk, 'library'));
  expect((await host.client.bench.runs())[0]).toMatchObject({ state: 'cancelled' });
});
