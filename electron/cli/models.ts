import { resolve } from 'node:path';
import type { Command } from 'commander';
import { idOf, printModels, type RunOnHost } from './chosen-model.ts';
import { type CommandContext, optionsOf, withHost } from './context.ts';
import { addDiscover } from './discover.ts';
import { addModelBench } from './model-bench.ts';
import { addModelRoles } from './model-roles.ts';
import { addModelTrial } from './model-trial.ts';
import { printJson, printLine } from './output.ts';
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
        printModels(await client.models.add({ path: resolve(file), copy }, { signal: context.signal }), json);
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
