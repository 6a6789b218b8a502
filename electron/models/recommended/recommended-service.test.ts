import { createHash } from 'node:crypto';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startServer } from '../../../e2e/http-server.ts';
import { wellFormedModel } from '../../../e2e/models/broken-models.ts';
import { writeInto } from '../../../e2e/models/model-stores.ts';
import { temporaryFolder } from '../../../e2e/temporary-folder.ts';
import type { GetEvent, ManifestModel } from '../../../shared/contract/recommended.ts';
import { egressForTests } from '../../policy/policy-for-tests.ts';
import { forkForTests } from '../../workers/fork-for-tests.ts';
import { ModelRuntime } from '../model-runtime.ts';
import type { ModelService } from '../model-service.ts';
import { modelServiceForTests } from '../model-service-for-tests.ts';
import { RecommendedModels } from './recommended-service.ts';

const runtime = new ModelRuntime({
  start: () => forkForTests(join(import.meta.dirname, '../../workers/model-worker.ts')),
});
afterAll(() => runtime.stop());

const bytes = wellFormedModel();
const sha256Of = (content: Buffer | string) => createHash('sha256').update(content).digest('hex');
const sha256 = sha256Of(bytes);
const id16 = sha256.slice(0, 16);

const entry: ManifestModel = {
  id: 'tiny',
  name: 'Tiny',
  roles: ['embedding'],
  parameters: 1000,
  quantisation: 'F32',
  file: 'tiny.gguf',
  url: 'https://models.example/tiny.gguf',
  sha256,
  size: bytes.length,
  licence: { spdx: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
  source: 'https://models.example/tiny',
  memory: 4,
  languages: ['en'],
  note: '',
};

let library: string;
let models: ModelService;
let egress: ReturnType<typeof egressForTests>['egress'];
let manifestPath: string;

beforeEach(async () => {
  library = temporaryFolder();
  models = (await modelServiceForTests(library, runtime)).models;
  ({ egress } = egressForTests());
  manifestPath = join(library, 'recommended.json');
});

/** The service as after a start, with a manifest of these. */
function open(...entries: Partial<ManifestModel>[]): RecommendedModels {
  writeFileSync(manifestPath, JSON.stringify({ models: entries.map((given) => ({ ...entry, ...given })) }));
  const parts = {
    manifestPath,
    libraryPath: library,
    models,
    egress,
    roles: ['chat', 'embedding'] as const,
    memory: 8 * 2 ** 30,
  };
  return new RecommendedModels({ ...parts, wait: async () => undefined });
}

async function serve(answer: Parameters<typeof startServer>[0]) {
  const server = await startServer(answer);
  onTestFinished(server.close);
  return server;
}

async function all(events: AsyncIterable<GetEvent>): Promise<GetEvent[]> {
  const seen: GetEvent[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}

const inModels = () => {
  const folder = join(library, 'models');
  return existsSync(folder) ? readdirSync(folder, { recursive: true }).toSorted() : [];
};
const whole = [id16, join(id16, 'tiny.gguf')];
const bothHashes = (found: string) => ({
  code: 'MODEL_REFUSED',
  message: expect.stringMatching(new RegExp(`should be ${sha256} and is ${found}`)),
});

/** Serves the start of the model, and waits with the rest; later requests are served by their range. */
async function slowServer() {
  const ranges: (string | undefined)[] = [];
  const half = Math.floor(bytes.length / 2);
  const server = await serve((request, response) => {
    ranges.push(request.headers.range);
    if (ranges.length === 1)
      return response.writeHead(200, { 'content-length': bytes.length }).write(bytes.subarray(0, half));
    const start = Number(request.headers.range?.slice('bytes='.length, -1) ?? 0);
    const head = { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` };
    response.writeHead(start > 0 ? 206 : 200, head).end(bytes.subarray(start));
  });
  return { url: `${server.here}/tiny.gguf`, ranges, half };
}

describe('the list', () => {
  it('tells what fits, what is suggested, what is there, and what stands against getting it', async () => {
    const list = await open(
      {},
      { id: 'better', memory: 8, sha256: 'b'.repeat(64) },
      { id: 'as-good', memory: 8, sha256: 'c'.repeat(64) },
      { id: 'large', memory: 16, sha256: 'd'.repeat(64) },
      { id: 'ears', roles: ['transcription'], sha256: 'e'.repeat(64) },
    ).list();
    expect(list.map(({ id, fits, suggested, added, partial }) => [id, fits, suggested, added, partial])).toEqual([
      ['tiny', true, false, null, 0],
      ['better', true, true, null, 0],
      ['as-good', true, false, null, 0],
      ['large', false, false, null, 0],
      ['ears', true, false, null, 0],
    ]);
    expect(list[0]).toMatchObject({ usable: true, obstacle: expect.stringContaining('air-gapped') });
    egress.update({ mode: 'connected' });
    expect((await open({}).list())[0]).toMatchObject({ obstacle: '' });
  });

  it('names what is wrong in a manifest', async () => {
    for (const [wrong, what] of [
      [{ sha256: 'unknown' }, 'models.0.sha256'],
      [{ file: '../tiny.gguf' }, 'models.0.file'],
      [{ url: 'file:///etc/passwd' }, 'models.0.url'],
      [{ memory: 5 as never }, 'models.0.memory'],
    ] as const)
      await expect(open(wrong).list()).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        message: expect.stringContaining(what),
      });
    await expect(open({}, {}).list()).rejects.toMatchObject({ message: expect.stringContaining('same id') });
    const service = open({});
    writeFileSync(manifestPath, '{');
    await expect(service.list()).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(service.get('tiny').next()).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('getting a model over the network', () => {
  it('adds it as the library’s own, without a second copy', async () => {
    const server = await serve((_, response) => response.end(bytes));
    const service = open({ url: `${server.here}/tiny.gguf` });
    const events = await all(service.get('tiny'));
    expect(events.map((event) => (event.type === 'progress' ? event.stage : event.type))).toEqual(
      expect.arrayContaining(['fetch', 'prove', 'done']),
    );
    expect(events.at(-1)).toMatchObject({
      type: 'done',
      model: { sha256, copied: true, serves: ['embedding'], size: bytes.length },
    });
    expect(inModels()).toEqual(whole);
    expect((await service.list())[0]).toMatchObject({ added: id16, partial: 0 });
    expect((await all(service.get('tiny'))).map(({ type }) => type)).toEqual(['done']);
    expect(server.seen).toHaveLength(1);
    await models.remove(id16);
    expect(inModels()).toEqual([]);
  });

  it('does not need to know its size', async () => {
    const server = await serve((_, response) => response.end(bytes));
    const service = open({ url: server.here });
    writeFileSync(manifestPath, JSON.stringify({ models: [{ ...entry, url: server.here, size: undefined }] }));
    expect((await all(service.get('tiny'))).at(-1)).toMatchObject({ type: 'done' });
  });

  it('refuses other bytes with both hashes, and keeps nothing of them', async () => {
    for (const wrong of [Buffer.alloc(bytes.length, 'x'), Buffer.from('<html>Please log in</html>')]) {
      const server = await serve((_, response) => response.end(wrong));
      const service = open({ url: server.here });
      await expect(all(service.get('tiny'))).rejects.toMatchObject(bothHashes(sha256Of(wrong)));
      expect(inModels()).toEqual([]);
      expect((await service.list())[0]).toMatchObject({ partial: 0, added: null });
    }
    const longer = await serve((_, response) => response.end(Buffer.concat([bytes, bytes])));
    await expect(all(open({ url: longer.here }).get('tiny'))).rejects.toMatchObject({ code: 'MODEL_REFUSED' });
    expect(inModels()).toEqual([]);
  });

  it('is up to the network policy, also while it goes on', async () => {
    await expect(all(open({}).get('tiny'))).rejects.toMatchObject({ code: 'EGRESS_REFUSED' });
    const { url, ranges } = await slowServer();
    const elsewhere = url.replace('127.0.0.1', '0.0.0.0');
    egress.update({ mode: 'boundary', allowList: ['0.0.0.0'] });
    const getting = all(open({ url: elsewhere }).get('tiny'));
    while (ranges.length === 0) await new Promise(setImmediate);
    egress.update({ mode: 'air-gapped' });
    await expect(getting).rejects.toMatchObject({ code: 'EGRESS_REFUSED' });
    expect(ranges).toHaveLength(1);
  });

  it('goes on after a restart where the last process stopped', async () => {
    const { url, ranges, half } = await slowServer();
    const service = open({ url });
    const abort = new AbortController();
    const getting = all(service.get('tiny', undefined, abort.signal));
    while ((await service.list())[0]?.partial !== half) await new Promise(setImmediate);
    abort.abort();
    await expect(getting).rejects.toMatchObject({ name: 'AbortError' });
    expect(models.list()).toEqual([]);

    models = (await modelServiceForTests(library, runtime)).models;
    const next = open({ url });
    expect((await next.list())[0]).toMatchObject({ partial: half });
    const events = await all(next.get('tiny'));
    expect(events[0]).toMatchObject({ stage: 'check', bytes: half, total: half });
    expect(events.at(-1)).toMatchObject({ type: 'done', model: { sha256 } });
    expect(ranges).toEqual([undefined, `bytes=${half}-`]);
    expect(inModels()).toEqual(whole);
  });

  it('stops with the host, and the next one goes on', async () => {
    const { url, half } = await slowServer();
    const service = open({ url });
    const events = service.get('tiny');
    await events.next();
    while ((await service.list())[0]?.partial !== half) await new Promise(setImmediate);
    await service.close();
    await expect(all(events)).rejects.toMatchObject({ name: 'AbortError' });
    expect((await all(service.get('tiny'))).at(-1)).toMatchObject({ type: 'done' });
  });

  it('finds what a process left that ended before it added the model', async () => {
    const server = await serve((_, response) => response.end(bytes));
    writeInto(library, `models/${id16}/tiny.gguf`, bytes);
    const events = await all(open({ url: server.here }).get('tiny'));
    expect(events.at(-1)).toMatchObject({ type: 'done', model: { sha256 } });
    expect(server.seen).toEqual([]);
    expect(inModels()).toEqual(whole);
  });

  it('leaves nothing when it is cancelled, however far it is', async () => {
    const { url } = await slowServer();
    const service = open({ url });
    const seen: string[] = [];
    for await (const event of service.get('tiny')) {
      seen.push(event.type);
      if (event.type === 'progress') await service.cancel('tiny');
    }
    expect(seen.at(-1)).toBe('cancelled');
    expect(inModels()).toEqual([]);

    writeInto(library, `models/.partial-${id16}/tiny.gguf`, 'GGUF');
    expect((await service.list())[0]).toMatchObject({ partial: 4 });
    await service.cancel('tiny');
    expect(inModels()).toEqual([]);
  });

  it('happens once at a time', async () => {
    const { url, ranges } = await slowServer();
    const service = open({ url });
    const first = all(service.get('tiny'));
    while (ranges.length === 0) await new Promise(setImmediate);
    await expect(all(service.get('tiny'))).rejects.toMatchObject({ code: 'CONFLICT' });
    await service.cancel('tiny');
    expect((await first).at(-1)).toEqual({ type: 'cancelled' });
  });

  it('keeps verified bytes that cannot be loaded now, so that they need not come again', async () => {
    const page = Buffer.from('no model at all');
    const server = await serve((_, response) => response.end(page));
    const service = open({ url: server.here, sha256: sha256Of(page), size: page.length });
    await expect(all(service.get('tiny'))).rejects.toMatchObject({ code: 'MODEL_REFUSED' });
    expect((await service.list())[0]).toMatchObject({ partial: page.length, added: null });
    await expect(all(service.get('tiny'))).rejects.toMatchObject({ code: 'MODEL_REFUSED' });
    expect(server.seen).toHaveLength(1);
  });

  it('is refused for what no engine runs, before anything is asked for', async () => {
    const server = await serve((_, response) => response.end(bytes));
    const service = open({ url: server.here, roles: ['transcription'] });
    expect((await service.list())[0]).toMatchObject({ usable: false, suggested: false });
    await expect(all(service.get('tiny'))).rejects.toMatchObject({ code: 'MODEL_REFUSED' });
    expect(server.seen).toEqual([]);
  });

  it('is refused for what is not in the list', async () => {
    await expect(all(open({}).get('huge'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('getting a model from a folder that was carried in', () => {
  const server = async () => serve((_, response) => response.end(bytes));

  it.each([
    ['deep/er/tiny.gguf', 'its name'],
    ['TINY.GGUF', 'its name in capitals'],
    [`blobs/sha256-${sha256}`, 'its hash'],
    ['downloaded (1).bin', 'its size'],
  ])('finds %s by %s, and asks no network', async (name) => {
    const { seen, here } = await server();
    const stick = temporaryFolder();
    const original = writeInto(stick, name, bytes);
    const events = await all(open({ url: here }).get('tiny', stick));
    expect(events.at(-1)).toMatchObject({ type: 'done', model: { sha256, copied: true } });
    expect(inModels()).toEqual(whole);
    expect(existsSync(original)).toBe(true);
    expect(seen).toEqual([]);
  });

  it('refuses a damaged file with both hashes, unless another one is right', async () => {
    const stick = temporaryFolder();
    const damaged = Buffer.from(bytes);
    damaged[100] = 255 - damaged[100]!;
    writeInto(stick, 'a/tiny.gguf', damaged);
    await expect(all(open({}).get('tiny', stick))).rejects.toMatchObject(bothHashes(sha256Of(damaged)));
    expect(inModels()).toEqual([]);
    writeInto(stick, 'b/other name.gguf', bytes);
    expect((await all(open({}).get('tiny', stick))).at(-1)).toMatchObject({ type: 'done' });
  });

  it('tells what it looks for when it is not there', async () => {
    await expect(all(open({}).get('tiny', temporaryFolder()))).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('tiny.gguf'),
      hint: expect.stringContaining(sha256),
    });
    await expect(all(open({}).get('tiny', join(library, 'nowhere')))).rejects.toMatchObject({
      code: 'PATH_UNREADABLE',
    });
  });

  it('takes the folder’s own manifest besides, which cannot change what is known', async () => {
    const stick = temporaryFolder();
    writeInto(stick, 'own.gguf', bytes);
    const carried = (...given: Partial<ManifestModel>[]) =>
      writeInto(stick, 'models.json', JSON.stringify({ models: given.map((one) => ({ ...entry, ...one })) }));
    const known = { sha256: 'a'.repeat(64) };
    carried({ id: 'own', file: 'own.gguf' });
    const service = open(known);
    expect((await service.list(stick)).map(({ id }) => id)).toEqual(['tiny', 'own']);
    expect((await all(service.get('own', stick))).at(-1)).toMatchObject({ type: 'done', model: { sha256 } });
    await expect(all(service.get('own'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    carried({ id: 'tiny' });
    await expect(service.list(stick)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(new RegExp(`${sha256}.*${'a'.repeat(64)}`)),
    });
  });

  it('can be cancelled, and a download that was begun stays as it is', async () => {
    const stick = temporaryFolder();
    writeInto(stick, 'tiny.gguf', bytes);
    writeInto(library, `models/.partial-${id16}/tiny.gguf`, 'GGUF');
    const before = inModels();
    const abort = AbortSignal.abort();
    await expect(all(open({}).get('tiny', stick, abort))).rejects.toMatchObject({ name: 'AbortError' });
    expect(inModels()).toEqual(before);
  });
});
