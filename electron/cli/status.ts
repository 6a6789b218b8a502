import type { Command } from 'commander';
import { assetStates } from '../../shared/contract/library.ts';
import { type CommandContext, optionsOf, withHost } from './context.ts';
import { printJson, printLine, table } from './output.ts';

export function addStatus(program: Command, context: CommandContext): void {
  program
    .command('status')
    .description('what the library holds and which models serve it')
    .option('--json', 'as JSON')
    .action(async (_, command: Command) => {
      const { library, json } = optionsOf(command);
      await withHost(context, { library, work: false }, async ({ client }) => {
        const coverage = await client.library.coverage();
        const models = (await client.models.list()).map(({ id, name, role, serves, state, path }) => ({
          id,
          name,
          role,
          serves,
          state,
          path,
        }));
        const unfinished = (await client.jobs.list()).filter(({ state }) => state !== 'done' && state !== 'cancelled');
        const { assets, searchable, byState, passages, embedded } = coverage;
        const index = { searchable, unfinishedJobs: unfinished.length };
        if (json) return printJson({ library, assets, searchable, byState, passages, embedded, index, models });
        printLine(
          table([
            ['Library', library],
            ['Searchable', `${searchable} of ${assets}`],
            ['Files', assetStates.map((state) => `${byState[state]} ${state}`).join(', ')],
            ['Passages', `${passages}, ${embedded} with a vector`],
            ['Unfinished work', unfinished.map(({ subject }) => subject).join(', ') || 'none'],
            ...models.flatMap(({ serves, name }) => serves.map((role) => [`${role} model`, name])),
          ]),
        );
      });
    });
}
