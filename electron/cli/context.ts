import type { Command } from 'commander';
import { type Host, openHost } from '../host.ts';
import { defaultLibraryPath } from '../platform/library-path.ts';
import type { Platform } from '../platform/platform.ts';

/** What every command is given. */
export interface CommandContext {
  readonly platform: Platform;
  /** Aborted by Ctrl+C and by the system's wish to end the process. */
  readonly signal: AbortSignal;
}

/** Options that stand at the program and hold for every command. */
export interface CommonOptions {
  library: string;
  json?: boolean;
}

/** The options of a command together with the program's. */
export function optionsOf<Own extends object>(command: Command): Own & CommonOptions {
  const options = command.optsWithGlobals<Own & CommonOptions>();
  return { ...options, library: options.library ?? defaultLibraryPath() };
}

/**
 * Opens the library for one piece of work and closes it again, also when the work fails or is interrupted.
 * With `work` the host goes on with unfinished reading meanwhile.
 */
export async function withHost<Result>(
  { platform, signal }: CommandContext,
  { library, work }: { library: string; work: boolean },
  action: (host: Host) => Promise<Result>,
): Promise<Result> {
  const host = await openHost({ platform, libraryPath: library, work });
  try {
    return await Promise.race([action(host), interruption(signal)]);
  } finally {
    await host.close();
  }
}

/** The person wants to stop; work done so far is kept. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor() {
    super('Stopped. What is done is kept; the rest goes on next time.');
  }
}

function interruption(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(new Interrupted());
    signal.addEventListener('abort', () => reject(new Interrupted()), { once: true });
  });
}
