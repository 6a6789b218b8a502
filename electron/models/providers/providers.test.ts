import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Fault, SCRIPTED_KEY, scriptedProvider } from '../../../e2e/model-servers/scripted-provider.ts';
import type { ProviderKind } from '../../../shared/contract/providers.ts';
import { ModelRepository, type RemoteModel as RemoteModelRow } from '../../catalog/models.ts';
import { ProviderRepository } from '../../catalog/providers.ts';
import { egressForTests } from '../../policy/policy-for-tests.ts';
import { EncryptedFile } from '../../policy/secrets/encrypted-file.ts';
import type { SecretStore } from '../../policy/secrets/secret-store.ts';
import { ProviderService } from './provider-service.ts';

async function serverOf(kind: ProviderKind) {
  const server = await scriptedProvider(kind);
  onTestFinished(server.close);
  return server;
}

function secretsInMemory(): SecretStore & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    place: 'keychain',
    isLocked: () => false,
    unlock: async () => undefined,
    get: async (name) => kept.get(name) ?? null,
    set: async (name, secret) => void kept.set(name, secret),
    delete: async (name) => void kept.delete(name),
  };
}

function service(policy: Parameters<typeof egressForTests>[0] = {}) {
  const parts = egressForTests(policy);
  const secrets = secretsInMemory();
  const providers = new ProviderService({
    providers: new ProviderRepository(parts.catalog),
    secrets,
    egress: parts.egress,
  });
  return { ...parts, secrets, providers };
}

const wanted = (kind: ProviderKind, baseUrl: string, key = SCRIPTED_KEY) => ({
  kind,
  name: `My ${kind}`,
  baseUrl,
  key,
  headers: {},
  caPath: '',
  certificatePath: '',
  certificateKeyPath: '',
});

const rowOf = (providerId: string, remoteName: string): RemoteModelRow => ({
  id: 'm',
  name: remoteName,
  capabilities: ['chat'],
  languages: [],
  engine: null,
  path: null,
  providerId,
  remoteName,
  sha256: '',
  size: 0,
  architecture: '',
  quantisation: '',
  parameters: 0,
  contextSize: 8192,
  dimensions: 0,
  licence: '',
  added: 0,
});

const spoken: ProviderKind[] = ['openai-compatible', 'openai', 'anthropic', 'google', 'mistral'];
const turns = [
  { role: 'system' as const, text: 'Cite.' },
  { role: 'user' as const, text: 'When was the harbour dredged?' },
];

describe.each(spoken)('a provider of the kind %s', (kind) => {
  it('is asked what it offers, tried out, and answers in a stream', async () => {
    const server = await serverOf(kind);
    const { providers, audit } = service();
    const { id } = await providers.add(wanted(kind, server.baseUrl));
    expect(await providers.offered(id)).toEqual([
      { name: 'embed-letters', contextSize: 32768 },
      { name: 'scribe', contextSize: 32768 },
    ]);
    const { capabilities } = await providers.probe(id, 'scribe');
    expect(capabilities).toEqual(expect.arrayContaining(['chat', 'tools']));
    const events: string[] = [];
    const content = [{ assetId: 'a'.repeat(64), sha256: 'b'.repeat(64) }];
    const answer = await providers.backend(rowOf(id, 'scribe')).chat(turns, {
      purpose: 'answer a question',
      content,
      maxTokens: 100,
      onEvent: (event) => events.push(event.type === 'text' ? event.text : event.type),
    });
    expect(answer).toMatchObject({ text: 'The harbour was dredged in 1931 [1].', stopped: 'end' });
    expect(events.join('')).toBe(answer.text);
    expect(events.length).toBeGreaterThan(1);
    expect(server.bodies.at(-1)).toContain('Cite.');
    expect(audit.before(undefined, 1)[0]).toMatchObject({
      decision: 'allowed',
      purpose: 'answer a question',
      model: `My ${kind}/scribe`,
      content,
      bytesOut: Buffer.byteLength(server.bodies.at(-1)!),
    });
  });

  it('says who refuses what when its key is wrong', async () => {
    const server = await serverOf(kind);
    const { providers, secrets } = service();
    await expect(providers.add(wanted(kind, server.baseUrl, 'wrong'))).rejects.toMatchObject({
      code: 'PROVIDER_FAILED',
      message: expect.stringMatching(/refuses the key \(401\).*Incorrect API key/),
    });
    expect(providers.list()).toEqual([]);
    expect(secrets.kept.size).toBe(0);
  });
});

it('keeps nothing among the keys of a server that asks for none, so that they may stay locked', async () => {
  const server = await scriptedProvider('openai-compatible', { wantsKey: false });
  onTestFinished(server.close);
  const parts = egressForTests();
  const providers = new ProviderService({
    providers: new ProviderRepository(parts.catalog),
    secrets: new EncryptedFile(join(parts.libraryPath, 'secrets.json')),
    egress: parts.egress,
  });
  const { id } = await providers.add({ ...wanted('openai-compatible', server.baseUrl), key: undefined });
  expect(await providers.offered(id)).toHaveLength(2);
  await expect(providers.add({ ...wanted('mistral', server.baseUrl) })).rejects.toMatchObject({
    code: 'SECRETS_LOCKED',
  });
  await providers.remove(id);
  expect(providers.list()).toEqual([]);
});

it.each(['openai-compatible', 'openai', 'google', 'mistral'] as const)('%s embeds, in unit vectors', async (kind) => {
  const server = await serverOf(kind);
  const { providers } = service();
  const { id } = await providers.add(wanted(kind, server.baseUrl));
  expect(await providers.probe(id, 'embed-letters')).toEqual({ capabilities: ['embedding'], dimensions: 26 });
  const [one, other, none] = await providers
    .backend(rowOf(id, 'embed-letters'))
    .embed(['abba', 'baab', '…'], { purpose: 'embed passages' });
  expect(one).toEqual(other);
  expect(Math.hypot(...one!)).toBeCloseTo(1);
  expect([...none!].every((value) => value === 0)).toBe(true);
});

describe('when a server fails', () => {
  const busy: Fault = {
    type: 'status',
    status: 429,
    headers: { 'retry-after-ms': '5' },
    body: '{"error":{"message":"Slow down."}}',
  };

  async function asked(...faults: Fault[]) {
    const server = await serverOf('openai-compatible');
    const { providers } = service();
    const { id } = await providers.add(wanted('openai-compatible', server.baseUrl));
    server.faults.push(...faults);
    const events: string[] = [];
    const call = providers.backend(rowOf(id, 'scribe')).chat(turns, {
      purpose: 'answer a question',
      maxTokens: 100,
      onEvent: (event) => events.push(event.type === 'text' ? event.text : ''),
    });
    return { call, events, server, providers, id };
  }

  it('tries again when it is busy', async () => {
    const { call } = await asked(busy, busy);
    expect((await call).text).toContain('1931');
  });

  it.each<[name: string, faults: Fault[], expected: RegExp]>([
    ['stays busy', [busy, busy, busy], /busy or your quota is used up \(429\).*“Slow down\.”/],
    ['breaks off in the middle', [{ type: 'cut', afterChunks: 2 }], /broke the (answer|connection) off/],
    ['sends what is no JSON', [{ type: 'garbage' }], /answered in a way that its kind of provider does not|failed/],
    ['sends a web page', [{ type: 'web page' }], /answered in a way|broke the answer off/],
    [
      'does not know the model',
      [{ type: 'status', status: 404, body: '{"error":"no such model"}' }],
      /\(404\).*“no such model”/,
    ],
    [
      'finds the prompt too long',
      [{ type: 'status', status: 400, body: '{"error":{"message":"maximum context length is 4096"}}' }],
      /too long/,
    ],
  ])('that %s, it is said', async (_, faults, expected) => {
    const { call } = await asked(...faults);
    await expect(call).rejects.toMatchObject({ code: 'PROVIDER_FAILED', message: expect.stringMatching(expected) });
  });

  it('answers the next question after a stream was cut', async () => {
    const { call, providers, id } = await asked({ type: 'cut', afterChunks: 2 });
    await expect(call).rejects.toMatchObject({ code: 'PROVIDER_FAILED' });
    const again = await providers.backend(rowOf(id, 'scribe')).chat(turns, { purpose: 'again', maxTokens: 100 });
    expect(again.text).toContain('1931');
  });

  it('can be stopped while it is silent', async () => {
    const server = await serverOf('openai-compatible');
    const { providers } = service();
    const { id } = await providers.add(wanted('openai-compatible', server.baseUrl));
    server.faults.push({ type: 'silent' });
    const abort = new AbortController();
    const call = providers
      .backend(rowOf(id, 'scribe'))
      .chat(turns, { purpose: 'x', maxTokens: 10, signal: abort.signal });
    setTimeout(() => abort.abort(), 30);
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('says that nothing is there, or that what is there is no provider', async () => {
    const { providers } = service();
    // A port that is free, as far as one can know.
    await expect(providers.add(wanted('openai-compatible', 'http://127.0.0.1:49151/v1'))).rejects.toMatchObject({
      code: 'PROVIDER_FAILED',
      message: expect.stringContaining('Nothing answers at 127.0.0.1:49151'),
    });
    const page = await serverOf('openai-compatible');
    page.faults.push({ type: 'web page' });
    await expect(providers.add(wanted('openai-compatible', page.baseUrl))).rejects.toMatchObject({
      code: 'PROVIDER_FAILED',
      message: expect.stringContaining('does not answer as a provider'),
    });
  });
});

describe('the network policy', () => {
  it('keeps providers from being added, listed and used where they may not be reached', async () => {
    const server = await serverOf('openai-compatible');
    const { providers, egress } = service({ mode: 'boundary', allowList: [] });
    const there = wanted('openai-compatible', server.elsewhereUrl);
    await expect(providers.add(there)).rejects.toMatchObject({ code: 'EGRESS_REFUSED' });
    await expect(providers.add(wanted('openai', 'https://api.openai.com/v1'))).rejects.toMatchObject({
      code: 'EGRESS_REFUSED',
      message: expect.stringContaining('not on the list'),
    });
    expect(server.seen).toEqual([]);
    egress.update({ allowList: ['0.0.0.0'] });
    const { id } = await providers.add(there);
    expect(providers.place(id)).toMatchObject({ location: 'boundary', obstacle: null });
    egress.update({ mode: 'air-gapped' });
    expect(providers.place(id).obstacle).toContain('air-gapped');
    const before = server.seen.length;
    await expect(
      providers.backend(rowOf(id, 'scribe')).chat(turns, { purpose: 'answer a question', maxTokens: 10 }),
    ).rejects.toMatchObject({ code: 'EGRESS_REFUSED' });
    await expect(providers.probe(id, 'scribe')).rejects.toMatchObject({ code: 'EGRESS_REFUSED' });
    expect(server.seen).toHaveLength(before);
  });
});

it('keeps the key out of the catalog, the log and what is listed', async () => {
  const server = await serverOf('openai-compatible');
  const { providers, catalog, audit } = service();
  const { id } = await providers.add({
    ...wanted('openai-compatible', server.baseUrl),
    headers: { 'x-team': 'secret-team-token' },
  });
  await providers.offered(id);
  new ModelRepository(catalog).keep(rowOf(id, 'scribe'));
  const tables = catalog.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'");
  const everything = JSON.stringify([
    tables.map(({ name }) => catalog.all(`SELECT * FROM "${name}"`)),
    audit.before(undefined, 100),
    providers.list(),
  ]);
  expect(everything).not.toContain(SCRIPTED_KEY);
  expect(everything).not.toContain('secret-team-token');
  expect(everything).toContain('x-team');
  await providers.remove(id);
  expect(providers.list()).toEqual([]);
  expect(new ModelRepository(catalog).list()).toEqual([]);
});
