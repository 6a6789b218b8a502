import { resolve } from 'node:path';
import type { Command } from 'commander';
import { assetIdSchema } from '../../shared/contract/library.ts';
import { HoldfastError } from '../../shared/errors.ts';
import type { Host } from '../host.ts';
import { type CommandContext, optionsOf, withHost } from './context.ts';
import { followJobs } from './follow-jobs.ts';
import { printJson, printLine } from './output.ts';
import { readStdin } from './stdin.ts';

export function addUnlock(program: Command, context: CommandContext): void {
  program
    .command('unlock')
    .description('read a protected PDF or archive with its password, which is read from stdin')
    .argument('<asset>', 'its path, or its SHA-256')
    .option('--keep', 'keep the password with the keys')
    .option('--json', 'what became of it as JSON')
    .action(async (named: string, _, command: Command) => {
      const { library, json, keep = false } = optionsOf<{ keep?: boolean }>(command);
      const password = await readStdin();
      if (password === '') throw new HoldfastError('INVALID_INPUT', 'There is no password on stdin.', 'Pipe it in.');
      await withHost(context, { library, work: true }, async (host) => {
        const id = await idOf(host.client, named);
        const { jobId } = await host.client.library.unlock({ id, password, keep });
        await followJobs(host.client, new Set([jobId]), context.signal);
        await host.settleIndex();
        const { path, state, reason } = await host.client.library.asset({ id });
        if (json) printJson({ id, path, state, reason });
        else printLine(`${path}: ${state}${reason === '' ? '' : `. ${reason}`}`);
      });
    });
}

/** The asset with this SHA-256 or at this path; of what lies in an archive, the path goes on from the archive's. */
async function idOf(client: Host['client'], named: string): Promise<string> {
  if (assetIdSchema.safeParse(named).success) return named;
  const { id } = await client.library.assetAt({ path: resolve(named) });
  return id;
}
