import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { GetEvent, RecommendedModel } from '../../shared/contract/recommended.ts';
import { HoldfastError } from '../../shared/errors.ts';
import { type CommandContext, optionsOf, withHost } from './context.ts';
import { faint, fileSize, printJson, printLine, strong, table } from './output.ts';
import { ProgressLine, transferText } from './progress-line.ts';

/** `models recommended` and `models get`: open models, by download or from a folder that was carried in. */
export function addRecommended(models: Command, context: CommandContext): void {
  models
    .command('recommended')
    .description('open models to get, by what they are for and the memory that they want')
    .option('--from <folder>', 'a folder that was carried in, which may have a models.json of its own')
    .option('--json', 'as JSON')
    .action((_, command: Command) => {
      const { library, json, from } = optionsOf<{ from?: string }>(command);
      return withHost(context, { library, work: false }, async ({ client }) => {
        const list = await client.recommended.list(folderOf(from));
        if (json) printJson(list);
        else print(list);
      });
    });
  models
    .command('get')
    .description('bring a recommended model into the library; an unfinished download is taken up again')
    .argument('<id>', 'its id, as "models recommended" shows it')
    .option('--from <folder>', 'take it from a folder that was carried in instead of the network')
    .option('--discard', 'throw away what an unfinished download has left, and get nothing')
    .option('--json', 'the model as JSON')
    .action((id: string, _, command: Command) => {
      const { library, json, from, discard } = optionsOf<{ from?: string; discard?: boolean }>(command);
      return withHost(context, { library, work: false }, async ({ client }) => {
        const wanted = { id, ...folderOf(from) };
        if (discard) {
          await client.recommended.cancel(wanted);
          if (json) printJson({ discarded: id });
          else printLine(`Nothing is left of an unfinished download of ${id}.`);
          return;
        }
        const model = await follow(await client.recommended.get(wanted, { signal: context.signal }), id);
        if (json) printJson(model);
        else
          printLine(
            `${model.name} is in the library${model.serves.length > 0 ? ` and serves as ${model.serves.join(', ')} model` : ''}.`,
          );
      });
    });
}

function folderOf(from: string | undefined): { from?: string } {
  return from === undefined ? {} : { from: resolve(from) };
}

async function follow(events: AsyncIterable<GetEvent>, id: string) {
  const line = new ProgressLine();
  try {
    for await (const event of events) {
      if (event.type === 'done') return event.model;
      if (event.type === 'progress') line.show(transferText(stages[event.stage], event));
    }
  } finally {
    line.clear();
  }
  throw new HoldfastError('CONFLICT', `Getting ${id} was cancelled.`, 'Get it again.');
}

const stages = { check: 'checking what is there', fetch: 'getting', prove: 'trying it out' } as const;

function print(models: readonly RecommendedModel[]): void {
  const rows = models.map((model) => [
    model.suggested ? strong(model.id) : model.id,
    model.roles.join(', '),
    `${model.memory} GB`,
    model.size === undefined ? 'size unknown' : fileSize(model.size),
    model.licence.spdx,
    [model.note, faint(stateOf(model))].filter(Boolean).join(' '),
  ]);
  printLine(table(rows));
  const [obstacle] = models.map((model) => model.obstacle).filter(Boolean);
  if (obstacle) printLine(`\nNow only from a folder (--from). ${obstacle}`);
}

function stateOf({ added, usable, fits, suggested, partial }: RecommendedModel): string {
  if (added) return '(added)';
  if (!usable) return '(no engine for it in this version)';
  const left = partial > 0 ? `, ${fileSize(partial)} are here` : '';
  return `(${fits ? (suggested ? 'suggested for this machine' : 'fits this machine') : 'too large for this machine'}${left})`;
}
