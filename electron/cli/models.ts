import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CopyEvent, Model } from '../../shared/contract/models.ts';
import { idOf, printModels, type RunOnHost } from './chosen-model.ts';
import { type CommandContext, Interrupted, optionsOf, withHost } from './context.ts';
import { addDiscover } from './discover.ts';
import { addModelBench } from './model-bench.ts';
import { addModelRoles } from './model-roles.ts';
import { addModelTrial } from './model-trial.ts';
import { printJson, printLine } from './output.ts';
import { ProgressLine, transferText } from './progress-line.ts';
import { addRecommended } from './recommended.ts';

export function addModels(program: Command, context: CommandContext): void {
  const models = program.command('models').description('the models that the owner brought');
  const run: RunOnHost = (command, action) => {
    const { library, json } = optionsOf(command);
    return withHost(context, { library, work: false }, ({ client }) => action(client, json ?? false));
  };

  models
    .command('list', { isDefault: true })
    .description('all models')
    .option('--json', 'as JSON')
    .action((_, command: Command) =>
      run(command, async (client, json) => printModels(await client.models.list(), json)),
    );
  models
    .command('add')
    .description('add a model, which stays where it is, or a copy of it')
    .argument('<path>', 'a GGUF file or any part of one, a Whisper file, or a folder with ONNX files')
    .option('--copy', 'copy it into the library')
    .option('--json', 'the model as JSON')
    .action((file: string, _, command: Command) =>
      run(command, async (client, json) => {
        const { copy = false } = optionsOf<{ copy?: boolean }>(command);
        const options = { signal: context.signal };
        const model = copy
          ? await followCopy(await client.models.copy({ path: resolve(file) }, options))
          : await client.models.add({ path: resolve(file) }, options);
        printModels(model, json);
      }),
    );
  addDiscover(models, context);
  addRecommended(models, context);
  addModelRoles(models, run);
  addModelTrial(models, run, context);
  addModelBench(models, run, context);
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

const stages = { copy: 'copying', check: 'reading the copy back', prove: 'trying it out' } as const;

/** @throws Interrupted when the person wants to stop before it is done; nothing is left then. */
async function followCopy(events: AsyncIterable<CopyEvent>): Promise<Model> {
  const line = new ProgressLine();
  try {
    for await (const event of events) {
      if (event.type === 'done') return event.model;
      line.show(transferText(stages[event.stage], event));
    }
  } finally {
    line.clear();
  }
  throw new Interrupted();
}
