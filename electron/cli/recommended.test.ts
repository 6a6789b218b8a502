import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { wellFormedModel } from '../../e2e/models/broken-models.ts';
import { writeInto } from '../../e2e/models/model-stores.ts';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';
import { getText } from './recommended.ts';

const entry = join(import.meta.dirname, '../cli.ts');

// Each command is a process of its own.
it('lists recommended models, and gets one from a folder that was carried in', { timeout: 240_000 }, async () => {
  const folder = temporaryFolder();
  const stick = join(folder, 'stick');
  const bytes = wellFormedModel();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const own = {
    id: 'tiny',
    name: 'Tiny',
    roles: ['embedding'],
    parameters: 1000,
    quantisation: '',
    file: 'tiny.gguf',
    url: 'https://models.example/tiny.gguf',
    sha256,
    licence: { spdx: 'MIT', url: 'https://opensource.org/license/mit' },
    source: 'https://models.example/',
    memory: 4,
    languages: [],
    note: 'For a test.',
  };
  writeInto(stick, 'tiny.gguf', bytes);
  writeInto(stick, 'models.json', JSON.stringify({ models: [own] }));
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
  expect(got).toMatchObject({ sha256, copied: true, inUse: true });
  writeFileSync(join(stick, 'models.json'), JSON.stringify({ models: [{ ...own, sha256: 'a'.repeat(64) }] }));
  const other = await holdfast('models', 'get', 'tiny', '--from', stick);
  expect([other.code, other.stderr]).toEqual([
    1,
    expect.stringMatching(new RegExp(`should be a{64} and is ${sha256}`)),
  ]);
  expect((await holdfast('models', 'get', 'tiny', '--from', stick, '--discard')).code).toBe(0);
  expect((await holdfast('models', 'get', 'nothing')).stderr).toContain('models recommended');

  const servers = await holdfast('providers', 'discover', '--json');
  expect([servers.code, JSON.parse(servers.stdout)]).toEqual([0, expect.any(Array)]);
});

it('tells how far a download is', () => {
  const event = { type: 'progress', stage: 'fetch', bytes: 3 << 29, total: null, rate: 0 } as const;
  expect(getText(event)).toBe('getting 1.5 GiB');
  expect(getText({ ...event, total: 2 ** 31, rate: 5 << 20 })).toBe('getting 1.5 GiB of 2 GiB, 5 MiB/s');
});
