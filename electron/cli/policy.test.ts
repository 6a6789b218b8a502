import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';

const entry = join(import.meta.dirname, '../cli.ts');

// Each command is a process of its own.
it('sets where bytes may go, and its audit log can be listed, exported and verified', {
  timeout: 240_000,
}, async () => {
  const folder = temporaryFolder();
  const holdfast = (...args: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      execFile(process.execPath, [entry, ...args, '--library', join(folder, 'library')], (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
      );
    });
  expect(JSON.parse((await holdfast('policy', '--json')).stdout)).toEqual({ mode: 'air-gapped', allowList: [] });
  const set = await holdfast('policy', 'boundary', '--allow', 'llm.example', '10.0.0.0/8', '--json');
  expect(JSON.parse(set.stdout)).toEqual({ mode: 'boundary', allowList: ['llm.example', '10.0.0.0/8'] });
  expect((await holdfast('policy', 'wherever')).code).toBe(2);
  const wrong = await holdfast('policy', '--allow', 'http://x/');
  expect([wrong.code, wrong.stderr]).toEqual([
    1,
    expect.stringMatching(/^holdfast: “http:\/\/x\/” is not a host\. .+\n$/),
  ]);

  const [line] = JSON.parse((await holdfast('audit', 'list', '--json')).stdout);
  expect(line).toMatchObject({
    sequence: 1,
    event: 'policy',
    mode: 'boundary',
    reason: expect.stringContaining('llm.example'),
  });
  expect((await holdfast('audit', 'verify')).stdout).toMatch(/^All 1 lines are as they were written/);
  const exported = (await holdfast('audit', 'export')).stdout;
  const file = join(folder, 'audit.jsonl');
  writeFileSync(file, exported);
  expect((await holdfast('audit', 'verify', file)).code).toBe(0);
  writeFileSync(file, exported.replace('llm.example', 'bad.example'));
  const changed = await holdfast('audit', 'verify', file);
  expect([changed.code, changed.stderr]).toEqual([1, expect.stringContaining('Line 1 does not follow')]);
  writeFileSync(file, 'no log\n');
  expect((await holdfast('audit', 'verify', file)).stderr).toMatch(/Line 1 of .* is not a line of an audit log/);
});
