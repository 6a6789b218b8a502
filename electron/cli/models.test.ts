import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { wellFormedModel } from '../../e2e/models/broken-models.ts';
import { writeInto, writeOllamaModel } from '../../e2e/models/model-stores.ts';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';

const entry = join(import.meta.dirname, '../cli.ts');

it('finds models on this machine and in a folder, and adds one of them as a copy', async () => {
  const home = temporaryFolder();
  const library = join(home, 'library');
  // Of the models on the machine that runs this nothing is seen.
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const env = {
    PATH,
    NODE_COMPILE_CACHE,
    HOME: home,
    USERPROFILE: home,
    OLLAMA_MODELS: join(home, 'ollama'),
    HOLDFAST_LIBRARY: library,
  };
  const holdfast = (...args: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      execFile(process.execPath, [entry, 'models', ...args], { env, cwd: home }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
      );
    });

  expect(await holdfast('discover')).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^No models found/),
    stderr: '',
  });

  const blob = writeOllamaModel(join(home, 'ollama'), 'registry.ollama.ai/library/small/latest', wellFormedModel());
  const page = writeInto(home, 'stick/page.gguf', '<!DOCTYPE html>');
  const bad = writeInto(home, 'ollama/manifests/registry.ollama.ai/library/bad/latest', '{}');
  const listed = await holdfast('discover', '--json');
  expect(JSON.parse(listed.stdout)).toEqual([
    {
      path: blob,
      name: 'small:latest',
      sources: ['ollama'],
      size: wellFormedModel().length,
      role: 'embedding',
      architecture: 'bert',
      quantisation: '',
      parameters: expect.any(Number),
      contextSize: 64,
      licence: '',
      parts: 1,
      problem: '',
      added: false,
    },
  ]);
  expect(listed.stderr).toMatch(new RegExp(`^holdfast: skipped ${bad}: .*bad:latest.*\n$`));

  const table = await holdfast('discover', 'stick');
  expect(table.stdout).toMatch(new RegExp(`^folder  15 B +page +${page} \\(This is not a GGUF file.*web page.*\n$`));
  expect(await holdfast('discover', 'nowhere')).toMatchObject({ code: 1, stderr: expect.stringContaining('nowhere') });

  const added = JSON.parse((await holdfast('add', blob, '--copy', '--json')).stdout);
  expect(added).toMatchObject({ name: 'small:latest', copied: true, serves: ['embedding'] });
  expect(added.path).toBe(join(library, 'models', added.id, 'small-latest.gguf'));
  expect((await holdfast('discover')).stdout).toContain(`${blob} (added)`);

  await holdfast('remove', 'small:latest');
  expect(existsSync(added.path)).toBe(false);
  expect(existsSync(blob)).toBe(true);
});
