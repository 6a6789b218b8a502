import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { startServer } from '../../e2e/http-server.ts';
import { wellFormedModel } from '../../e2e/models/broken-models.ts';
import { writeInto } from '../../e2e/models/model-stores.ts';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';

const entry = join(import.meta.dirname, '../cli.ts');

const tiny = {
  id: 'tiny',
  name: 'Tiny',
  roles: ['embedding'],
  parameters: 1000,
  quantisation: '',
  file: 'tiny.gguf',
  url: 'https://models.example/tiny.gguf',
  sha256: createHash('sha256').update(wellFormedModel()).digest('hex'),
  licence: { spdx: 'MIT', url: 'https://opensource.org/license/mit' },
  source: 'https://models.example/',
  memory: 4,
  languages: [],
  note: 'For a test.',
};

// Each command is a process of its own.
it('lists recommended models, and gets one from a folder that was carried in', { timeout: 240_000 }, async () => {
  const folder = temporaryFolder();
  const stick = join(folder, 'stick');
  writeInto(stick, 'tiny.gguf', wellFormedModel());
  writeInto(stick, 'models.json', JSON.stringify({ models: [tiny] }));
  const holdfast = (...args: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      execFile(process.execPath, [entry, ...args, '--library', join(folder, 'library')], (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
      );
    });

  const listed = JSON.parse((await holdfast('models', 'recommended', '--json')).stdout);
  expect(listed.length).toBeGreaterThan(10);
  expect(listed[0]).toMatchObject({ added: null, obstacle: expect.stringContaining('air-gapped') });
  expect((await holdfast('models', 'recommended', '--from', stick)).stdout).toMatch(
    /tiny +embedding +4 GB +size unknown +MIT +For a test\./,
  );

  const refused = await holdfast('models', 'get', listed[0].id);
  expect([refused.code, refused.stderr]).toEqual([
    1,
    expect.stringMatching(/^holdfast: The request to .* was not sent\..*\n$/),
  ]);
  const got = JSON.parse((await holdfast('models', 'get', 'tiny', '--from', stick, '--json')).stdout);
  expect(got).toMatchObject({ sha256: tiny.sha256, copied: true, serves: ['embedding'] });
  writeFileSync(join(stick, 'models.json'), JSON.stringify({ models: [{ ...tiny, sha256: 'a'.repeat(64) }] }));
  const other = await holdfast('models', 'get', 'tiny', '--from', stick);
  expect([other.code, other.stderr]).toEqual([
    1,
    expect.stringMatching(new RegExp(`should be a{64} and is ${tiny.sha256}`)),
  ]);
  expect((await holdfast('models', 'get', 'tiny', '--from', stick, '--discard')).code).toBe(0);
  expect((await holdfast('models', 'get', 'nothing')).stderr).toContain('models recommended');

  const servers = await holdfast('providers', 'discover', '--json');
  expect([servers.code, JSON.parse(servers.stdout)]).toEqual([0, expect.any(Array)]);
});

it('goes on with a download after its process was killed', { timeout: 120_000 }, async () => {
  const bytes = wellFormedModel();
  const half = Math.floor(bytes.length / 2);
  const ranges: (string | undefined)[] = [];
  const server = await startServer((request, response) => {
    ranges.push(request.headers.range);
    if (ranges.length === 1) response.writeHead(200, { 'content-length': bytes.length }).write(bytes.subarray(0, half));
    else
      response
        .writeHead(206, { 'content-range': `bytes ${half}-${bytes.length - 1}/${bytes.length}` })
        .end(bytes.subarray(half));
  });
  onTestFinished(server.close);
  const folder = temporaryFolder();
  const manifest = { models: [{ ...tiny, url: `${server.here}/tiny.gguf` }] };
  const env = { ...process.env, HOLDFAST_MODELS: writeInto(folder, 'list.json', JSON.stringify(manifest)) };
  const args = [entry, 'models', 'get', 'tiny', '--json', '--library', join(folder, 'library')];

  const first = spawn(process.execPath, args, { env, stdio: 'ignore' });
  const ended = once(first, 'exit');
  const partial = join(folder, 'library/models', `.partial-${tiny.sha256.slice(0, 16)}`, 'tiny.gguf');
  while (statSync(partial, { throwIfNoEntry: false })?.size !== half) await pause(20);
  first.kill('SIGKILL');
  await ended;

  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  expect(JSON.parse(stdout)).toMatchObject({ sha256: tiny.sha256, copied: true });
  expect(ranges).toEqual([undefined, `bytes=${half}-`]);
});
