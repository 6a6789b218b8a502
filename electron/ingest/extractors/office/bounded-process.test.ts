import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../../../../e2e/temporary-folder.ts';
import { runBounded } from './bounded-process.ts';

/** A program of a shell's commands; `$1` is a folder of its own. */
function programOf(commands: string): { program: string; folder: string } {
  const folder = temporaryFolder();
  const program = join(folder, 'program');
  writeFileSync(program, `#!/bin/sh\n${commands}\n`, { mode: 0o755 });
  return { program, folder };
}

const { env } = process;
/** Starts a process that would write a file later, and waits for it. */
const WITH_ANOTHER = 'touch "$1/begun"; (sleep 1; touch "$1/ended") & wait';

describe.skipIf(process.platform === 'win32')('a program that starts others', () => {
  it('answers what it printed, whatever its exit code', async () => {
    const { program, folder } = programOf('echo "$1 $2"; exit 3');
    expect(await runBounded(program, [folder, "it's"], { timeoutMs: 60_000, env })).toBe(`${folder} it's\n`);
  });

  it('ends with all that it started when it is no longer wanted', async () => {
    const { program, folder } = programOf(WITH_ANOTHER);
    const controller = new AbortController();
    const run = runBounded(program, [folder], { timeoutMs: 60_000, env, signal: controller.signal });
    await vi.waitUntil(() => existsSync(join(folder, 'begun')), { timeout: 30_000 });
    controller.abort();
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect(existsSync(join(folder, 'ended'))).toBe(false);
  });

  it('ends with all that it started when it takes too long', async () => {
    const { program, folder } = programOf('(sleep 100; touch "$1/ended") & wait');
    // It settles once the last process that has its output open is gone.
    await expect(runBounded(program, [folder], { timeoutMs: 200, env })).rejects.toThrow('longer than 0.2 seconds');
  });

  it('leaves nothing running when it ends by itself', async () => {
    const { program, folder } = programOf('(sleep 100) & echo done');
    expect(await runBounded(program, [folder], { timeoutMs: 60_000, env })).toBe('done\n');
  });

  it('that is not there prints nothing', async () => {
    const missing = join(temporaryFolder(), 'missing');
    expect(await runBounded(missing, [], { timeoutMs: 60_000, env })).toBe('');
  });
});
