import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { SCRIPTED_KEY, scriptedProvider } from '../../e2e/model-servers/scripted-provider.ts';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';

const entry = join(import.meta.dirname, '../cli.ts');

// Each command is a process of its own.
it('adds a server and its models, answers through them, and leaves no key lying about', {
  timeout: 240_000,
}, async () => {
  const folder = temporaryFolder();
  const library = join(folder, 'library');
  const server = await scriptedProvider('openai-compatible');
  onTestFinished(server.close);
  const env = {
    ...process.env,
    HOLDFAST_LIBRARY: library,
    HOLDFAST_KEY: SCRIPTED_KEY,
    HOLDFAST_PASSPHRASE: 'correct horse',
  };
  const holdfast = (...args: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      execFile(process.execPath, [entry, ...args], { env }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
      );
    });
  mkdirSync(join(folder, 'documents'));
  writeFileSync(join(folder, 'documents', 'harbour.txt'), 'The harbour was dredged in 1931.');
  await holdfast('ingest', join(folder, 'documents'));

  const cloud = await holdfast('providers', 'add', 'openai', 'Cloud');
  expect([cloud.code, cloud.stderr]).toEqual([
    1,
    expect.stringMatching(/^holdfast: Cloud cannot be added now\. .*air-gapped.*\n$/),
  ]);
  expect((await holdfast('providers', 'add', 'openai-compatible', 'Local')).stderr).toMatch(/needs its base URL/);

  const added = await holdfast('providers', 'add', 'openai-compatible', 'Local', '--url', server.baseUrl, '--json');
  expect(JSON.parse(added.stdout)).toMatchObject({ name: 'Local', kind: 'openai-compatible', obstacle: '' });
  expect(JSON.parse((await holdfast('providers', 'models', 'Local', '--json')).stdout)).toHaveLength(2);
  expect(JSON.parse((await holdfast('providers', 'test', 'Local', 'scribe', '--json')).stdout).capabilities).toContain(
    'chat',
  );
  const used = JSON.parse((await holdfast('providers', 'use', 'Local', 'scribe', '--json')).stdout);
  expect(used).toMatchObject({
    role: 'chat',
    serves: ['chat', 'agent', 'tagging', 'vision', 'ocr-cleanup'],
    location: 'boundary',
    contextSize: 32768,
  });

  const answer = JSON.parse((await holdfast('ask', 'When was the harbour dredged?', '--json')).stdout);
  expect(answer).toMatchObject({
    answer: 'The harbour was dredged in 1931 [1].',
    model: 'scribe',
    citations: [{ n: 1 }],
  });
  const [line] = JSON.parse((await holdfast('audit', 'list', '--limit', '1', '--json')).stdout);
  expect(line).toMatchObject({
    purpose: 'answer a question',
    model: 'Local/scribe',
    content: [{ assetId: expect.any(String) }],
  });

  const kept = readdirSync(library, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'));
  expect(kept.some((bytes) => bytes.includes(SCRIPTED_KEY))).toBe(false);

  await holdfast('providers', 'remove', 'Local');
  expect(JSON.parse((await holdfast('models', 'list', '--json')).stdout)).toEqual([]);
});
