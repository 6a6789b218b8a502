import { describe, expect, it, onTestFinished } from 'vitest';
import { startServer } from '../../e2e/http-server.ts';
import { ProviderRepository } from '../catalog/providers.ts';
import { egressForTests } from '../policy/policy-for-tests.ts';
import { ProviderService } from './providers/provider-service.ts';
import { ServerDiscovery } from './server-discovery.ts';

type Pages = Record<string, { status?: number; headers?: Record<string, string>; body: unknown }>;

/** Answers these paths, in JSON unless the body is a text, and 404 to all others. */
async function serve(pages: Pages) {
  const server = await startServer((request, response) => {
    const page = pages[request.url ?? ''];
    if (!page) return response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found');
    const { status = 200, headers, body } = page;
    const type = typeof body === 'string' ? 'text/html' : 'application/json';
    response.writeHead(status, { 'content-type': type, ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  onTestFinished(server.close);
  return server;
}

const list = (...models: { id: string; owned_by?: string; state?: string }[]) => ({
  body: { object: 'list', data: models },
});

function discoveryAt(ports: number[], policy: Parameters<typeof egressForTests>[0] = {}) {
  const parts = egressForTests(policy);
  const secrets = new Map<string, string>();
  const providers = new ProviderService({
    providers: new ProviderRepository(parts.catalog),
    egress: parts.egress,
    secrets: {
      place: 'keychain',
      isLocked: () => false,
      unlock: async () => undefined,
      get: async (name) => secrets.get(name) ?? null,
      set: async (name, secret) => void secrets.set(name, secret),
      delete: async (name) => void secrets.delete(name),
    },
  });
  return { ...parts, providers, discovery: new ServerDiscovery({ egress: parts.egress, providers, ports }) };
}

async function found(discovery: ServerDiscovery, signal?: AbortSignal) {
  return Array.fromAsync(discovery.find(signal));
}

describe('servers of models', () => {
  it.each<[string, Pages]>([
    ['ollama', { '/v1/models': list({ id: 'qwen3:4b', owned_by: 'library' }) }],
    [
      'ollama',
      {
        '/v1/models': list({ id: 'qwen3:4b', owned_by: 'me' }),
        '/api/tags': { body: { models: [{ name: 'qwen3:4b' }] } },
      },
    ],
    ['llama-server', { '/v1/models': list({ id: 'qwen3:4b', owned_by: 'llamacpp' }) }],
    ['llama-server', { '/v1/models': { ...list({ id: 'qwen3:4b' }), headers: { server: 'llama.cpp' } } }],
    ['vllm', { '/v1/models': list({ id: 'qwen3:4b', owned_by: 'vllm' }) }],
    ['lm-studio', { '/v1/models': list({ id: 'qwen3:4b', owned_by: 'organization_owner' }) }],
    [
      'lm-studio',
      { '/v1/models': list({ id: 'qwen3:4b' }), '/api/v0/models': list({ id: 'qwen3:4b', state: 'loaded' }) },
    ],
    [
      'koboldcpp',
      {
        '/v1/models': list({ id: 'qwen3:4b' }),
        '/api/extra/version': { body: { result: 'KoboldCpp', version: '1.9' } },
      },
    ],
    [
      'tgi',
      { '/v1/models': list({ id: 'qwen3:4b' }), '/info': { body: { model_id: 'qwen3:4b', max_total_tokens: 4096 } } },
    ],
    ['unknown', { '/v1/models': list({ id: 'qwen3:4b' }), '/api/tags': { body: 'a page' } }],
  ])('%s is told by what it answers', async (program, pages) => {
    const { port } = await serve(pages);
    const { discovery } = discoveryAt([port]);
    expect(await found(discovery)).toEqual([
      {
        type: 'server',
        program,
        baseUrl: `http://localhost:${port}/v1`,
        models: ['qwen3:4b'],
        needsKey: false,
        provider: null,
      },
    ]);
  });

  it('may want a key first', async () => {
    const closed = await serve({ '/v1/models': { status: 401, body: { error: 'Invalid API key' } } });
    const webUi = await serve({ '/v1/models': { body: '<html>' }, '/api/config': { body: { name: 'Open WebUI' } } });
    const { discovery } = discoveryAt([closed.port, webUi.port]);
    expect(
      (await found(discovery)).toSorted((one, other) => (JSON.stringify(one) > JSON.stringify(other) ? 1 : -1)),
    ).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          program: 'unknown',
          needsKey: true,
          models: [],
          baseUrl: `http://localhost:${closed.port}/v1`,
        }),
        expect.objectContaining({
          program: 'open-webui',
          needsKey: true,
          baseUrl: `http://localhost:${webUi.port}/api`,
        }),
      ]),
    );
  });

  it('are not what else listens at a port', async () => {
    const elsewhere = await serve({ '/v1/models': list({ id: 'secret' }) });
    const others = await Promise.all([
      serve({}),
      serve({ '/v1/models': { body: '<html>Hello</html>' } }),
      serve({ '/v1/models': { body: { data: 'no list' } } }),
      serve({ '/v1/models': { status: 401, body: '<html>Please log in</html>' } }),
      serve({ '/v1/models': { status: 302, headers: { location: `${elsewhere.here}/v1/models` }, body: '' } }),
      serve({ '/v1/models': { body: ' '.repeat(3 * 2 ** 20) } }),
    ]);
    const gone = await startServer(() => undefined);
    gone.close();
    const { discovery } = discoveryAt([...others, gone].map(({ port }) => port));
    expect(await found(discovery)).toEqual([]);
    expect(elsewhere.seen).toEqual([]);
  });

  it('are passed over when they do not answer in time', async () => {
    const silent = await startServer(() => undefined);
    onTestFinished(silent.close);
    const { discovery } = discoveryAt([silent.port]);
    expect(await found(discovery)).toEqual([]);
  });

  it('that are providers already are told as such, by any name of this machine', async () => {
    const { port, here } = await serve({ '/v1/models': list({ id: 'a', owned_by: 'vllm' }) });
    const { discovery, providers } = discoveryAt([port]);
    const { id } = await providers.add({
      kind: 'openai-compatible',
      name: 'Mine',
      baseUrl: `${here}/v1`,
      headers: {},
      caPath: '',
      certificatePath: '',
      certificateKeyPath: '',
    });
    expect(await found(discovery)).toMatchObject([{ provider: { id, name: 'Mine' } }]);
  });

  it('are asked at allowed hosts when the mode lets them be, one by one, and in the audit log', async () => {
    const server = await serve({ '/v1/models': list({ id: 'a', owned_by: 'vllm' }) });
    const allowList = [`0.0.0.0:${server.port}`, '*.example', '10.0.0.0/8'];
    const airGapped = discoveryAt([], { allowList });
    const reasons = (await found(airGapped.discovery)).map((step) =>
      step.type === 'skipped' ? step.reason : step.baseUrl,
    );
    expect(reasons).toEqual([
      expect.stringContaining('air-gapped'),
      ...Array(2).fill(expect.stringContaining('many hosts')),
    ]);
    expect([server.seen, airGapped.audit.before(undefined, 10)]).toEqual([[], []]);

    const boundary = discoveryAt([], { mode: 'boundary', allowList });
    expect((await found(boundary.discovery)).filter(({ type }) => type === 'server')).toMatchObject([
      { program: 'vllm', baseUrl: `${server.elsewhere}/v1` },
    ]);
    const lines = boundary.audit.before(undefined, 100);
    expect(new Set(lines.map(({ purpose, host }) => `${purpose} ${host}`))).toEqual(
      new Set([`find model servers 0.0.0.0:${server.port}`]),
    );
  });

  it('are no longer asked when the caller goes away', async () => {
    const { port, seen } = await serve({ '/v1/models': list({ id: 'a' }) });
    const { discovery } = discoveryAt([port]);
    await expect(found(discovery, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    expect(seen).toEqual([]);
  });
});
