import { createInterface } from 'node:readline';
import { type Command, InvalidArgumentError } from 'commander';
import { type Anchor, describeAnchor } from '../../shared/anchors.ts';
import type { HostClient } from '../../shared/contract/index.ts';
import type { AssetKind } from '../../shared/contract/library.ts';
import type { SearchHit, SearchResult, SnippetPart } from '../../shared/contract/search.ts';
import { failureText } from '../shell/failure.ts';
import { type CommandContext, optionsOf, withHost } from './context.ts';
import { takesWords, textOf } from './free-text.ts';
import { faint, printJson, printLine, strong } from './output.ts';

interface SearchEntry {
  assetId: string;
  path: string;
  kind: AssetKind;
  score: number;
  anchor: Anchor;
  snippet: readonly SnippetPart[];
  matched: readonly string[];
}

interface SearchOptions {
  limit: number;
  rerank: boolean;
}

const hitsPerAsset = 20;

export function addSearch(program: Command, context: CommandContext): void {
  takesWords(program.command('search'))
    .description('find places in the library; "-" reads one query a line and answers one line of JSON each')
    .argument('<query...>', 'words, "phrases", -not, type: tag: path: before: after: in: rating: camera: has:')
    .option('--limit <n>', 'at most so many results', parseLimit, 10)
    .option('--rerank', 'let the reranking model put the best in order')
    .option('--json', 'results as JSON')
    .action(async (words: string[], _, command: Command) => {
      const { library, json, limit, rerank = false } = optionsOf<{ limit: number; rerank?: boolean }>(command);
      const query = textOf(words, command);
      await withHost(context, { library, work: false }, async ({ client }) => {
        if (query === '-') return answerLines(client, { limit, rerank });
        const { entries, result } = await search(client, query, { limit, rerank });
        if (json) printJson(entries.map(toJson));
        else printEntries(entries, result);
      });
    });
}

async function answerLines(client: HostClient, options: SearchOptions): Promise<void> {
  for await (const query of createInterface({ input: process.stdin })) {
    try {
      printJson((await search(client, query, options)).entries.map(toJson));
    } catch (thrown) {
      printJson({ error: failureText(thrown) });
    }
  }
}

async function search(
  client: HostClient,
  query: string,
  { limit, rerank }: SearchOptions,
): Promise<{ entries: SearchEntry[]; result: SearchResult }> {
  const result = await client.search.query({ query, limit, rerank, hitsPerAsset });
  const entries = result.groups.flatMap(({ asset, hits }) => {
    // A spreadsheet's rows are records of their own; of everything else the best place speaks for the asset.
    const shown = asset.kind === 'spreadsheet' ? hits : hits.slice(0, 1);
    return shown.map(
      ({ score, anchor, snippet, matched }: SearchHit): SearchEntry => ({
        assetId: asset.id,
        path: asset.path,
        kind: asset.kind,
        score,
        anchor,
        snippet,
        matched,
      }),
    );
  });
  return { entries: entries.toSorted((a, b) => b.score - a.score).slice(0, limit), result };
}

function toJson({ snippet, ...entry }: SearchEntry) {
  return { ...entry, snippet: snippet.map(({ text }) => text).join('') };
}

function printEntries(entries: readonly SearchEntry[], { semantic, reranked }: SearchResult): void {
  for (const { path, anchor, snippet } of entries) {
    const place = describeAnchor(anchor);
    printLine(`${strong(path)}${place ? ` — ${place}` : ''}`);
    const text = snippet.map(({ text: part, match }) => (match ? strong(part) : part)).join('');
    printLine(`  ${text.replace(/\s*\n\s*/g, ' ')}\n`);
  }
  if (entries.length === 0) printLine('Nothing found.');
  for (const { used, reason } of [semantic, reranked]) if (!used && reason) console.error(faint(reason));
}

/** For commander: the number that `--limit` stands for. */
function parseLimit(text: string): number {
  const limit = /^\d+$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > 500) throw new InvalidArgumentError('Give a whole number from 1 to 500.');
  return limit;
}
