import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { HostClient } from '../../shared/contract/index.ts';
import type { Job } from '../../shared/contract/jobs.ts';
import {
  type DescribingKind,
  describingKinds,
  type ReviewItem,
  type SuggestionState,
  type TaggingEstimate,
  type Vocabulary,
  type VocabularyFormat,
  vocabularyFormats,
} from '../../shared/contract/tagging.ts';
import { HoldfastError } from '../../shared/errors.ts';
import { describeMoney } from '../../shared/money.ts';
import { type CommandContext, optionsOf, withHost } from './context.ts';
import { followJob } from './follow-job.ts';
import { takesWords, textOf } from './free-text.ts';
import { listOption } from './list-option.ts';
import { fileSize, printJson, printLine, table } from './output.ts';

interface SuggestOptions {
  kind?: DescribingKind[];
  again?: boolean;
  estimate?: boolean;
}

interface DecideOptions {
  tag?: string;
  file?: string;
}

type Run = (command: Command, action: (client: HostClient, json: boolean) => Promise<void>) => Promise<void>;

/** `tags`: has models suggest tags, and decides on what they suggested. */
export function addTags(program: Command, context: CommandContext): void {
  const tags = program
    .command('tags')
    .description('what models suggest for files, and the words that they choose from');
  const run: Run = (command, action) => {
    const { library, json } = optionsOf(command);
    return withHost(context, { library, work: false }, ({ client }) => action(client, json ?? false));
  };
  addSuggest(tags, context);
  addReview(tags, run);
  addDecision(tags, run, 'accept', 'accepted', 'give files the tags that are suggested for them');
  addDecision(tags, run, 'reject', 'rejected', 'turn suggestions down; they are not made again');
  addDecision(tags, run, 'undo', 'open', 'take back what was decided, by the ids that accept and reject print');
  addVocabulary(tags, run);
}

function addSuggest(tags: Command, context: CommandContext): void {
  takesWords(tags.command('suggest'))
    .description('have models describe files and suggest tags for them; all files, or those that a query finds')
    .argument('[query...]', 'in the search language')
    .addOption(listOption('--kind <kinds>', 'only these kinds of work', describingKinds))
    .option('--again', 'also files that a model has described already')
    .option('--estimate', 'only say what it would take')
    .option('--json', 'as JSON')
    .action(async (words: string[], _, command: Command) => {
      const { library, json, kind, again = false, estimate } = optionsOf<SuggestOptions>(command);
      const request = {
        again,
        ...(kind ? { kinds: kind } : {}),
        ...(words.length > 0 ? { query: textOf(words, command) } : {}),
      };
      await withHost(context, { library, work: !estimate }, async ({ client, settleIndex }) => {
        const estimates = await client.tagging.estimate(request);
        if (estimate) return json ? printJson(estimates) : printEstimates(estimates);
        if (!json) printEstimates(estimates);
        const { jobId, items } = await client.tagging.start(request);
        const { stages } = await followJob(client, jobId, context.signal);
        await settleIndex();
        const { suggestions } = await client.tagging.suggestions({ limit: 1 });
        if (json) printJson({ jobId, items, stages: stages.map(outcome), suggestions });
        else printLine(`${stages.map(outcomeText).join('; ')}. ${suggestions} suggestions are to be reviewed.`);
      });
    });
}

const outcome = ({ stage, done, failed }: Job['stages'][number]) => ({ stage, done, failed });
const outcomeText = ({ done, failed }: Job['stages'][number]) =>
  `${done} described${failed > 0 ? `, ${failed} failed` : ''}`;

/** What it would take to have models look at files. */
export function printEstimates(estimates: readonly TaggingEstimate[]): void {
  const rows = estimates.map(({ kind, items, done, model, reason, tokensIn, tokensOut, seconds, cost, bytesOut }) => [
    kind,
    `${items} to do, ${done} done`,
    model ? `${model.name}${model.host ? ` at ${model.host}` : ''}` : reason,
    model
      ? [
          `${tokensIn} tokens in, ${tokensOut} out`,
          seconds === null ? 'time not known' : `${seconds} s`,
          ...(cost ? [`about ${describeMoney(cost, 'en')}`] : []),
        ].join(', ')
      : '',
    bytesOut > 0 ? `${fileSize(bytesOut)} leave this machine` : '',
  ]);
  printLine(rows.length > 0 ? table(rows) : 'There is nothing for a model to look at.');
}

function addReview(tags: Command, run: Run): void {
  tags
    .command('review', { isDefault: true })
    .description('files with suggestions that nobody decided on')
    .option('--tag <tag>', 'only suggestions of this tag')
    .option('--limit <n>', 'at most so many files', parseCount, 50)
    .option('--json', 'as JSON')
    .action((_, command: Command) =>
      run(command, async (client, json) => {
        const { tag, limit } = optionsOf<{ tag?: string; limit: number }>(command);
        const found = await client.tagging.suggestions({ limit, ...(tag ? { tag } : {}) });
        if (json) return printJson(found);
        for (const item of found.items) printItem(item);
        printLine(`${found.suggestions} suggestions for ${found.assets} files.`);
      }),
    );
}

function printItem({ asset, description, suggestions }: ReviewItem): void {
  printLine(asset.path);
  if (description) printLine(`  ${description}`);
  const rows = suggestions.map(({ id, tag, confidence, model }) => [
    `  ${id}`,
    tag,
    `${Math.round(confidence * 100)} %`,
    model,
  ]);
  printLine(`${table(rows)}\n`);
}

function addDecision(tags: Command, run: Run, name: string, decision: SuggestionState, description: string): void {
  const decide = tags.command(name).description(description).argument('[id...]', 'ids of suggestions', collectId);
  if (decision !== 'open')
    decide
      .option('--tag <tag>', 'all open suggestions of this tag')
      .option('--file <path>', 'all open suggestions of this file; a path, or an asset’s id');
  decide.option('--json', 'the ids as JSON').action((ids: number[], _, command: Command) =>
    run(command, async (client, json) => {
      const { tag, file } = optionsOf<DecideOptions>(command);
      if (ids.length === 0 && !tag && !file)
        throw new HoldfastError(
          'INVALID_INPUT',
          'No suggestion is named.',
          'Give ids; “holdfast tags review” lists them.',
        );
      const assetId = file ? await assetIdOf(client, file) : undefined;
      const changed = await client.tagging.decide({
        decision,
        ...(ids.length > 0 ? { ids } : {}),
        ...(tag ? { tag } : {}),
        ...(assetId ? { assetId } : {}),
      });
      if (json) printJson(changed);
      else
        printLine(
          `${changed.ids.length} suggestions ${decision === 'open' ? 'opened again' : decision}: ${changed.ids.join(' ')}`,
        );
    }),
  );
}

/** The asset at a path, or with an id. NOT_FOUND */
export async function assetIdOf(client: HostClient, wanted: string): Promise<string> {
  if (/^[0-9a-f]{64}$/.test(wanted)) return wanted;
  const { groups } = await client.search.query({ query: `path:"${wanted.replaceAll('"', '')}"`, limit: 500 });
  const found = groups.filter(({ asset }) => asset.path === wanted || asset.name === wanted);
  const [only] = found;
  if (found.length === 1 && only) return only.asset.id;
  throw new HoldfastError(
    'NOT_FOUND',
    found.length === 0 ? `${wanted} is not in the library.` : `There are ${found.length} files called ${wanted}.`,
    'Give its whole path.',
  );
}

function addVocabulary(tags: Command, run: Run): void {
  const vocabulary = tags.command('vocabulary').description('the words that models choose tags from');
  vocabulary
    .command('list', { isDefault: true })
    .description('all vocabularies')
    .option('--json', 'as JSON')
    .action((_, command: Command) =>
      run(command, async (client, json) => {
        const all = await client.tagging.vocabularies();
        if (json) printJson(all);
        else
          printLine(
            all.length > 0 ? table(all.map(vocabularyLine)) : 'There is none yet: models use words of their own.',
          );
      }),
    );
  vocabulary
    .command('add')
    .description('begin a vocabulary')
    .argument('<name>')
    .option('--open', 'models may also suggest words that are not in it')
    .option(
      '--auto-accept <confidence>',
      'accept by itself what is suggested with this confidence, 0 to 1',
      parseConfidence,
    )
    .option('--json', 'as JSON')
    .action((name: string, _, command: Command) =>
      run(command, async (client, json) => {
        const { open = false, autoAccept = null } = optionsOf<{ open?: boolean; autoAccept?: number }>(command);
        const added = await client.tagging.addVocabulary({ name, open, autoAccept });
        if (json) printJson(added);
        else printLine(`Added ${added.name}.`);
      }),
    );
  vocabulary
    .command('import')
    .description(
      'add the terms of a file; indented text as Lightroom writes it, or CSV with the columns term, parent, synonyms',
    )
    .argument('<vocabulary>', 'its name')
    .argument('<file>')
    .option('--json', 'as JSON')
    .action((name: string, file: string, _, command: Command) =>
      run(command, async (client, json) => {
        const { id } = await vocabularyNamed(client, name);
        const format = /\.csv$/i.test(file) ? 'csv' : 'text';
        const taken = await client.tagging.importTerms({ vocabularyId: id, format, text: contentOf(file) });
        if (json) return printJson(taken);
        for (const problem of taken.problems) printLine(problem);
        printLine(`${taken.added} terms added, ${taken.known} known.`);
      }),
    );
  vocabulary
    .command('export')
    .description('print the terms of a vocabulary')
    .argument('<vocabulary>', 'its name')
    .addOption(new Option('--format <format>', 'text or CSV').choices(vocabularyFormats).default('text'))
    .option('--json', 'as JSON')
    .action((name: string, _, command: Command) =>
      run(command, async (client, json) => {
        const { format } = optionsOf<{ format: VocabularyFormat }>(command);
        const { id } = await vocabularyNamed(client, name);
        const file = await client.tagging.exportTerms({ vocabularyId: id, format });
        if (json) printJson(file);
        else process.stdout.write(file.text);
      }),
    );
}

function vocabularyLine({ name, open, autoAccept, terms }: Vocabulary): string[] {
  return [
    name,
    `${terms} terms`,
    open ? 'and other words' : 'only these',
    autoAccept === null
      ? 'every suggestion is reviewed'
      : `accepted by itself from ${Math.round(autoAccept * 100)} % on`,
  ];
}

async function vocabularyNamed(client: HostClient, wanted: string): Promise<Vocabulary> {
  const found = (await client.tagging.vocabularies()).find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  if (found) return found;
  throw new HoldfastError('NOT_FOUND', `There is no vocabulary “${wanted}”.`, 'See “holdfast tags vocabulary”.');
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new HoldfastError('PATH_UNREADABLE', `${file} cannot be read.`, 'Check the path.', { cause: error });
  }
}

function collectId(text: string, before: number[] | undefined): number[] {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Give the ids that “holdfast tags review” prints.');
  return [...(before ?? []), Number(text)];
}

function parseCount(text: string): number {
  const count = /^\d+$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > 200) throw new InvalidArgumentError('Give a whole number from 1 to 200.');
  return count;
}

function parseConfidence(text: string): number {
  const confidence = text.trim() === '' ? Number.NaN : Number(text);
  if (!(confidence >= 0 && confidence <= 1)) throw new InvalidArgumentError('Give a number from 0 to 1.');
  return confidence;
}
