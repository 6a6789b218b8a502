import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { FoundModel } from '../../shared/contract/discovery.ts';
import { type CommandContext, optionsOf, withHost } from './context.ts';
import { faint, fileSize, printJson, printLine, table } from './output.ts';

/** `models discover`: the models that lie on this machine already. */
export function addDiscover(models: Command, context: CommandContext): void {
  models
    .command('discover')
    .description('find models that other programs keep on this machine, or that lie in a folder')
    .argument('[folder]', 'look in this folder alone, such as a USB stick')
    .option('--json', 'as JSON')
    .action(async (folder: string | undefined, _, command: Command) => {
      const { library, json } = optionsOf(command);
      const found = await withHost(context, { library, work: false }, async ({ client }) => {
        const input = folder === undefined ? {} : { folder: resolve(folder) };
        const models: FoundModel[] = [];
        for await (const step of await client.discovery.find(input, { signal: context.signal })) {
          if (step.type === 'model') models.push(step);
          else console.error(`holdfast: skipped ${step.path}: ${step.reason}`);
        }
        return models;
      });
      if (json) printJson(found.map(({ type: _, ...model }) => model));
      else print(found);
    });
}

function print(found: readonly FoundModel[]): void {
  if (found.length === 0) return printLine('No models found. Name a folder to look in, or add a GGUF file.');
  const rows = found.map(({ sources, size, role, quantisation, name, path, problem, added }) => [
    sources.join(', '),
    fileSize(size),
    role ?? '',
    quantisation,
    name,
    [path, added ? faint('(added)') : '', problem ? `(${problem})` : ''].filter(Boolean).join(' '),
  ]);
  printLine(table(rows));
}
