import { type Command, Option } from 'commander';
import { type Authored, type AuthoredKind, authoredKinds, type Writer } from '../../shared/contract/derivations.ts';
import type { HostClient } from '../../shared/contract/index.ts';
import { HoldfastError } from '../../shared/errors.ts';
import { type CommandContext, optionsOf, withHost } from './context.ts';
import { followJob } from './follow-job.ts';
import { listOption } from './list-option.ts';
import { faint, printJson, printLine, strong, table } from './output.ts';
import { assetIdOf } from './tags.ts';

interface ChoiceOptions {
  kind?: AuthoredKind[];
  stale?: boolean;
  file?: string;
}

/** `derivations`: which model wrote what, and how that is undone and done anew. */
export function addDerivations(program: Command, context: CommandContext): void {
  const derivations = program.command('derivations').description('what models wrote of the files');
  derivations
    .command('list', { isDefault: true })
    .description('who wrote what, and what of it would turn out differently now')
    .argument('[model]', 'only what this model wrote, file by file')
    .addOption(new Option('--kind <kind>', 'of which kind').choices(authoredKinds))
    .option('--json', 'as JSON')
    .action(async (wanted: string | undefined, _, command: Command) => {
      const { library, json, kind } = optionsOf<{ kind?: AuthoredKind }>(command);
      await withHost(context, { library, work: false }, async ({ client }) => {
        const writers = await client.derivations.writers();
        if (wanted === undefined) return json ? printJson(writers) : printWriters(writers);
        const modelId = await writerOf(client, wanted);
        const kinds = writers.filter((writer) => writer.modelId === modelId).map((writer) => writer.kind);
        const lists = [...new Set(kinds)].filter((each) => kind === undefined || each === kind);
        const rows = await Promise.all(
          lists.map((each) => client.derivations.list({ modelId, kind: each, limit: 500 })),
        );
        if (json) printJson(rows.flat());
        else printLine(table(rows.flat().map(({ name, written }) => [name, written.kind, textOf(written)])));
      });
    });
  derivations
    .command('show')
    .description('everything that was derived from a file, and where it came from')
    .argument('<file>', 'its path, or the asset’s id')
    .option('--json', 'as JSON')
    .action(async (file: string, _, command: Command) => {
      const { library, json } = optionsOf(command);
      await withHost(context, { library, work: false }, async ({ client }) => {
        const found = await client.derivations.asset({ id: await assetIdOf(client, file) });
        if (json) return printJson(found);
        for (const { written, model, time, stale } of found.written) {
          printLine(`${strong(written.kind)}  ${textOf(written)}`);
          printLine(faint(`  ${model}, ${new Date(time).toISOString().slice(0, 16)}${stale ? `. ${stale}` : ''}`));
        }
        for (const { tag, origin, confirmed, author } of found.tags)
          printLine(`tag  ${tag}  ${author?.model ?? origin}${confirmed ? '' : ', not confirmed'}`);
        for (const { kind, engine, engineVersion } of found.read) printLine(`${kind}  ${engine} ${engineVersion}`);
        for (const failure of found.failures) printLine(failure);
      });
    });
  addUndo(derivations, context);
  addRedo(derivations, context);
}

function withChoice(command: Command): Command {
  return command
    .argument('<model>', 'name, id, or how the id begins; also of a model that is gone')
    .addOption(listOption('--kind <kinds>', 'only of these kinds', authoredKinds))
    .option('--file <path>', 'only of this file; a path, or an asset’s id')
    .option('--stale', 'only what would turn out differently now')
    .option('--json', 'as JSON');
}

async function choiceOf(client: HostClient, wanted: string, { kind, stale, file }: ChoiceOptions) {
  return {
    modelId: await writerOf(client, wanted),
    onlyStale: stale ?? false,
    ...(kind ? { kinds: kind } : {}),
    ...(file ? { ids: [await assetIdOf(client, file)] } : {}),
  };
}

function addUndo(derivations: Command, context: CommandContext): void {
  withChoice(
    derivations
      .command('undo')
      .description(
        'forget what a model wrote, with the suggestions and tags that came of it; what you agreed to stays',
      ),
  ).action(async (wanted: string, _, command: Command) => {
    const { library, json, ...options } = optionsOf<ChoiceOptions>(command);
    await withHost(context, { library, work: false }, async ({ client }) => {
      const undone = await client.derivations.undo(await choiceOf(client, wanted, options));
      if (json) return printJson(undone);
      const { derivations: count, suggestions, tags, kept } = undone;
      const stays = kept > 0 ? ` ${kept} tags that you agreed to stay.` : '';
      printLine(`Forgot ${count} derivations, ${suggestions} suggestions and ${tags} tags.${stays}`);
    });
  });
}

function addRedo(derivations: Command, context: CommandContext): void {
  withChoice(
    derivations
      .command('redo')
      .description('have what a model wrote written anew by whoever serves now; it stays until then'),
  ).action(async (wanted: string, _, command: Command) => {
    const { library, json, ...options } = optionsOf<ChoiceOptions>(command);
    await withHost(context, { library, work: true }, async ({ client, settleIndex }) => {
      const { jobId, items } = await client.derivations.redo(await choiceOf(client, wanted, options));
      const { stages } = await followJob(client, jobId, context.signal);
      await settleIndex();
      const failed = stages.reduce((sum, stage) => sum + stage.failed, 0);
      if (json) printJson({ jobId, items, failed });
      else printLine(`${items - failed} files done anew${failed > 0 ? `, ${failed} failed` : ''}.`);
    });
  });
}

/** The id of a model that wrote something, by a name, an id or the beginning of one. NOT_FOUND */
async function writerOf(client: HostClient, wanted: string): Promise<string> {
  const writers = await client.derivations.writers();
  const meant = writers.filter(
    ({ modelId, model }) => modelId === wanted || model === wanted || modelId.startsWith(wanted),
  );
  const ids = [...new Set(meant.map(({ modelId }) => modelId))];
  if (ids.length === 1 && ids[0]) return ids[0];
  throw new HoldfastError(
    'NOT_FOUND',
    ids.length === 0 ? `No model “${wanted}” wrote anything.` : `“${wanted}” may be any of ${ids.length} models.`,
    'See “holdfast derivations” for who wrote what.',
  );
}

function printWriters(writers: readonly Writer[]): void {
  const rows = writers.map(({ modelId, model, kind, count, last, stale }) => [
    modelId.slice(0, 12),
    model,
    kind,
    String(count),
    new Date(last).toISOString().slice(0, 16),
    stale,
  ]);
  printLine(rows.length > 0 ? table(rows) : 'No model has written anything yet.');
}

function textOf({ kind, content }: Authored): string {
  switch (kind) {
    case 'caption':
    case 'picture-text':
    case 'page-text':
    case 'transcript':
      return oneLine(content.text);
    case 'summary':
      return oneLine([content.title, content.text].filter(Boolean).join(': '));
    case 'chapters':
      return oneLine(content.chapters.map(({ title }) => title).join(' · '));
    case 'entities':
      return oneLine([...content.people, ...content.organisations, ...content.places].join(', '));
    case 'tags':
    case 'terms':
      return oneLine(content.tags.map(({ tag }) => tag).join(', '));
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
