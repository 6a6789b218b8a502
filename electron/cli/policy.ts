import { Argument, type Command } from 'commander';
import { type NetworkPolicy, networkModes } from '../../shared/contract/policy.ts';
import { type CommandContext, optionsOf, withHost } from './context.ts';
import { printJson, printLine, table } from './output.ts';

interface PolicyOptions {
  allow?: string[];
  disallow?: string[];
}

export function addPolicy(program: Command, context: CommandContext): void {
  program
    .command('policy')
    .description('where bytes may go: the network mode and the allowed hosts')
    .addArgument(new Argument('[mode]').choices(networkModes))
    .option('--allow <host...>', 'hosts to add to the allowed ones')
    .option('--disallow <host...>', 'hosts to take out of them')
    .option('--json', 'as JSON')
    .action(async (mode: NetworkPolicy['mode'] | undefined, _, command: Command) => {
      const { library, json, allow = [], disallow = [] } = optionsOf<PolicyOptions>(command);
      const policy = await withHost(context, { library, work: false }, async ({ client }) => {
        const before = await client.policy.get();
        if (mode === undefined && allow.length + disallow.length === 0) return before;
        const kept = before.allowList.filter((host) => !disallow.includes(host));
        return client.policy.update({ mode: mode ?? before.mode, allowList: [...new Set([...kept, ...allow])] });
      });
      if (json) return printJson(policy);
      printLine(
        table([
          ['Mode', policy.mode],
          ['Allowed hosts', policy.allowList.join(', ') || 'none'],
        ]),
      );
    });
}
