import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { RPCHandler } from '@orpc/server/message-port';
import { expect, onTestFinished, test, vi } from 'vitest';
import { SCRIPTED_KEY, scriptedProvider } from '../../e2e/model-servers/scripted-provider.ts';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';
import type { HostClient } from '../../shared/contract/index.ts';
import { type Host, openHost } from '../host.ts';
import { nodePlatform } from '../platform/node.ts';
import type { Platform, SystemCipher } from '../platform/platform.ts';
import { ended, ingest } from './open-library-for-tests.ts';

const HEADER_SECRET = 'gate-pass-98f2c1d07b';
const PASSPHRASE = 'correct horse battery';
const secrets = [SCRIPTED_KEY, HEADER_SECRET, PASSPHRASE];

/** How a secret may stand in a file or a message: as it is, and as programs write it where it must not be seen. */
const spellings = secrets.flatMap((secret) => {
  const bytes = Buffer.from(secret);
  // Base64 of something longer holds it in one of three ways, the ends of which hang on what is beside it.
  const inBase64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(4, -4),
  );
  return [secret, ...inBase64, bytes.toString('hex'), Buffer.from(secret, 'utf16le').toString('latin1')];
});
const betrayed = (text: string) => spellings.filter((spelling) => text.includes(spelling));

/** A cipher as Electron has it: its key is with the system and not in the library. */
function cipherInMemory(): SystemCipher {
  const [key, iv] = [randomBytes(32), randomBytes(16)];
  return {
    isAvailable: async () => true,
    encrypt: async (text) => {
      const cipher = createCipheriv('aes-256-ctr', key, iv);
      return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    },
    decrypt: async (sealed) => createDecipheriv('aes-256-ctr', key, iv).update(sealed).toString('utf8'),
  };
}

/** A client that speaks with the host as a window of Electron does, and all that the host said to it. */
function windowOf(host: Host): { client: HostClient; heard: () => string } {
  const [outer, inner] = [new MessageChannel(), new MessageChannel()];
  const heard: string[] = [];
  outer.port2.onmessage = ({ data }) => inner.port1.postMessage(data);
  inner.port1.onmessage = ({ data }) => {
    heard.push(typeof data === 'string' ? data : Buffer.from(data as Uint8Array).toString('latin1'));
    outer.port2.postMessage(data);
  };
  new RPCHandler(host.router).upgrade(inner.port2, { context: {} });
  inner.port2.start();
  outer.port1.start();
  onTestFinished(() => [outer, inner].forEach(({ port1 }) => void port1.close()));
  return { client: createORPCClient(new RPCLink({ port: outer.port1 })), heard: () => heard.join('\n') };
}

/** Each file below a folder by its path, as Latin-1 so that no byte is lost. */
function filesIn(folder: string): [path: string, bytes: string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => [path, readFileSync(path, 'latin1')]);
}

function expectNoSecretIn(library: string): void {
  const files = filesIn(library);
  expect(files.map(([path]) => path.slice(library.length + 1))).toContain('catalog.db');
  for (const [path, bytes] of files) expect(betrayed(bytes), path).toEqual([]);
}

/** What the process itself prints from here on. */
function printed(): () => string {
  const lines: string[] = [];
  const keep = (...parts: unknown[]) => {
    lines.push(parts.map((part) => (part instanceof Error ? (part.stack ?? '') : String(part))).join(' '));
    return true;
  };
  const spies = [
    ...(['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation(keep),
    ),
    ...[process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockImplementation(keep)),
  ];
  onTestFinished(() => spies.forEach((spy) => void spy.mockRestore()));
  return () => lines.join('\n');
}

const stores: [name: string, cipher: () => Platform['cipher']][] = [
  ['the keychain, or the encrypted file where there is none', () => null],
  ['the cipher of the system', cipherInMemory],
];

test.each(stores)('the key of a server is nowhere but in %s', { timeout: 120_000 }, async (_, cipher) => {
  const out = printed();
  const folder = temporaryFolder();
  const library = join(folder, 'library');
  const server = await scriptedProvider('openai-compatible', { models: ['scribe', 'scribe-two'] });
  onTestFinished(server.close);
  const host = await openHost({ platform: { ...nodePlatform('cli'), cipher: cipher() }, libraryPath: library });
  const { client, heard } = windowOf(host);
  await client.secrets.unlock({ passphrase: PASSPHRASE });
  mkdirSync(join(folder, 'documents'));
  writeFileSync(join(folder, 'documents', 'harbour.txt'), 'The harbour was dredged in 1931.');
  await ingest({ ...host, client }, join(folder, 'documents'));

  const { id } = await client.providers.add({
    kind: 'openai-compatible',
    name: 'Server',
    baseUrl: server.baseUrl,
    key: SCRIPTED_KEY,
    headers: { 'X-Gate': HEADER_SECRET },
  });
  expect(await client.providers.list()).toMatchObject([{ headers: ['X-Gate'] }]);
  await client.providers.models({ id });
  const one = await client.providers.addModel({ id, model: 'scribe' });
  const other = await client.providers.addModel({ id, model: 'scribe-two' });
  const exports: string[] = [];

  const answer = async () => {
    let whole = '';
    const question = { question: 'When was the harbour dredged?', conversationId: null, keep: true };
    for await (const event of await client.chat.ask(question)) if (event.type === 'done') whole = event.answer;
    return whole;
  };
  expect(await answer()).toContain('1931');

  // Servers quote what they were sent when they do not like it: in a refusal, and in the middle of a long text.
  const quoting = (status: number, more = '') => ({
    type: 'status' as const,
    status,
    body: JSON.stringify({
      error: { message: `${more}Incorrect key: Bearer ${SCRIPTED_KEY}, X-Gate: ${HEADER_SECRET}.` },
    }),
  });
  for (const fault of [quoting(401), quoting(400), quoting(422, 'x'.repeat(150)), quoting(403, 'x'.repeat(170))]) {
    server.faults.push(fault);
    await expect(answer()).rejects.toMatchObject({ code: 'PROVIDER_FAILED' });
  }
  server.faults.push(quoting(401));
  await expect(client.providers.models({ id })).rejects.toThrow(/refuses the key \(401\).* It says: “Incorrect key: /);

  const [asset] = (await client.library.list({ filter: {}, sort: 'name', descending: false, offset: 0, limit: 1 }))
    .assets;
  await client.bench.addQuestion({ text: 'When was the harbour dredged?', assetId: asset?.id ?? '' });
  server.faults.push(quoting(401));
  const run = await client.bench.start({ task: 'chat', models: [one.id, other.id] });
  await ended(client, run.jobId);
  const { rows } = await client.bench.results({ runIds: [run.id] });
  expect(rows.flatMap(({ failures }) => failures)).toMatchObject([{ reason: expect.stringContaining('(401)') }]);
  for (const format of ['json', 'csv'] as const)
    exports.push((await client.bench.export({ runId: run.id, format })).text);
  for await (const line of await client.audit.all()) exports.push(JSON.stringify(line));
  await client.models.list();
  await client.models.roles();

  // The log of the catalog is among the files while the host is up.
  expect(filesIn(library).map(([path]) => path)).toContain(join(library, 'catalog.db-wal'));
  expectNoSecretIn(library);
  await host.close();
  expectNoSecretIn(library);
  expect(heard()).toContain('Incorrect key');
  expect(betrayed(heard()), 'said to the window').toEqual([]);
  expect(exports.join()).toContain('Incorrect key');
  expect(betrayed(exports.join('\n')), 'exported').toEqual([]);
  expect(betrayed(out()), 'printed').toEqual([]);
  // The server was given both, so that something could be betrayed.
  expect(server.bodies.length).toBeGreaterThan(0);
});
