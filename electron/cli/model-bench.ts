import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  type BenchResults,
  type BenchRow,
  type BenchTask,
  type BenchVerdict,
  benchRoles,
  benchTaskSchema,
  benchTasks,
  lowerIsBetter,
  type Measure,
  questionTasks,
  taskMeasures,
} from '../../shared/contract/bench.ts';
import type { HostClient } from '../../shared/contract/index.ts';
import { idOf, type RunOnHost } from './chosen-model.ts';
import { type CommandContext, Interrupted, optionsOf } from './context.ts';
import { fileSize, printJson, printLine, table } from './output.ts';
import { ProgressLine, progressText } from './progress-line.ts';

const measureNames: Record<Measure, string> = {
  ndcg10: 'nDCG@10',
  recall1: 'recall@1',
  recall5: 'recall@5',
  recall10: 'recall@10',
  mrr: 'MRR',
  preferred: 'preferred',
  marked: 'cited',
  validMarks: 'marks valid',
  numbersFound: 'numbers found',
  wordsFound: 'words found',
  f1: 'F1',
  precision: 'precision',
  recall: 'recall',
  cer: 'CER',
  wer: 'WER',
};

interface BenchOptions {
  models: string[];
  questions: number;
  pool: number;
  use?: boolean;
}

/** `models bench`: which model is best at something on the library's own files. */
export function addModelBench(models: Command, run: RunOnHost, context: CommandContext): void {
  models
    .command('bench')
    .description('find out which model is best at something on the library’s own files')
    .argument('<role>', `what for: ${benchTasks.join(', ')}`, parseTask)
    .requiredOption('--models <names>', 'names or ids, with commas between them', (given: string) =>
      given.split(',').map((name) => name.trim()),
    )
    .addOption(new Option('--questions <n>', 'items to try them on').argParser(parseCount).default(20))
    .addOption(new Option('--pool <n>', 'passages to find the right one among').argParser(parseCount).default(400))
    .option('--use', 'give the role to the winner, if it is clear')
    .option('--json', 'the results as JSON')
    .action((task: BenchTask, _, command: Command) =>
      run(command, async (client, json) => {
        const { models: wanted, questions, pool, use = false } = optionsOf<BenchOptions>(command);
        const ids = await Promise.all(wanted.map((name) => idOf(client, name)));
        if (questionTasks.includes(task)) await haveQuestions(client, questions);
        const { id: runId, jobId } = await client.bench.start({ task, models: ids, items: questions, pool });
        const results = await follow(client, { runId, jobId }, context.signal);
        if (json) printJson(results);
        else print(results);
        if (use && results.verdict.clear) {
          const { name } = await client.bench.assignRole({ runId });
          if (!json) printLine(`${name} now serves as ${benchRoles[task]} model.`);
        }
      }),
    );
}

/** Makes as many questions from the library as there are too few. */
async function haveQuestions(client: HostClient, wanted: number): Promise<void> {
  const missing = wanted - (await client.bench.questions()).length;
  if (missing > 0) await client.bench.deriveQuestions({ count: Math.min(missing, 200) });
}

/** @throws Interrupted when the person wants to stop before the run has ended; it goes on next time. */
async function follow(
  client: HostClient,
  { runId, jobId }: { runId: number; jobId: number },
  signal: AbortSignal,
): Promise<BenchResults> {
  const progress = new ProgressLine();
  try {
    for await (const jobs of await client.jobs.watch(undefined, { signal })) {
      const own = jobs.filter(({ id }) => id === jobId);
      progress.show(progressText(own));
      if (own.every(({ state }) => state !== 'running')) return await client.bench.results({ runIds: [runId] });
    }
  } finally {
    progress.clear();
  }
  throw new Interrupted();
}

function print({ task, rows, items, runs, verdict }: BenchResults): void {
  const reason = runs[0]?.reason;
  if (reason) printLine(reason);
  const shown = taskMeasures[task];
  const head = ['', ...shown.map((measure) => measureNames[measure]), 'p50', 'p95', 'speed', 'memory', 'failed'];
  printLine(table([head, ...rows.map((row) => cells(row, shown))]));
  const [failure] = rows.flatMap(({ name, failures }) => failures.map((each) => `${name}: ${each.reason}`));
  if (failure) printLine(`\n${failure}`);
  printLine(`\n${task === 'chat' && verdict.items === 0 ? toJudge(items.length) : describeVerdict(task, verdict)}`);
}

function cells(row: BenchRow, shown: readonly Measure[]): string[] {
  const { name, measures, p50, p95, tokensPerSecond, passagesPerSecond, memory, failures } = row;
  return [
    name,
    ...shown.map((measure) => measures[measure]?.toFixed(3) ?? '–'),
    ...[p50, p95].map((ms) => (ms === null ? '–' : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`)),
    tokensPerSecond !== null
      ? `${tokensPerSecond.toFixed(1)} tokens/s`
      : passagesPerSecond !== null
        ? `${passagesPerSecond.toFixed(1)} passages/s`
        : '–',
    memory === null ? '–' : fileSize(memory),
    String(failures.length),
  ];
}

function toJudge(questions: number): string {
  return `The answers to ${questions} questions are kept. Which is better is for you to judge, in the app: Models, Bench.`;
}

/** Who is best and how sure that is, in a sentence. */
export function describeVerdict(task: BenchTask, verdict: BenchVerdict): string {
  const { leader, other, clear, items, difference, interval, p } = verdict;
  if (!leader) return 'There is nothing to compare.';
  if (p !== null)
    return clear
      ? `${leader.name} is preferred to ${other} (${items} comparisons judged, p = ${p.toFixed(3)}).`
      : `No clear winner in ${items} judged comparisons (p = ${p.toFixed(3)}).`;
  const [measure] = taskMeasures[task];
  const by = `${Math.abs(difference ?? 0).toFixed(3)} ${measureNames[measure]}${lowerIsBetter(measure) ? ' less' : ''}`;
  const range = interval ? `, 95 % interval ${interval.map((end) => end.toFixed(3)).join(' to ')}` : '';
  return clear
    ? `${leader.name} is better than ${other}: ${by} on ${items} items${range}.`
    : `No clear winner on ${items} items: ${leader.name} leads ${other} by ${by}${range}.`;
}

function parseTask(given: string): BenchTask {
  const task = benchTaskSchema.safeParse(given);
  if (task.success) return task.data;
  throw new InvalidArgumentError(`Allowed are ${benchTasks.join(', ')}.`);
}

function parseCount(given: string): number {
  const count = Number(given);
  if (Number.isInteger(count) && count > 0) return count;
  throw new InvalidArgumentError('It is a whole number above 0.');
}
