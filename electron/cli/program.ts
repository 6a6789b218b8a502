import { Command, CommanderError, InvalidArgumentError } from 'commander';
import type { Platform } from '../platform/platform.ts';
import { failureText } from '../shell/failure.ts';
import { stopSignal } from '../shell/stop-signal.ts';
import { addAsk } from './ask.ts';
import { addAudit } from './audit.ts';
import { type CommandContext, Interrupted } from './context.ts';
import { addDerivations } from './derivations.ts';
import { addDoctor } from './doctor.ts';
import { addDuplicates } from './duplicates.ts';
import { addEndpoint } from './endpoint.ts';
import { addIngest } from './ingest.ts';
import { addModels } from './models.ts';
import { addOcr } from './ocr.ts';
import { addPolicy } from './policy.ts';
import { addProviders } from './providers.ts';
import { addSearch } from './search.ts';
import { addServe } from './serve.ts';
import { addStatus } from './status.ts';
import { addTags } from './tags.ts';
import { addTranscribe } from './transcribe.ts';
import { addUnlock } from './unlock.ts';

const exitCodes = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** The commands of the CLI; the installed app runs the CLI when its first argument is one of them. */
export function createProgram(context: CommandContext): Command {
  const program = new Command('holdfast')
    .description('A library for media and documents that works with the network cable out.')
    .version(context.platform.version, '--version')
    .option(
      '--library <dir>',
      'the library to work on (HOLDFAST_LIBRARY; otherwise the system’s place for data)',
      parseFolder,
    )
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`holdfast: ${text.replace(/^error: /, '')}`) });
  for (const add of [
    addIngest,
    addSearch,
    addAsk,
    addDuplicates,
    addStatus,
    addUnlock,
    addTags,
    addDerivations,
    addOcr,
    addModels,
    addProviders,
    addEndpoint,
    addPolicy,
    addAudit,
    addTranscribe,
    addServe,
    addDoctor,
  ])
    add(program, context);
  return program;
}

/**
 * Runs one command and answers its exit code: 0, 1 for an error (one line on stderr), 2 for wrong usage,
 * 130 when interrupted.
 * @param args what stands after the program's name
 */
export async function runCli(args: readonly string[], platform: Platform): Promise<number> {
  endQuietlyWithoutReader();
  const { signal } = stopSignal();
  try {
    await createProgram({ platform, signal }).parseAsync(args, { from: 'user' });
    return Number(process.exitCode ?? exitCodes.done);
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    console.error(`holdfast: ${failureText(thrown)}`);
    return thrown instanceof Interrupted ? exitCodes.interrupted : exitCodes.failed;
  }
}

/** For commander: a folder that is named at all, as an empty name would stand for where one is. */
function parseFolder(path: string): string {
  if (path === '') throw new InvalidArgumentError('Name a folder.');
  return path;
}

/** `holdfast … | head` is no error. */
function endQuietlyWithoutReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(exitCodes.done);
  });
}
