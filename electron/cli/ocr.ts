import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { HostClient } from '../../shared/contract/index.ts';
import type { OcrLanguage, OcrLanguages, OcrScope, OutdatedPages } from '../../shared/contract/ocr.ts';
import type { Host } from '../host.ts';
import { failureText } from '../shell/failure.ts';
import { type CommandContext, optionsOf, withHost } from './context.ts';
import { followJob } from './follow-job.ts';
import { takesWords, textOf } from './free-text.ts';
import { printJson, printLine, table } from './output.ts';
import { assetIdOf, printEstimates } from './tags.ts';

interface ScopeOptions {
  folder?: string;
  tag?: string;
  file?: string;
}

const originTexts: Record<OcrLanguage['from'], string> = {
  shipped: 'that ship',
  system: 'of the system',
  added: 'that were added',
};

/** `ocr`: in which languages pages are read, and which models read again. */
export function addOcr(program: Command, context: CommandContext): void {
  const ocr = program.command('ocr').description('in which languages scans are read, and who reads them again');
  addList(ocr, context);
  addLanguages(ocr, context);
  addData(ocr, context);
  addRemove(ocr, context);
  addShow(ocr, context);
  addRedo(ocr, context);
}

function addList(ocr: Command, context: CommandContext): void {
  ocr
    .command('list', { isDefault: true })
    .description('the languages that are chosen: for the library, for folders, tags and files')
    .option('--json', 'as JSON')
    .action(async (_, command: Command) => {
      const { library, json } = optionsOf(command);
      await withHost(context, { library, work: false }, async ({ client }) => {
        const choices = await client.ocr.choices();
        if (json) return printJson(choices);
        printLine(
          table(choices.map(({ scope, languages, file }) => [file || scopeText(scope), languagesText(languages)])),
        );
        const { ocrLanguages } = await client.system.info();
        for (const from of ['shipped', 'system', 'added'] as const) {
          const codes = ocrLanguages.filter((language) => language.from === from).map(({ code }) => code);
          if (codes.length > 0) printLine(`Data ${originTexts[from]}: ${codes.join(', ')}`);
        }
      });
    });
}

function addLanguages(ocr: Command, context: CommandContext): void {
  withScope(ocr.command('languages'))
    .description('choose the languages of all scans, or of those in a folder, with a tag, or of a file')
    .argument(
      '<languages...>',
      'Tesseract’s codes, best first; “automatic” for those of the script on each page; “inherit” to take a choice back',
    )
    .option('--read-again', 'read the pages again that were read in others')
    .option('--json', 'as JSON')
    .action(async (words: string[], _, command: Command) => {
      const { library, json, readAgain = false, ...named } = optionsOf<ScopeOptions & { readAgain?: boolean }>(command);
      await withHost(context, { library, work: readAgain }, async (host) => {
        const { client } = host;
        const scope = await scopeOf(client, named);
        const outdated = await client.ocr.choose({ scope, languages: languagesIn(words) });
        if (readAgain && outdated.pages > 0) return readPagesAgain(host, scope, context, json ?? false);
        if (json) return printJson({ ...outdated, read: 0 });
        const files = outdated.files === 1 ? '1 file' : `${outdated.files} files`;
        printLine(
          outdated.pages === 0
            ? 'All pages were read so already.'
            : `${outdated.pages} pages of ${files} were read otherwise; --read-again reads them again.`,
        );
      });
    });
}

function addData(ocr: Command, context: CommandContext): void {
  ocr
    .command('add')
    .description(
      'add data of languages, or better ones, to the library (“spa.traineddata”, as Tesseract 4 and 5 read them)',
    )
    .argument('<files...>')
    .option('--json', 'as JSON')
    .action(async (files: string[], _, command: Command) => {
      const { library, json } = optionsOf(command);
      await withHost(context, { library, work: false }, async ({ client }) => {
        const added = await addFiles(client, files);
        if (json) return printJson(added);
        if (added.length === 0) return;
        printLine(`Added ${added.map(({ code }) => code).join(', ')}. Choose them by “holdfast ocr languages”.`);
        const pages = added.at(-1)?.outdated.pages ?? 0;
        if (pages > 0) printLine(`${pages} pages were read otherwise, or not at all.`);
      });
    });
}

/** Adds every file; one that cannot be added is reported and does not hold up the others. */
async function addFiles(client: HostClient, files: readonly string[]) {
  const added: { code: string; outdated: OutdatedPages }[] = [];
  for (const file of files) {
    try {
      added.push(await client.ocr.addLanguage({ path: resolve(file) }));
    } catch (thrown) {
      console.error(`holdfast: ${failureText(thrown)}`);
      process.exitCode = 1;
    }
  }
  return added;
}

function addRemove(ocr: Command, context: CommandContext): void {
  ocr
    .command('remove')
    .description('take added data of languages out of the library again')
    .argument('<codes...>')
    .action(async (codes: string[], _, command: Command) => {
      const { library } = optionsOf(command);
      await withHost(context, { library, work: false }, async ({ client }) => {
        for (const code of codes) {
          await client.ocr.removeLanguage({ code });
          printLine(`Removed ${code}.`);
        }
      });
    });
}

async function readPagesAgain(
  { client, settleIndex }: Host,
  scope: OcrScope,
  { signal }: CommandContext,
  json: boolean,
): Promise<void> {
  const { jobId, files, pages } = await client.ocr.readAgain({ scope });
  const { stages } = await followJob(client, jobId, signal);
  await settleIndex();
  const failed = stages.reduce((sum, stage) => sum + stage.failed, 0);
  if (json) printJson({ files, pages, read: pages - failed, failed });
  else printLine(`${pages - failed} pages read again${failed > 0 ? `, ${failed} could not be read` : ''}.`);
}

function addShow(ocr: Command, context: CommandContext): void {
  ocr
    .command('show')
    .description('in which languages a file is read, how surely, and by whom')
    .argument('<file>', 'its path, or the asset’s id')
    .option('--json', 'as JSON')
    .action(async (file: string, _, command: Command) => {
      const { library, json } = optionsOf(command);
      await withHost(context, { library, work: false }, async ({ client }) => {
        const found = await client.ocr.file({ id: await assetIdOf(client, file) });
        if (json) return printJson(found);
        printLine(`${languagesText(found.languages)}, as chosen for ${scopeText(found.from)}`);
        const sure = found.confidence === null ? '' : `, ${Math.round(found.confidence)} % sure`;
        printLine(`${found.pages} pages read${sure}`);
        if (found.unsurePages.length > 0) printLine(`Unsure: ${found.unsurePages.join(', ')}`);
        if (found.pagesByModel.length > 0) printLine(`Read by a model: ${found.pagesByModel.join(', ')}`);
      });
    });
}

function addRedo(ocr: Command, context: CommandContext): void {
  takesWords(ocr.command('redo'))
    .description(
      'have the model for pictures read the pages that OCR was not sure of, in all files or those of a query',
    )
    .argument('[query...]', 'in the search language')
    .option('--all', 'all pages that OCR read, not only those that it was not sure of')
    .option('--again', 'also pages that a model has read already')
    .option('--estimate', 'only say what it would take')
    .option('--json', 'as JSON')
    .action(async (words: string[], _, command: Command) => {
      const options = optionsOf<{ all?: boolean; again?: boolean; estimate?: boolean }>(command);
      const { library, json, estimate } = options;
      const request = {
        kinds: ['pages' as const],
        pages: options.all ? ('all' as const) : ('unsure' as const),
        again: options.again ?? false,
        ...(words.length > 0 ? { query: textOf(words, command) } : {}),
      };
      await withHost(context, { library, work: !estimate }, async ({ client, settleIndex }) => {
        const estimates = await client.tagging.estimate(request);
        if (estimate) return json ? printJson(estimates) : printEstimates(estimates);
        if (!json) printEstimates(estimates);
        const { jobId } = await client.tagging.start(request);
        const { stages } = await followJob(client, jobId, context.signal);
        await settleIndex();
        const [done, failed] = (['done', 'failed'] as const).map((end) =>
          stages.reduce((sum, stage) => sum + stage[end], 0),
        );
        if (json) printJson({ jobId, done, failed });
        else printLine(`${done} pages read${failed ? `, ${failed} failed` : ''}.`);
      });
    });
}

function withScope(command: Command): Command {
  return command
    .option('--folder <path>', 'for a folder of the library and all below it')
    .option('--tag <tag>', 'for the files with a tag')
    .option('--file <path>', 'for a file; a path, or an asset’s id');
}

async function scopeOf(client: HostClient, { folder, tag, file }: ScopeOptions): Promise<OcrScope> {
  if (file !== undefined) return { scope: 'file', id: await assetIdOf(client, file) };
  if (tag !== undefined) return { scope: 'tag', tag };
  if (folder !== undefined) return { scope: 'folder', path: resolve(folder) };
  return { scope: 'library' };
}

/** Languages may stand apart or be joined as Tesseract has them: `deu+eng`. */
function languagesIn(words: readonly string[]): OcrLanguages | null {
  const codes = words.flatMap((word) => word.split(/[+,]/u)).filter((code) => code !== '');
  if (codes.length === 1 && codes[0] === 'automatic') return 'automatic';
  return codes.length === 1 && codes[0] === 'inherit' ? null : codes;
}

function languagesText(languages: OcrLanguages): string {
  return languages === 'automatic' ? 'automatic' : languages.join(' + ');
}

function scopeText(scope: OcrScope): string {
  switch (scope.scope) {
    case 'library':
      return 'the library';
    case 'folder':
      return scope.path;
    case 'tag':
      return `files tagged “${scope.tag}”`;
    case 'file':
      return `file ${scope.id}`;
  }
}
