import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { HostClient } from '../../shared/contract/index.ts';
import type { Model } from '../../shared/contract/models.ts';
import { HoldfastError } from '../../shared/errors.ts';
import { type CommandContext, optionsOf, withHost } from './context.ts';
import { addDiscover } from './discover.ts';
import { fileSize, printJson, printLine, table } from './output.ts';

export function addModels(program: Command, context: CommandContext): void {
  const models = program.command('models').description('the models that the owner brought');
  const run = (command: Command, action: (client: HostClient, json: boolean) => Promise<void>) => {
    const { library, json } = optionsOf(command);
    return withHost(context, { library, work: false }, ({ client }) => action(client, json ?? false));
  };

  models
    .command('list', { isDefault: true })
    .description('all models')
    .option('--json', 'as JSON')
    .action((_, command: Command) => run(command, async (client, json) => print(await client.models.list(), json)));
  models
    .command('add')
    .description('add a GGUF file, which stays where it is, or a copy of it')
    .argument('<file>', 'the file, or any part of a model in several files')
    .option('--copy', 'copy it into the library')
    .option('--json', 'the model as JSON')
    .action((file: string, _, command: Command) =>
      run(command, async (client, json) => {
        const { copy = false } = optionsOf<{ copy?: boolean }>(command);
        print(await client.models.add({ path: resolve(file), copy }, { signal: context.signal }), json);
      }),
    );
  addDiscover(models, context);
  models
    .command('use')
    .description('let a model serve its role')
    .argument('<model>', 'name, id, or how the id begins')
    .option('--fallback', 'after those that serve it, for when they cannot')
    .option('--json', 'the model as JSON')
    .action((wanted: string, _, command: Command) =>
      run(command, async (client, json) => {
        const { fallback = false } = optionsOf<{ fallback?: boolean }>(command);
        print(await client.models.use({ id: await idOf(client, wanted), asFallback: fallback }), json);
      }),
    );
  models
    .command('remove')
    .description('forget a model and its vectors; its file stays, unless it is a copy in the library')
    .argument('<model>', 'name, id, or how the id begins')
    .option('--json', 'the id as JSON')
    .action((wanted: string, _, command: Command) =>
      run(command, async (client, json) => {
        const id = await idOf(client, wanted);
        await client.models.remove({ id });
        if (json) printJson({ removed: id });
        else printLine(`Removed ${wanted}.`);
      }),
    );
}

async function idOf(client: HostClient, wanted: string): Promise<string> {
  const models = await client.models.list();
  const found = models.filter(({ id, name }) => id === wanted || name === wanted);
  const candidates = found.length > 0 ? found : models.filter(({ id }) => id.startsWith(wanted));
  if (candidates.length === 1 && candidates[0]) return candidates[0].id;
  const what =
    candidates.length === 0
      ? `There is no model "${wanted}".`
      : `"${wanted}" may be any of ${candidates.length} models.`;
  throw new HoldfastError('NOT_FOUND', what, 'See "holdfast models list" for names and ids.');
}

function print(models: Model | Model[], json: boolean): void {
  if (json) return printJson(models);
  const rows = [models]
    .flat()
    .map(({ id, name, role, inUse, state, size, reason, location, provider }) => [
      id.slice(0, 12),
      role,
      inUse ? 'in use' : '',
      state,
      location === 'process' ? fileSize(size) : `${provider?.name} (${location})`,
      reason ? `${name} (${reason})` : name,
    ]);
  printLine(rows.length > 0 ? table(rows) : 'No models yet. Add one with "holdfast models add <file.gguf>".');
}
