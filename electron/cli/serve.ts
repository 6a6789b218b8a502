import type { Command } from 'commander';
import { serveLibrary } from '../shell/serve-library.ts';
import { type CommandContext, optionsOf } from './context.ts';
import { portOption } from './port.ts';

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
