import type { Command } from 'commander';
import type { FoundServer } from '../../shared/contract/discovery.ts';
import type { HostClient } from '../../shared/contract/index.ts';
import { newProviderSchema, type Provider, providerKinds } from '../../shared/contract/providers.ts';
import { HoldfastError } from '../../shared/errors.ts';
import { type CommandContext, optionsOf, withHost } from './context.ts';
import { printJson, printLine, table } from './output.ts';
import { readStdin } from './stdin.ts';

interface AddOptions {
  url?: string;
  keyFromStdin?: boolean;
  header?: string[];
  ca?: string;
  certificate?: string;
  certificateKey?: string;
}

export function addProviders(program: Command, context: CommandContext): void {
  const providers = program.command('providers').description('servers and services that models are reached through');
  const run = (command: Command, action: (client: HostClient, json: boolean) => Promise<void>) => {
    const { library, json } = optionsOf(command);
    return withHost(context, { library, work: false }, ({ client }) => action(client, json ?? false));
  };

  providers
    .command('list', { isDefault: true })
    .description('all providers')
    .option('--json', 'as JSON')
    .action((_, command: Command) => run(command, async (client, json) => print(await client.providers.list(), json)));
  providers
    .command('add')
    .description('add a server; its key is read from HOLDFAST_KEY or stdin and goes to the keychain')
    .argument('<kind>', providerKinds.join(', '))
    .argument('<name>', 'what to call it')
    .option('--url <base-url>', 'where it is, often ending in /v1')
    .option('--key-from-stdin', 'read the key from stdin')
    .option('--header <name: value...>', 'further headers')
    .option('--ca <pem>', 'the authority that signed the server’s certificate')
    .option('--certificate <pem>', 'this client’s certificate')
    .option('--certificate-key <pem>', 'its key')
    .option('--json', 'the provider as JSON')
    .action((kind: string, name: string, _, command: Command) =>
      run(command, async (client, json) => {
        const options = optionsOf<AddOptions>(command);
        const key = options.keyFromStdin ? await readStdin() : process.env.HOLDFAST_KEY;
        const wanted = newProviderSchema.safeParse({
          kind,
          name,
          baseUrl: options.url,
          key: key || undefined,
          headers: headersOf(options.header ?? []),
          caPath: options.ca,
          certificatePath: options.certificate,
          certificateKeyPath: options.certificateKey,
        });
        if (!wanted.success) {
          const [issue] = wanted.error.issues;
          throw new HoldfastError(
            'INVALID_INPUT',
            `${issue?.path.join('.')}: ${issue?.message}.`,
            'See "holdfast providers add --help".',
          );
        }
        print(await client.providers.add(wanted.data), json);
      }),
    );
  providers
    .command('discover')
    .description('find servers of models on this machine and at the allowed hosts')
    .option('--json', 'as JSON')
    .action((_, command: Command) => run(command, (client, json) => discover(client, json, context.signal)));
  providers
    .command('models')
    .description('what a provider offers')
    .argument('<provider>', 'its name')
    .option('--json', 'as JSON')
    .action((name: string, _, command: Command) =>
      run(command, async (client, json) => {
        const models = await client.providers.models({ id: await idOf(client, name) });
        if (json) return printJson(models);
        printLine(table(models.map((model) => [model.added ? 'added' : '', model.name])));
      }),
    );
  providers
    .command('use')
    .description('add a model of a provider, after trying out what it can do')
    .argument('<provider>', 'its name')
    .argument('<model>', 'as the provider calls it')
    .option('--context <tokens>', 'its context size, where the provider does not say', (text) =>
      Number.parseInt(text, 10),
    )
    .option('--json', 'the model as JSON')
    .action((name: string, model: string, _, command: Command) =>
      run(command, async (client, json) => {
        const { context: contextSize } = optionsOf<{ context?: number }>(command);
        const id = await idOf(client, name);
        const added = await client.providers.addModel({ id, model, ...(contextSize ? { contextSize } : {}) });
        if (json) printJson(added);
        else
          printLine(
            `${added.name} can ${added.capabilities.join(', ')}${added.serves.length > 0 ? `; it serves as ${added.serves.join(', ')} model` : ''}.`,
          );
      }),
    );
  providers
    .command('test')
    .description('try out what a model of a provider can do')
    .argument('<provider>', 'its name')
    .argument('<model>', 'as the provider calls it')
    .option('--json', 'as JSON')
    .action((name: string, model: string, _, command: Command) =>
      run(command, async (client, json) => {
        const result = await client.providers.test({ id: await idOf(client, name), model });
        if (json) printJson(result);
        else printLine(`${model} can ${result.capabilities.join(', ')} (${result.milliseconds} ms).`);
      }),
    );
  providers
    .command('remove')
    .description('forget a provider, its key and its models')
    .argument('<provider>', 'its name')
    .option('--json', 'the id as JSON')
    .action((name: string, _, command: Command) =>
      run(command, async (client, json) => {
        const id = await idOf(client, name);
        await client.providers.remove({ id });
        if (json) printJson({ removed: id });
        else printLine(`Removed ${name}.`);
      }),
    );
}

async function discover(client: HostClient, json: boolean, signal: AbortSignal): Promise<void> {
  const servers: FoundServer[] = [];
  for await (const step of await client.discovery.servers(undefined, { signal })) {
    if (step.type === 'server') servers.push(step);
    else console.error(`holdfast: did not ask ${step.host}: ${step.reason}`);
  }
  if (json) return printJson(servers.map(({ type: _, ...server }) => server));
  const rows = servers.map(({ program, baseUrl, models, needsKey, provider }) => [
    program,
    baseUrl,
    provider ? `(${provider.name})` : '',
    needsKey ? 'wants a key' : models.join(', '),
  ]);
  printLine(rows.length > 0 ? table(rows) : 'No server answers at the usual ports.');
}

async function idOf(client: HostClient, wanted: string): Promise<string> {
  const found = (await client.providers.list()).find(({ id, name }) => id === wanted || name === wanted);
  if (found) return found.id;
  throw new HoldfastError('NOT_FOUND', `There is no provider "${wanted}".`, 'See "holdfast providers list".');
}

function headersOf(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = line, value = ''] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
      return [name.trim(), value];
    }),
  );
}

function print(providers: Provider | Provider[], json: boolean): void {
  if (json) return printJson(providers);
  const rows = [providers]
    .flat()
    .map(({ name, kind, baseUrl, obstacle }) => [name, kind, obstacle ? 'barred' : '', baseUrl]);
  printLine(
    rows.length > 0
      ? table(rows)
      : 'No providers. Add one with "holdfast providers add <kind> <name> --url <base-url>".',
  );
}
