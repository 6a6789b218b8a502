import { type Command, InvalidArgumentError } from 'commander';
import type { HostClient } from '../../shared/contract/index.ts';
import { type CommandContext, optionsOf, withHost } from './context.ts';
import { faint, printJson, printLine, strong } from './output.ts';

/** What is fetched at a time. */
const PAGE = 100;

export function addDuplicates(program: Command, context: CommandContext): void {
  program
    .command('duplicates')
    .description('list files with the same bytes, and groups of what looks or reads nearly the same')
    .option('--limit <n>', 'at most so many of each', parseLimit, 1000)
    .option('--json', 'the groups as JSON')
    .action(async (_, command: Command) => {
      const { library, json, limit } = optionsOf<{ limit: number }>(command);
      await withHost(context, { library, work: false }, async ({ client }) => {
        await client.duplicates.settle();
        const exact = await all(
          limit,
          (page) => client.duplicates.exact(page),
          ({ duplicates }) => duplicates,
        );
        const near = await all(
          limit,
          (page) => client.duplicates.near(page),
          ({ groups }) => groups,
        );
        if (json) printJson({ exact: exact.map(exactToJson), near: near.map(nearToJson) });
        else print(exact, near);
      });
    });
}

type Exact = Awaited<ReturnType<HostClient['duplicates']['exact']>>['duplicates'][number];
type Near = Awaited<ReturnType<HostClient['duplicates']['near']>>['groups'][number];

/** The pages of a list up to a limit. */
async function all<Page, Item>(
  limit: number,
  fetch: (page: { offset: number; limit: number }) => Promise<Page>,
  itemsOf: (page: Page) => readonly Item[],
): Promise<Item[]> {
  const items: Item[] = [];
  while (items.length < limit) {
    const page = itemsOf(await fetch({ offset: items.length, limit: Math.min(PAGE, limit - items.length) }));
    if (page.length === 0) break;
    items.push(...page);
  }
  return items;
}

function exactToJson({ asset, paths }: Exact) {
  return { assetId: asset.id, size: asset.size, paths };
}

function nearToJson({ by, likeness, count, assets }: Near) {
  return {
    by,
    likeness,
    count,
    assets: assets.map(({ id, path, kind, size, width, height, date }) => ({
      assetId: id,
      path,
      kind,
      size,
      width,
      height,
      date,
    })),
  };
}

function print(exact: readonly Exact[], near: readonly Near[]): void {
  for (const { asset, paths } of exact) {
    printLine(strong(`The same bytes, ${asset.size.toLocaleString('en')} each`));
    for (const path of paths) printLine(`  ${path}`);
  }
  for (const { by, likeness, assets } of near) {
    printLine(strong(`${by === 'looks' ? 'Look' : 'Read'} nearly the same, ${Math.floor(likeness * 100)} % alike`));
    for (const { path, width, height, size } of assets) {
      const pixels = width > 0 && by === 'looks' ? `${width} × ${height}, ` : '';
      printLine(`  ${path} ${faint(`(${pixels}${size.toLocaleString('en')} bytes)`)}`);
    }
  }
  if (exact.length + near.length === 0) printLine('No duplicates found.');
}

/** For commander: the number that `--limit` stands for. */
function parseLimit(text: string): number {
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit < 1) throw new InvalidArgumentError('Give a whole number of 1 or more.');
  return limit;
}
