import { resolve } from 'node:path';
import { Argument, type Command, Option } from 'commander';
import type { HostClient } from '../../shared/contract/index.ts';
import { type Model, type ModelRole, modelRoles, type RoleService } from '../../shared/contract/models.ts';
import { HoldfastError } from '../../shared/errors.ts';
import { type CommandContext, optionsOf, withHost } from './context.ts';
import { addDiscover } from './discover.ts';
import { fileSize, printJson, printLine, table } from './output.ts';
import { addRecommended } from './recommended.ts';

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
  addRecommended(models, context);
  models
    .command('use')
    .description('let a model serve a role')
    .argument('<model>', 'name, id, or how the id begins')
    .addOption(new Option('--role <role>', 'which role, instead of the one that it is chiefly for').choices(modelRoles))
    .option('--tag <tag>', 'only for what is asked about files with this tag')
    .option('--fallback', 'after those that serve it, for when they cannot')
    .option('--json', 'the model as JSON')
    .action((wanted: string, _, command: Command) =>
      run(command, async (client, json) => {
        const {
          fallback = false,
          role,
          tag,
        } = optionsOf<{ fallback?: boolean; role?: ModelRole; tag?: string }>(command);
        const id = await idOf(client, wanted);
        print(await client.models.use({ id, asFallback: fallback, role, ...(tag ? { tag } : {}) }), json);
      }),
    );
  models
    .command('roles')
    .description('who serves which role, and why not the first choice')
    .option('--json', 'as JSON')
    .action((_, command: Command) =>
      run(command, async (client, json) => {
        const [services, all] = await Promise.all([client.models.roles(), client.models.list()]);
        if (json) printJson(services);
        else printLine(table(services.map((service) => roleLine(service, all))));
      }),
    );
  models
    .command('release')
    .description('leave a role without a model of its own')
    .addArgument(new Argument('<role>').choices(modelRoles))
    .option('--tag <tag>', 'only for what is asked about files with this tag')
    .option('--json', 'as JSON')
    .action((role: ModelRole, _, command: Command) =>
      run(command, async (client, json) => {
        const { tag } = optionsOf<{ tag?: string }>(command);
        await client.models.release({ role, ...(tag ? { tag } : {}) });
        if (json) printJson({ released: role });
        else printLine(`No model is chosen as ${role} model${tag ? ` for “${tag}”` : ''} any more.`);
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
    .map(({ id, name, role, serves, state, size, reason, location, provider }) => [
      id.slice(0, 12),
      role ?? '',
      serves.length > 0 ? 'in use' : '',
      state,
      location === 'process' ? fileSize(size) : `${provider?.name} (${location})`,
      reason ? `${name} (${reason})` : name,
    ]);
  printLine(rows.length > 0 ? table(rows) : 'No models yet. Add one with "holdfast models add <file.gguf>".');
}

function roleLine({ role, tag, serving, order, follows, reason }: RoleService, models: readonly Model[]): string[] {
  const nameOf = (id: string) => models.find((model) => model.id === id)?.name ?? id;
  const who = serving === null ? 'nobody' : nameOf(serving);
  const others = order.filter((id) => id !== serving).map(nameOf);
  const notes = [follows ? `as for ${follows}` : '', others.length > 0 ? `then ${others.join(', ')}` : '', reason];
  return [role, tag && `“${tag}”`, who, notes.filter(Boolean).join('; ')];
}
