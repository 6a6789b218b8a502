import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type { HostClient } from '../../shared/contract/index.ts';
import type { AssetState } from '../../shared/contract/library.ts';
import { failureText } from '../shell/failure.ts';
import { type CommandContext, optionsOf, withHost } from './context.ts';
import { followJobs } from './follow-jobs.ts';
import { printJson, printLine, table } from './output.ts';

interface IngestedFile {
  path: string;
  inside?: true;
  state: AssetState;
  reason?: string;
}

const reportedStates = ['ready', 'empty', 'unsupported', 'failed', 'quarantined'] as const;

export function addIngest(program: Command, context: CommandContext): void {
  program
    .command('ingest')
    .description('read files and folders into the library; the files themselves are not changed')
    .argument('<path...>', 'files or folders', collectPath)
    .option('--json', 'report as JSON')
    .action(async (paths: string[], _, command: Command) => {
      const { library, json } = optionsOf(command);
      await withHost(context, { library, work: true }, async (host) => {
        const started = performance.now();
        const jobIds = await addAll(host.client, paths);
        await followJobs(host.client, jobIds, context.signal);
        await host.settleIndex();
        const files = await filesOf(host.client, paths);
        const { passages } = await host.client.library.coverage();
        const seconds = Math.round(performance.now() - started) / 1000;
        const unpacked = files.filter(({ inside }) => inside).length;
        const report = {
          discovered: files.length - unpacked,
          unpacked,
          ...countStates(files),
          passages,
          seconds,
          files,
        };
        if (json) printJson(report);
        else printReport(report);
      });
    });
}

/** For commander: one path more. An empty one, such as of a variable that is not set, would stand for where one is. */
function collectPath(path: string, before: string[] | undefined): string[] {
  if (path === '') throw new InvalidArgumentError('Name a file or a folder.');
  return [...(before ?? []), path];
}

/** Adds every path; one that cannot be added is reported and does not hold up the others. */
async function addAll(client: HostClient, paths: readonly string[]): Promise<Set<number>> {
  const jobIds = new Set<number>();
  for (const path of paths) {
    try {
      jobIds.add((await client.library.addFolder({ path: resolve(path) })).jobId);
    } catch (thrown) {
      console.error(`holdfast: ${failureText(thrown)}`);
      process.exitCode = 1;
    }
  }
  return jobIds;
}

async function filesOf(client: HostClient, paths: readonly string[]): Promise<IngestedFile[]> {
  const files = new Map<string, IngestedFile>();
  for (const given of paths) {
    for (const { path, inside, state, reason } of await client.library.files({ path: resolve(given) })) {
      files.set(path, { path, state, ...(inside ? { inside } : {}), ...(reason ? { reason } : {}) });
    }
  }
  return [...files.values()];
}

function countStates(files: readonly IngestedFile[]): Record<(typeof reportedStates)[number], number> {
  const count = (wanted: AssetState) => files.filter(({ state }) => state === wanted).length;
  return {
    ready: count('ready'),
    empty: count('empty'),
    unsupported: count('unsupported'),
    failed: count('failed'),
    quarantined: count('quarantined'),
  };
}

function printReport(
  report: ReturnType<typeof countStates> & {
    discovered: number;
    unpacked: number;
    passages: number;
    seconds: number;
    files: IngestedFile[];
  },
): void {
  const counts = reportedStates.filter((state) => report[state] > 0).map((state) => `${report[state]} ${state}`);
  const troubled = report.files.filter(({ state }) => state !== 'ready');
  if (troubled.length > 0)
    printLine(`${table(troubled.map(({ path, state, reason }) => [state, path, reason ?? '']))}\n`);
  const unpacked = report.unpacked > 0 ? `, and ${report.unpacked} in them,` : '';
  printLine(
    `${report.discovered} files${unpacked} in ${report.seconds.toFixed(1)} s: ${counts.join(', ') || 'nothing to read'}.`,
  );
  printLine(`The library has ${report.passages} passages.`);
}
