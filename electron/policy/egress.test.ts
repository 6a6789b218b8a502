import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startServer } from '../../e2e/http-server.ts';
import { egressForTests } from './policy-for-tests.ts';

async function serve(answer: Parameters<typeof startServer>[0]) {
  const server = await startServer(answer);
  onTestFinished(server.close);
  return server;
}

const refused = expect.objectContaining({ code: 'EGRESS_REFUSED' });

describe('the way out', () => {
  let server: Awaited<ReturnType<typeof serve>>;
  beforeEach(async () => {
    server = await serve((request, response) => {
      const target = new URL(request.url!, 'http://x').searchParams.get('to');
      if (target) response.writeHead(Number(request.url!.slice(1, 4)), { location: target }).end();
      else response.end(`answer to ${request.url}`);
    });
  });

  it('writes each request down, with what went out', async () => {
    const { egress, audit } = egressForTests();
    const content = [{ assetId: 'a'.repeat(64), sha256: createHash('sha256').update('text').digest('hex') }];
    const fetch = egress.fetchFor({ purpose: 'chat', model: 'tiny', content });
    const response = await fetch(`${server.here}/v1?key=secret`, { method: 'POST', body: 'häuser' });
    expect(await response.text()).toBe('answer to /v1?key=secret');
    expect(audit.before(undefined, 10)).toEqual([
      expect.objectContaining({
        mode: 'air-gapped',
        event: 'request',
        decision: 'allowed',
        host: `127.0.0.1:${server.port}`,
        purpose: 'chat',
        model: 'tiny',
        bytesOut: 7,
        content,
      }),
    ]);
    expect(JSON.stringify(audit.before(undefined, 10))).not.toContain('secret');
  });

  it('sends forms with files, and counts their bytes', async () => {
    const { egress, audit } = egressForTests();
    const form = new FormData();
    form.append('model', 'ear');
    form.append('file', new Blob(['RIFF of a recording']), 'note.wav');
    await egress.fetchFor({ purpose: 'transcribe' })(`${server.here}/v1`, { method: 'POST', body: form });
    const { body } = server.seen[0]!;
    expect(body).toMatch(/name="model"\r\n\r\near\r\n.*filename="note.wav".*RIFF of a recording/s);
    expect(audit.before(undefined, 1)[0]!.bytesOut).toBe(Buffer.byteLength(body));
  });

  it('refuses what the mode forbids before a name is looked up or a byte is sent, and writes that down', async () => {
    const { egress, audit } = egressForTests();
    await expect(egress.fetchFor({ purpose: 'chat' })(`${server.elsewhere}/v1`)).rejects.toEqual(refused);
    await expect(egress.fetchFor({ purpose: 'chat' })('https://no-such-name.invalid/')).rejects.toEqual(refused);
    expect(server.seen).toEqual([]);
    expect(audit.before(undefined, 10).map(({ decision, bytesOut }) => [decision, bytesOut])).toEqual([
      ['refused', 0],
      ['refused', 0],
    ]);
  });

  it('follows a redirect only to where a request may go', async () => {
    const { egress, audit } = egressForTests({ mode: 'boundary' });
    const fetch = egress.fetchFor({ purpose: 'chat' });
    const away = encodeURIComponent(`${server.elsewhere}/secret`);
    await expect(fetch(`${server.here}/307?to=${away}`, { method: 'POST', body: 'text' })).rejects.toEqual(refused);
    expect(server.seen).toHaveLength(1);
    expect(audit.before(undefined, 1)[0]).toMatchObject({ decision: 'refused', host: `0.0.0.0:${server.port}` });
    await expect(fetch(`${server.here}/302?to=%2Fagain`).then((response) => response.text())).resolves.toBe(
      'answer to /again',
    );
    await expect(
      fetch(`${server.here}/302?to=${encodeURIComponent('/302?to=%2F302%3Fto%3Dx')}`).then((r) => r.text()),
    ).resolves.toMatch(/answer/);
  });

  it('ends redirects that go in circles', async () => {
    const { egress } = egressForTests();
    const circle = await serve((_, response) => response.writeHead(302, { location: '/' }).end());
    await expect(egress.fetchFor({ purpose: 'chat' })(circle.here)).rejects.toThrow(/in circles/);
    expect(circle.seen).toHaveLength(6);
  });

  it('keeps a key from another origin that a server redirects to', async () => {
    const { egress } = egressForTests({ mode: 'boundary', allowList: ['0.0.0.0'] });
    const to = encodeURIComponent(`${server.elsewhere}/other`);
    await egress.fetchFor({ purpose: 'chat' })(`${server.here}/307?to=${to}`, {
      method: 'POST',
      body: 'text',
      headers: { authorization: 'Bearer key' },
    });
    expect(server.seen.map(({ url, authorization, body }) => [url, authorization, body])).toEqual([
      [`/307?to=${to}`, 'Bearer key', 'text'],
      ['/other', undefined, 'text'],
    ]);
  });

  it('ends a running answer at once when the policy no longer allows it', async () => {
    const endless = await serve((_, response) => {
      const timer = setInterval(() => response.write('more '), 5);
      response.on('close', () => clearInterval(timer));
    });
    const { egress, audit } = egressForTests({ mode: 'boundary', allowList: ['0.0.0.0'] });
    const running = await egress.fetchFor({ purpose: 'chat' })(endless.elsewhere);
    const here = await egress.fetchFor({ purpose: 'chat' })(endless.here);
    const read = async (response: Response) => {
      for await (const _ of response.body as AsyncIterable<Uint8Array>)
        if (egress.policy().mode === 'air-gapped') return;
    };
    const reading = expect(read(running)).rejects.toEqual(refused);
    egress.update({ mode: 'air-gapped' });
    await reading;
    await read(here);
    expect(audit.before(undefined, 2).map(({ event, host }) => [event, host])).toEqual([
      ['ended', `0.0.0.0:${endless.port}`],
      ['policy', ''],
    ]);
  });

  it('can be cancelled by its caller', async () => {
    const silent = await serve(() => undefined);
    const { egress } = egressForTests();
    const abort = new AbortController();
    const call = egress.fetchFor({ purpose: 'chat' })(silent.here, { signal: abort.signal });
    setTimeout(() => abort.abort(), 20);
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('sends nothing when the audit log cannot be written', async () => {
    const { egress, catalog } = egressForTests();
    catalog.run("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT raise(ABORT, 'disk full'); END");
    await expect(egress.fetchFor({ purpose: 'chat' })(server.here)).rejects.toThrow(/disk full/);
    expect(server.seen).toEqual([]);
  });

  it('keeps the policy as it was when an entry is wrong', () => {
    const { egress } = egressForTests({ mode: 'boundary', allowList: ['a.example'] });
    expect(() => egress.update({ allowList: ['b.example', 'http://c'] })).toThrow(/“http:\/\/c” is not a host/);
    expect(egress.policy()).toEqual({ mode: 'boundary', allowList: ['a.example'] });
    expect(egress.obstacle('https://b.example')).toMatch(/not on the list/);
    expect(egress.obstacle('https://a.example')).toBeNull();
  });
});
