import { type Command, InvalidArgumentError } from 'commander';
import { serveLibrary } from '../shell/serve-library.ts';
import { type CommandContext, optionsOf } from './context.ts';

export function addServe(program: Command, context: CommandContext): void {
  program
    .command('serve')
    .description('serve the app on this machine and print the link to open it with')
    .option('--port <n>', 'a port of 127.0.0.1 (otherwise any free one)', parsePort, 0)
    .action(async (_, command: Command) => {
      const { library, port } = optionsOf<{ port: number }>(command);
      const platform = { ...context.platform, shell: 'browser' as const };
      await serveLibrary({ platform, libraryPath: library, port, openWindow: false, signal: context.signal });
    });
}

function parsePort(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : -1;
  if (port < 0 || port > 65_535) throw new InvalidArgumentError('Give a port from 0 to 65535.');
  return port;
}
