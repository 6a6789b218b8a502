import { type Command, InvalidArgumentError } from 'commander';
import { messageOf } from '../../shared/errors.ts';
import { parsePort } from '../shell/port.ts';
import { serveLibrary } from '../shell/serve-library.ts';
import { type CommandContext, optionsOf } from './context.ts';

export function addServe(program: Command, context: CommandContext): void {
  program
    .command('serve')
    .description('serve the app on this machine and print the link to open it with')
    .option('--port <n>', 'a port of 127.0.0.1 (otherwise any free one)', portOption, 0)
    .action(async (_, command: Command) => {
      const { library, port } = optionsOf<{ port: number }>(command);
      const platform = { ...context.platform, shell: 'browser' as const };
      await serveLibrary({ platform, libraryPath: library, port, openWindow: false, signal: context.signal });
    });
}

/** For commander: the port that `--port` stands for. */
function portOption(text: string): number {
  try {
    return parsePort(text);
  } catch (thrown) {
    throw new InvalidArgumentError(messageOf(thrown));
  }
}
