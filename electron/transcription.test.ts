import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { madeWhisper } from '../e2e/models/whisper.ts';
import { temporaryFolder } from '../e2e/temporary-folder.ts';
import { ended, ingest, openLibrary } from './cli/open-library-for-tests.ts';
import type { Host } from './host.ts';
import { encodeWav, tone } from './workers/whisper/wav-for-tests.ts';

const RATE = 4000;
let folder: string;
let whisper: string;
let recordings: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-speech-'));
  whisper = join(folder, 'ggml-tiny.bin');
  writeFileSync(whisper, madeWhisper({ language: 'en' }));
  recordings = join(folder, 'recordings');
  mkdirSync(recordings);
  // A little over five minutes: two windows. There is sound in the first seconds of each alone.
  const sound = new Float32Array(310 * RATE);
  const hum = tone(440, RATE, 10, 0.3);
  for (const second of [0, 299]) sound.set(hum, second * RATE);
  writeFileSync(join(recordings, 'voice.wav'), encodeWav([sound], { rate: RATE, bits: 16 }));
});

afterAll(() => rmSync(folder, { recursive: true }));

async function open(library: string): Promise<Host> {
  const host = await openLibrary(library);
  onTestFinished(() => host.close());
  return host;
}

const theRecording = async ({ client }: Host) => {
  const page = { filter: {}, sort: 'name', descending: false, offset: 0, limit: 1 } as const;
  const [asset] = (await client.library.list(page)).assets;
  return asset ?? expect.fail('There is no recording.');
};
const transcribing = async ({ client }: Host) =>
  (await client.jobs.list()).find(({ kind }) => kind === 'transcribe') ?? expect.fail('Nothing is transcribed.');

describe('transcription', () => {
  it('waits for a model, and then makes what is said in recordings searchable, with its time and its origin', async () => {
    const host = await open(temporaryFolder());
    const { client } = host;
    await ingest(host, recordings);
    const asset = await theRecording(host);
    expect([asset.kind, asset.state, asset.duration]).toEqual(['audio', 'ready', 310_000]);
    expect(asset.reason).toBe('What is said in it is not searched: no model is assigned for transcription.');
    await expect(client.recordings.transcribe({ ids: [asset.id] })).rejects.toMatchObject({ code: 'CONFLICT' });

    const model = await client.models.add({ path: whisper });
    await ended(client, (await transcribing(host)).id);
    await host.settleIndex();
    expect((await theRecording(host)).reason).toBe('');
    const { groups } = await client.search.query({ query: 'lighthouse', limit: 5 });
    const [hit] = groups[0]?.hits ?? [];
    // A passage is what is said in one place, and not the line alone.
    expect(hit?.anchor).toMatchObject({ type: 'lines', time: { start: 0, end: 9000 } });

    const { texts, transcription, waveform } = await client.recordings.get({ id: asset.id });
    expect([transcription, waveform]).toEqual([{ state: 'done', model: 'ggml-tiny' }, true]);
    expect(texts[0]).toMatchObject({ source: 'transcript', language: 'en' });
    const lines = texts[0]?.lines ?? [];
    expect(lines[0]).toMatchObject({ start: 0, text: 'The harbour was dredged.' });
    expect(lines[0]?.words?.map(({ text }) => text)).toEqual(['The', 'harbour', 'was', 'dredged.']);
    // The second window's times are those of the whole recording.
    expect(lines.at(-1)?.start).toBeGreaterThan(290_000);
    const { derivations } = await client.library.asset({ id: asset.id });
    const { id: engine, sha256 } = (await client.models.list()).find(({ id }) => id === model.id) ?? {};
    expect(derivations).toContainEqual(expect.objectContaining({ kind: 'transcript', engine, engineVersion: sha256 }));
  });

  it('goes on after a stop with the window that it was at, and can be asked for once more', async () => {
    const library = temporaryFolder();
    const first = await openLibrary(library);
    await first.client.models.add({ path: whisper });
    await ingest(first, recordings);
    const { id } = await theRecording(first);
    const job = await transcribing(first);
    for await (const jobs of await first.client.jobs.watch())
      if (jobs.find((other) => other.id === job.id)?.stages.some(({ done }) => done > 0)) break;
    await first.close();

    const host = await open(library);
    await ended(host.client, job.id);
    const [stage] = (await transcribing(host)).stages;
    expect(stage).toMatchObject({ stage: 'transcribe', total: 2, done: 2, failed: 0 });

    const again = await host.client.recordings.transcribe({ ids: [id] });
    expect(again.recordings).toBe(1);
    await ended(host.client, again.jobId);
    expect((await host.client.recordings.get({ id })).texts).toHaveLength(1);
  });

  it('is undone and done anew by the model that wrote it, and does not come back by itself', async () => {
    const library = temporaryFolder();
    const host = await openLibrary(library);
    const { client } = host;
    const { id: modelId } = await client.models.add({ path: whisper });
    await ingest(host, recordings);
    const { id } = await theRecording(host);
    await ended(client, (await transcribing(host)).id);
    await host.settleIndex();
    const writer = { modelId, model: 'ggml-tiny', kind: 'transcript', count: 1, stale: '' };
    expect(await client.derivations.writers()).toMatchObject([writer]);
    const [listed] = await client.derivations.list({ modelId, kind: 'transcript' });
    expect(listed).toMatchObject({
      assetId: id,
      written: { content: { text: expect.stringMatching(/^The harbour was dredged\./) } },
    });

    expect((await client.derivations.undo({ modelId })).derivations).toBe(2);
    expect(await client.derivations.writers()).toEqual([]);
    expect(await client.recordings.get({ id })).toMatchObject({ texts: [], transcription: { state: 'none' } });
    await host.settleIndex();
    const found = async ({ client: { search } }: Host) =>
      (await search.query({ query: 'lighthouse', limit: 5 })).groups.length;
    expect(await found(host)).toBe(0);
    await host.close();

    const again = await open(library);
    expect((await again.client.jobs.list()).filter(({ state }) => state === 'running')).toEqual([]);
    const asked = await again.client.recordings.transcribe({ ids: [id] });
    await ended(again.client, asked.jobId);
    const redone = await again.client.derivations.redo({ modelId, kinds: ['transcript'] });
    expect(redone.items).toBe(1);
    await ended(again.client, redone.jobId);
    const stages = (await again.client.jobs.list()).find((job) => job.id === redone.jobId)?.stages;
    expect(stages).toMatchObject([{ stage: 'transcribe', total: 2, done: 2 }]);
    await again.settleIndex();
    expect(await found(again)).toBe(1);
  });

  it('waits while no model can be asked, and goes on when one can', async () => {
    const host = await open(temporaryFolder());
    const { client } = host;
    const { id: model } = await client.models.add({ path: whisper });
    await ingest(host, recordings);
    const { id } = await theRecording(host);
    await ended(client, (await transcribing(host)).id);
    const { jobId } = await client.recordings.transcribe({ ids: [id] });
    await client.jobs.pause({ id: jobId });
    await client.models.remove({ id: model });
    await client.jobs.resume({ id: jobId });
    for await (const jobs of await client.jobs.watch())
      if (jobs.find((job) => job.id === jobId)?.reason === 'No model is assigned for transcription.') break;
    await client.models.add({ path: whisper });
    for await (const jobs of await client.jobs.watch())
      if (jobs.find((job) => job.id === jobId)?.state === 'done') break;
    expect((await client.recordings.get({ id })).transcription.state).toBe('done');
  });
});
