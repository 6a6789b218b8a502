import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startServer } from '../../../e2e/http-server.ts';
import { temporaryFolder } from '../../../e2e/temporary-folder.ts';
import { egressForTests } from '../../policy/policy-for-tests.ts';
import { download } from './download.ts';
import { IncomingFile } from './incoming-file.ts';

const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7919) >> 8));
const sha256 = createHash('sha256').update(bytes).digest('hex');

type Serve = Parameters<typeof startServer>[0];
type Answer = (request: Parameters<Serve>[0], response: Parameters<Serve>[1], asked: number) => void;

/** Serves by `answer`, which is told how many requests came before; notes the ranges that were asked for. */
async function serve(answer: Answer) {
  const ranges: (string | undefined)[] = [];
  const server = await startServer((request, response) => {
    ranges.push(request.headers.range);
    answer(request, response, ranges.length - 1);
  });
  onTestFinished(server.close);
  return { ranges, here: server.here, elsewhere: server.elsewhere };
}

async function fetched(
  url: string,
  options: { size?: number; before?: Buffer; policy?: Parameters<typeof egressForTests>[0]; signal?: AbortSignal } = {},
) {
  const { egress, audit } = egressForTests(options.policy);
  const file = await IncomingFile.open(join(temporaryFolder(), 'model.gguf'));
  onTestFinished(() => file.close());
  if (options.before) await file.append(options.before);
  const seen: [number, number | null][] = [];
  const waits: number[] = [];
  const failure = await download(
    file,
    { url, size: options.size },
    {
      fetch: egress.fetchFor({ purpose: 'get a model', model: 'tiny' }),
      signal: options.signal ?? new AbortController().signal,
      onProgress: (at, total) => seen.push([at, total]),
      wait: async (fruitless) => void waits.push(fruitless),
    },
  ).then(
    () => null,
    (error: unknown) => error,
  );
  return { failure, file, seen, waits, hash: await file.finish(), audit, egress };
}

const whole: Answer = (_, response) => response.writeHead(200, { 'content-length': bytes.length }).end(bytes);

/** As a server that knows ranges. */
const ranged: Answer = (request, response) => {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (start >= bytes.length) return response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
  if (start === 0) return whole(request, response, 0);
  return response
    .writeHead(206, {
      'content-length': bytes.length - start,
      'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}`,
    })
    .end(bytes.subarray(start));
};

/** Sends so much of the rest, then cuts the connection. */
function cut(after: number): Answer {
  return (request, response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const head = {
      'content-length': bytes.length - start,
      'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}`,
    };
    response.writeHead(start > 0 ? 206 : 200, head);
    response.write(bytes.subarray(start, start + after), () => setImmediate(() => response.destroy()));
  };
}

describe('a download', () => {
  it('brings the bytes, tells how far it is, and is in the audit log', async () => {
    const { here } = await serve(whole);
    const { failure, hash, seen, audit } = await fetched(here);
    expect([failure, hash]).toEqual([null, sha256]);
    expect(seen.at(-1)).toEqual([bytes.length, bytes.length]);
    expect(audit.before(undefined, 10)).toMatchObject([
      { purpose: 'get a model', model: 'tiny', decision: 'allowed', bytesOut: 0 },
    ]);
  });

  it('knows no total where the server does not say', async () => {
    const { here } = await serve((_, response) => {
      response.write(bytes.subarray(0, 10));
      response.end(bytes.subarray(10));
    });
    const { failure, hash, seen } = await fetched(here);
    expect([failure, hash, seen.at(-1)]).toEqual([null, sha256, [bytes.length, null]]);
  });

  it('goes on after a connection was cut, by a range', async () => {
    const { here, ranges } = await serve((request, response, asked) =>
      (asked < 2 ? cut(100_000) : ranged)(request, response, asked),
    );
    const { failure, hash, waits } = await fetched(here, { size: bytes.length });
    expect([failure, hash]).toEqual([null, sha256]);
    expect(ranges[0]).toBeUndefined();
    expect(ranges.at(-1)).toMatch(/^bytes=[1-9]\d*-$/);
    expect(waits).toEqual([0, 0]);
  });

  it('goes on after what an earlier process left', async () => {
    const { here, ranges } = await serve(ranged);
    const { failure, hash } = await fetched(here, { before: bytes.subarray(0, 1234) });
    expect([failure, hash, ranges]).toEqual([null, sha256, ['bytes=1234-']]);
  });

  it('begins anew where the server knows no ranges', async () => {
    const { here, ranges } = await serve(whole);
    const { failure, hash, file } = await fetched(here, { before: Buffer.alloc(5000, 'x') });
    expect([failure, hash, ranges]).toEqual([null, sha256, ['bytes=5000-']]);
    expect(readFileSync(file.path).equals(bytes)).toBe(true);
  });

  it('asks for nothing that is there already', async () => {
    const { here, ranges } = await serve(ranged);
    expect((await fetched(here, { before: bytes, size: bytes.length })).hash).toBe(sha256);
    expect(ranges).toEqual([]);
    // Without a known size the server tells.
    expect(await fetched(here, { before: bytes })).toMatchObject({ failure: null, hash: sha256 });
  });

  it('begins anew when there is more than there should be', async () => {
    const { here } = await serve(ranged);
    const longer = Buffer.concat([bytes, Buffer.alloc(10)]);
    expect(await fetched(here, { before: longer })).toMatchObject({ failure: null, hash: sha256 });
    expect(await fetched(here, { before: longer, size: bytes.length })).toMatchObject({ failure: null, hash: sha256 });
  });

  it('goes on when a server gives a part of the rest, and does not take another part for it', async () => {
    const { here } = await serve((request, response, asked) => {
      if (asked > 1) return ranged(request, response, asked);
      const start = asked === 0 ? 10 : 3;
      response.writeHead(206, { 'content-range': `bytes ${start}-19/${bytes.length}` }).end(bytes.subarray(start, 20));
    });
    const { failure, hash } = await fetched(here, { before: bytes.subarray(0, 10) });
    expect([failure, hash]).toEqual([null, sha256]);
  });

  it('is given up when nothing more comes, and keeps what came', async () => {
    const { here, ranges } = await serve((request, response, asked) =>
      asked === 0 ? cut(100_000)(request, response, 0) : response.destroy(),
    );
    const { failure, file, waits } = await fetched(here);
    expect(failure).toMatchObject({ code: 'PROVIDER_FAILED', hint: expect.stringContaining('kept') });
    expect(file.bytes).toBeGreaterThan(0);
    expect(waits).toEqual([0, 1, 2, 3]);
    expect(ranges).toHaveLength(5);
  });

  it('tries again what may pass, and not what will not', async () => {
    const busy = await serve((request, response, asked) =>
      asked === 0 ? response.writeHead(503).end() : whole(request, response, asked),
    );
    expect(await fetched(busy.here)).toMatchObject({ failure: null, hash: sha256 });
    const gone = await serve((_, response) => response.writeHead(404).end('<html>'));
    expect((await fetched(gone.here)).failure).toMatchObject({
      code: 'PROVIDER_FAILED',
      message: expect.stringContaining('404'),
    });
    expect(gone.ranges).toHaveLength(1);
  });

  it('takes no more than there should be', async () => {
    const { here } = await serve(whole);
    const { failure } = await fetched(here, { size: 1000 });
    expect(failure).toMatchObject({ code: 'MODEL_REFUSED', message: expect.stringContaining('1000 bytes') });
  });

  it('needs room before it begins', async () => {
    const { here, ranges } = await serve(whole);
    const { failure } = await fetched(here, { size: 8 * 2 ** 50 });
    expect(failure).toMatchObject({ code: 'DISK_FULL', message: expect.stringMatching(/\d+\.\d\d GiB/) });
    expect(ranges).toEqual([]);
    const large = await serve((_, response) =>
      response.writeHead(200, { 'content-length': 8 * 2 ** 50 }).flushHeaders(),
    );
    expect((await fetched(large.here)).failure).toMatchObject({ code: 'DISK_FULL' });
  });

  it('follows a redirect only to where it may go', async () => {
    const store = await serve(whole);
    const { here } = await serve((_, response) =>
      response.writeHead(302, { location: `${store.elsewhere}/file` }).end(),
    );
    const policy = { mode: 'boundary', allowList: [] } as const;
    expect((await fetched(here, { policy: { ...policy, allowList: [] } })).failure).toMatchObject({
      code: 'EGRESS_REFUSED',
    });
    expect(store.ranges).toEqual([]);
    expect(await fetched(here, { policy: { mode: 'boundary', allowList: ['0.0.0.0'] } })).toMatchObject({
      failure: null,
      hash: sha256,
    });
  });

  it('ends at once when the caller wants it', async () => {
    const abort = new AbortController();
    const { here } = await serve((_, response) => {
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 1000));
      setImmediate(() => abort.abort());
    });
    const { failure, waits } = await fetched(here, { signal: abort.signal });
    expect(failure).toMatchObject({ name: 'AbortError' });
    expect(waits).toEqual([]);
  });
});
