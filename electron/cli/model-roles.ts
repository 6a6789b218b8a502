import { Argument, type Command, Option } from 'commander';
import { type Model, type ModelRole, modelRoles, type RoleService } from '../../shared/contract/models.ts';
import { idOf, printModels, type RunOnHost } from './chosen-model.ts';
import { optionsOf } from './context.ts';
import { printJson, printLine, table } from './output.ts';

/** `models use`, `roles` and `release`: which model serves what. */
export function addModelRoles(models: Command, run: RunOnHost): void {
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
        printModels(await client.models.use({ id, asFallback: fallback, role, ...(tag ? { tag } : {}) }), json);
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
}

function roleLine({ role, tag, serving, order, follows, reason }: RoleService, models: readonly Model[]): string[] {
  const nameOf = (id: string) => models.find((model) => model.id === id)?.name ?? id;
  const who = serving === null ? 'nobody' : nameOf(serving);
  const others = order.filter((id) => id !== serving).map(nameOf);
  const notes = [follows ? `as for ${follows}` : '', others.length > 0 ? `then ${others.join(', ')}` : '', reason];
  return [role, tag && `“${tag}”`, who, notes.filter(Boolean).join('; ')];
}
