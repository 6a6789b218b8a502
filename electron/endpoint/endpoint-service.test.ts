import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { httpRequest } from '../../e2e/http-request.ts';
import { startServer } from '../../e2e/http-server.ts';
import { bagOfWordsEmbedder } from '../../e2e/models/bag-of-words-embedder.ts';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';
import { runtimeForTests } from '../models/model-runtime-for-tests.ts';
import { endpointForTests, openEndpoint, PASSPHRASE } from './endpoint-for-tests.ts';

const setting = runtimeForTests(async () => undefined);
const newLibrary = () => join(temporaryFolder(), 'library');

async function openedAt(libraryPath: string) {
  const opened = await endpointForTests(setting.runtime, libraryPath);
  onTestFinished(opened.stop);
  return opened;
}

async function opened(files?: Record<string, Buffer>) {
  const endpoint = await openEndpoint(setting.runtime, newLibrary(), files);
  onTestFinished(endpoint.stop);
  return endpoint;
}

describe('the switch', () => {
  test('is off at first, and nothing listens', async () => {
    const { endpoint } = await openedAt(newLibrary());
    await endpoint.start();
    expect(endpoint.state()).toMatchObject({ enabled: false, listening: false, port: null, address: '', problem: '' });
    await expect(endpoint.token()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('needs a place for the token first, and changes nothing without', async () => {
    const { endpoint, secrets } = await openedAt(newLibrary());
    await expect(endpoint.update({ enabled: true })).rejects.toMatchObject({ code: 'SECRETS_LOCKED' });
    expect(endpoint.state()).toMatchObject({ enabled: false, listening: false });
    await secrets.unlock(PASSPHRASE);
    expect(await endpoint.update({ enabled: true })).toMatchObject({ enabled: true, listening: true });
  });

  test('off ends it, and on again is the same place and token', async () => {
    const { endpoint, address, token, ask } = await opened();
    expect((await ask('/models')).status).toBe(200);
    expect(await endpoint.update({ enabled: false })).toMatchObject({ enabled: false, listening: false, address });
    await expect(ask('/models')).rejects.toThrow();
    expect(await endpoint.update({ enabled: true })).toMatchObject({ listening: true, address });
    expect(await endpoint.token()).toBe(token);
    expect((await ask('/models')).status).toBe(200);
  });

  test('is kept over a restart, also while the keys are locked', async () => {
    const { endpoint, ask, libraryPath, catalog } = await opened();
    await endpoint.stop();
    catalog.close();
    const again = await openedAt(libraryPath);
    const left = join(libraryPath, 'recordings-in-transit');
    mkdirSync(left);
    await again.endpoint.start();
    expect(existsSync(left)).toBe(false);
    expect((await ask('/models')).status).toBe(200);
    await expect(again.endpoint.token()).rejects.toMatchObject({ code: 'SECRETS_LOCKED' });
  });

  test('tells of every change', async () => {
    const { endpoint, secrets } = await openedAt(newLibrary());
    await secrets.unlock(PASSPHRASE);
    const states = endpoint.watch(undefined);
    expect((await states.next()).value).toMatchObject({ enabled: false });
    await endpoint.update({ enabled: true });
    expect((await states.next()).value).toMatchObject({ enabled: true });
    await states.return(undefined);
  });
});

describe('the port', () => {
  const takenPort = (port?: number) => startServer((_, response) => response.end(), port);

  test('that another program has is refused, and everything stays', async () => {
    const taken = await takenPort();
    const { endpoint, address, ask } = await opened();
    const refusal = { code: 'CONFLICT', message: `Port ${taken.port} is in use by another program.` };
    await expect(endpoint.update({ port: taken.port })).rejects.toMatchObject(refusal);
    expect(endpoint.state()).toMatchObject({ listening: true, address, problem: '' });
    expect((await ask('/models')).status).toBe(200);
    taken.close();
    await expect
      .poll(() => endpoint.update({ port: taken.port }).catch(() => null))
      .toMatchObject({
        address: `http://127.0.0.1:${taken.port}/v1`,
      });
    await expect(ask('/models')).rejects.toThrow();
  });

  test('that is taken at the start is told, and another one mends it', async () => {
    const { endpoint, libraryPath, catalog, secrets } = await openedAt(newLibrary());
    await secrets.unlock(PASSPHRASE);
    const taken = await takenPort();
    await endpoint.update({ port: taken.port });
    expect(endpoint.state()).toMatchObject({ enabled: false, port: taken.port });
    await expect(endpoint.update({ enabled: true })).rejects.toMatchObject({ code: 'CONFLICT' });
    taken.close();
    await expect.poll(() => endpoint.update({ enabled: true }).catch(() => null)).toMatchObject({ listening: true });
    await endpoint.stop();
    catalog.close();
    const thief = await takenPort(taken.port);
    const again = await openedAt(libraryPath);
    await again.endpoint.start();
    expect(again.endpoint.state()).toMatchObject({
      enabled: true,
      listening: false,
      problem: `Port ${taken.port} is in use by another program.`,
    });
    thief.close();
    await expect
      .poll(() => again.endpoint.update({ enabled: true }).catch(() => null))
      .toMatchObject({ listening: true, problem: '' });
  });
});

describe('the gate', () => {
  const authorised = (token: string) => ({ authorization: `Bearer ${token}` });

  test('keeps out who has no token, and web pages', async () => {
    const { endpoint, address, token } = await opened();
    const cases: [headers: Record<string, string>, status: number, code: string][] = [
      [{}, 401, 'invalid_api_key'],
      [authorised('holdfast_wrong'), 401, 'invalid_api_key'],
      [{ authorization: `Basic ${token}` }, 401, 'invalid_api_key'],
      [{ ...authorised(token), origin: 'http://evil.example' }, 403, 'origin_refused'],
      [{ ...authorised(token), origin: 'null' }, 403, 'origin_refused'],
      [{ ...authorised(token), host: 'evil.example' }, 421, 'wrong_host'],
      [{ ...authorised(token), host: '127.0.0.1:1' }, 421, 'wrong_host'],
    ];
    for (const [headers, status, code] of cases) {
      const answer = await httpRequest(`${address}/models`, headers);
      expect(answer).toMatchObject({ status, headers: { 'content-type': 'application/json' } });
      expect(JSON.parse(answer.body)).toMatchObject({ error: { code, message: expect.any(String) } });
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
      expect(answer.headers['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined);
    }
    expect(endpoint.state().use).toMatchObject({ refused: cases.length, requests: 0 });
  });

  test('lets in by either name of this machine', async () => {
    const { address, token } = await opened();
    for (const host of ['127.0.0.1', 'LocalHost']) {
      const headers = { ...authorised(token), host: `${host}:${new URL(address).port}` };
      expect(await httpRequest(`${address}/models`, headers)).toMatchObject({ status: 200 });
    }
  });

  test('does not answer the preflight of a web page', async () => {
    const { address } = await opened();
    const headers = { origin: 'http://evil.example', 'access-control-request-method': 'POST' };
    const answer = await httpRequest(`${address}/chat/completions`, headers, 'OPTIONS');
    expect(answer.status).toBe(403);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });
});

describe('the token', () => {
  test('is replaced by a new one, which ends the old', async () => {
    const { endpoint, token, ask, address, secrets } = await opened();
    const renewed = await endpoint.renewToken();
    expect(renewed).not.toBe(token);
    expect(await endpoint.token()).toBe(renewed);
    expect((await ask('/models')).status).toBe(401);
    expect((await fetch(`${address}/models`, { headers: { authorization: `Bearer ${renewed}` } })).status).toBe(200);
    expect(secrets.isLocked()).toBe(false);
  });

  test('lies nowhere in the library as it is', async () => {
    const { token, libraryPath, ask } = await opened();
    await ask('/models');
    const files = readdirSync(libraryPath, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['catalog.db', 'secrets.json']));
    for (const { parentPath, name } of files)
      expect(readFileSync(join(parentPath, name)).includes(token), name).toBe(false);
  });

  test('that was lost is said to be lost', async () => {
    const { endpoint, secrets, libraryPath, catalog } = await opened();
    await endpoint.stop();
    catalog.close();
    const kept = JSON.parse(readFileSync(join(libraryPath, 'secrets.json'), 'utf8')) as { secrets: object };
    for (const name of Object.keys(kept.secrets)) await secrets.delete(name);
    const again = await openedAt(libraryPath);
    await again.secrets.unlock(PASSPHRASE);
    await expect(again.endpoint.token()).rejects.toMatchObject({ code: 'NOT_FOUND', hint: 'Make a new token.' });
  });
});

describe('its use', () => {
  test('is counted, and kept', async () => {
    const { endpoint, ask, libraryPath, catalog } = await opened({
      'words.gguf': bagOfWordsEmbedder({ dimensions: 32 }),
    });
    const before = Date.now();
    for (const input of ['one', 'two'])
      expect((await ask('/embeddings', { model: 'Bag of words', input })).status).toBe(200);
    expect((await ask('/embeddings', { model: 'nobody', input: 'x' })).status).toBe(404);
    const { use } = endpoint.state();
    expect(use).toMatchObject({ requests: 2, refused: 0, lastModel: 'Bag of words' });
    expect(use.last).toBeGreaterThanOrEqual(before);
    await endpoint.stop();
    catalog.close();
    expect((await openedAt(libraryPath)).endpoint.state().use).toEqual(use);
  });
});
