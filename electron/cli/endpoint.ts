import { type Command, InvalidArgumentError } from 'commander';
import type { EndpointChange, EndpointState } from '../../shared/contract/endpoint.ts';
import type { HostClient } from '../../shared/contract/index.ts';
import { type CommandContext, optionsOf, withHost } from './context.ts';
import { printJson, printLine, table } from './output.ts';
import { portOption } from './port.ts';

export function addEndpoint(program: Command, context: CommandContext): void {
  const endpoint = program
    .command('endpoint')
    .description('your models for other programs on this machine, by OpenAI’s protocol');
  const run = (command: Command, action: (client: HostClient, json: boolean) => Promise<void>) => {
    const { library, json } = optionsOf(command);
    return withHost(context, { library, work: false }, ({ client }) => action(client, json ?? false));
  };
  const update = (command: Command, change: EndpointChange) =>
    run(command, async (client, json) => print(await client.endpoint.update(change), json));

  endpoint
    .command('status', { isDefault: true })
    .description('whether it is on, where, and how much it is used')
    .option('--json', 'as JSON')
    .action((_, command: Command) => run(command, async (client, json) => print(await client.endpoint.state(), json)));
  endpoint
    .command('on')
    .description('switch it on; it answers while the app or "holdfast serve" runs')
    .option('--port <n>', 'a port of 127.0.0.1 (otherwise the one that it had, or a free one)', fixedPort)
    .option('--cloud', 'offer models of cloud services too')
    .option('--no-cloud', 'offer only those on this machine and inside the boundary')
    .option('--json', 'as JSON')
    .action((_, command: Command) => {
      const { port, cloud } = optionsOf<{ port?: number; cloud?: boolean }>(command);
      return update(command, {
        enabled: true,
        ...(port === undefined ? {} : { port }),
        ...(cloud === undefined ? {} : { cloud }),
      });
    });
  endpoint
    .command('off')
    .description('switch it off')
    .option('--json', 'as JSON')
    .action((_, command: Command) => update(command, { enabled: false }));
  endpoint
    .command('models')
    .description('what is offered')
    .option('--json', 'as JSON')
    .action((_, command: Command) =>
      run(command, async (client, json) => {
        const models = await client.endpoint.models();
        if (json) return printJson(models);
        printLine(
          models.length > 0
            ? table(models.map(({ id, capabilities, location }) => [id, location, capabilities.join(', ')]))
            : 'No model is offered. Add one with "holdfast models add <file>".',
        );
      }),
    );
  endpoint
    .command('token')
    .description('print the token, for another program to be given')
    .option('--new', 'make a new one first: the one before opens nothing any more')
    .option('--json', 'as JSON')
    .action((_, command: Command) =>
      run(command, async (client, json) => {
        const { new: renew } = optionsOf<{ new?: boolean }>(command);
        const answer = renew ? await client.endpoint.renewToken() : await client.endpoint.token();
        if (json) printJson(answer);
        else printLine(answer.token);
      }),
    );
}

/** Other programs are told it: "any free one" would be of no use to them. */
function fixedPort(text: string): number {
  const port = portOption(text);
  if (port === 0) throw new InvalidArgumentError('Give a number from 1 to 65535.');
  return port;
}

function print(state: EndpointState, json: boolean): void {
  if (json) return printJson(state);
  const { enabled, address, cloud, use } = state;
  printLine(
    table([
      ['Endpoint', enabled ? 'on, while the app or "holdfast serve" runs' : 'off'],
      ['Address', address || 'chosen when it is switched on'],
      ['Offers', cloud ? 'all models' : 'models on this machine and inside the boundary'],
      [
        'Requests',
        use.last === null
          ? 'none'
          : `${use.requests}, the last ${new Date(use.last).toLocaleString()} to ${use.lastModel}`,
      ],
    ]),
  );
}
