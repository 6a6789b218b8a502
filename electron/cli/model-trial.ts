import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type { TrialEvent } from '../../shared/contract/models.ts';
import { idOf, printModels, type RunOnHost } from './chosen-model.ts';
import { type CommandContext, optionsOf } from './context.ts';
import { fileSize, printJson, printLine } from './output.ts';

/** `models test`, `fit`, `tune`, `template`, `price` and `undo`: what a model can do, and what it runs with. */
export function addModelTrial(models: Command, run: RunOnHost, context: CommandContext): void {
  models
    .command('test')
    .description('let a model show what it can do, and how fast')
    .argument('<model>', 'name, id, or how the id begins')
    .option('--prompt <text>', 'what a chat model is asked')
    .option('--sound <file>', 'what a transcribing model hears')
    .option('--json', 'the outcome as JSON')
    .action((wanted: string, _, command: Command) =>
      run(command, async (client, json) => {
        const { prompt = '', sound } = optionsOf<{ prompt?: string; sound?: string }>(command);
        const input = { id: await idOf(client, wanted), prompt, path: sound === undefined ? '' : resolve(sound) };
        let text = '';
        for await (const event of await client.models.test(input, { signal: context.signal })) {
          if (event.type !== 'text') finish(event, text, json);
          else if (json) text += event.text;
          else process.stdout.write(event.text);
        }
      }),
    );
  models
    .command('fit')
    .description('whether a model would fit into the memory of this machine now')
    .argument('<model>', 'name, id, or how the id begins')
    .option('--json', 'as JSON')
    .action((wanted: string, _, command: Command) =>
      run(command, async (client, json) => {
        const fit = await client.models.fit({ id: await idOf(client, wanted) });
        if (json) printJson(fit);
        else printLine(`${fit.verdict}: needs ${fileSize(fit.needed)}, ${fileSize(fit.free)} free`);
      }),
    );
  models
    .command('tune')
    .description('add a model that is another one with LoRA adapters on it')
    .argument('<model>', 'the base: name, id, or how the id begins')
    .argument('<name>', 'what to call the tuned one')
    .requiredOption('--adapter <file...>', 'GGUF files of adapters, each optionally with =SCALE after it', parseAdapter)
    .option('--json', 'the model as JSON')
    .action((wanted: string, name: string, _, command: Command) =>
      run(command, async (client, json) => {
        const { adapter: adapters } = optionsOf<{ adapter: { path: string; scale: number }[] }>(command);
        printModels(await client.models.tune({ id: await idOf(client, wanted), name, adapters }), json);
      }),
    );
  models
    .command('template')
    .description('set the chat template of a model: a known name or Jinja; without one, the file’s own')
    .argument('<model>', 'name, id, or how the id begins')
    .argument('[template]', 'the template')
    .option('--json', 'the model as JSON')
    .action((wanted: string, template: string | undefined, _, command: Command) =>
      run(command, async (client, json) => {
        const id = await idOf(client, wanted);
        printModels(await client.models.setTemplate({ id, template: template ?? '' }), json);
      }),
    );
  models
    .command('price')
    .description('what a model of a server or service costs, for estimates; without prices, they are forgotten')
    .argument('<model>', 'name, id, or how the id begins')
    .argument('[input]', 'a million tokens that it reads', parsePrice)
    .argument('[output]', 'a million tokens that it writes', parsePrice)
    .option('--currency <code>', 'three letters, such as EUR', 'USD')
    .option('--json', 'the model as JSON')
    .action((wanted: string, input: number | undefined, output: number | undefined, _, command: Command) =>
      run(command, async (client, json) => {
        const id = await idOf(client, wanted);
        const { currency } = optionsOf<{ currency: string }>(command);
        if (input !== undefined && output === undefined) command.error('error: give both prices, or neither');
        const prices = input === undefined || output === undefined ? null : { input, output, currency };
        printModels(await client.models.setPrices({ id, prices }), json);
      }),
    );
  models
    .command('undo')
    .description('forget what was made with a model; where it serves still, it is made anew')
    .argument('<model>', 'name, id, or how the id begins')
    .option('--json', 'the id as JSON')
    .action((wanted: string, _, command: Command) =>
      run(command, async (client, json) => {
        const id = await idOf(client, wanted);
        await client.models.undo({ id });
        if (json) printJson({ undone: id });
        else printLine(`What was made with ${wanted} is forgotten.`);
      }),
    );
}

function finish(event: Exclude<TrialEvent, { type: 'text' }>, text: string, json: boolean): void {
  if (json) return printJson(event.type === 'answered' ? { ...event, text } : event);
  const seconds = (event.milliseconds / 1000).toFixed(1);
  switch (event.type) {
    case 'answered':
      printLine(`\n\n${event.tokens} tokens in ${seconds} s (${event.tokensPerSecond.toFixed(1)} a second).`);
      break;
    case 'embedded': {
      const { dimensions, alike, unlike } = event;
      printLine(
        `${dimensions} dimensions. Same meaning: ${alike.toFixed(2)}; another: ${unlike.toFixed(2)}. ${seconds} s.`,
      );
      break;
    }
    case 'scored':
      printLine(
        `A text that answers: ${event.answering.toFixed(2)}; another: ${event.other.toFixed(2)}. ${seconds} s.`,
      );
      break;
    case 'transcribed':
      printLine(`${event.text}\n\n${seconds} s${event.language ? `, language: ${event.language}` : ''}.`);
  }
}

/** For commander: one adapter, `FILE` or `FILE=SCALE`, after those before it. */
function parseAdapter(given: string, before: readonly { path: string; scale: number }[] = []) {
  const [, path = given, scale = '1'] = /^(.*)=(-?[\d.]+)$/.exec(given) ?? [];
  if (!Number.isFinite(Number(scale))) throw new InvalidArgumentError('The scale is a number, such as 0.5.');
  return [...before, { path: resolve(path), scale: Number(scale) }];
}

function parsePrice(value: string): number {
  const price = Number(value);
  if (value.trim() === '' || !(price >= 0)) throw new InvalidArgumentError('Give an amount, such as 0.15.');
  return price;
}
