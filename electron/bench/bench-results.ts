import {
  type BenchResults,
  type BenchRow,
  type BenchRun,
  type BenchTask,
  type BenchVerdict,
  lowerIsBetter,
  type Measure,
  taskMeasures,
} from '../../shared/contract/bench.ts';
import type { EntrantRow, JudgementRow, OutcomeRow } from '../catalog/benches.ts';
import type { ItemResult, SampleItem } from './bench-task.ts';
import { pairedBootstrap, percentile, signTest, weightedMean } from './statistics.ts';

/** Below this a one-sided outcome of judgements is hardly chance. */
const SIGNIFICANT = 0.05;

/** A run with all that is known of it. */
export interface KnownRun {
  run: BenchRun;
  entrants: readonly EntrantRow[];
  outcomes: readonly OutcomeRow[];
  judgements: readonly JudgementRow[];
}

interface Entry {
  row: BenchRow;
  /** By item; undefined where it was not done. */
  results: (ItemResult | undefined)[];
}

/** What came of runs with the same sample, as one table, and who is best. */
export function resultsOf(
  runs: readonly [KnownRun, ...KnownRun[]],
  items: readonly SampleItem[],
  isAvailable: (modelId: string) => boolean,
): Omit<BenchResults, 'incomparable'> {
  const { task } = runs[0].run;
  const entries = runs.flatMap((known) => known.entrants.map((entrant) => entryOf(known, entrant, items, isAvailable)));
  // What is measured against is the same in each run of a sample.
  const shown = entries.filter(
    ({ row }, index) =>
      row.baseline === null || entries.findIndex((other) => other.row.baseline === row.baseline) === index,
  );
  return {
    task,
    runs: runs.map(({ run }) => run),
    items: items.map(({ label, assetId, name }) => ({ label, assetId, name })),
    rows: shown.map(({ row }) => row),
    verdict: task === 'chat' ? judgedVerdict(runs[0]) : measuredVerdict(task, shown),
  };
}

function entryOf(
  { run, outcomes, judgements }: KnownRun,
  entrant: EntrantRow,
  items: readonly SampleItem[],
  isAvailable: (modelId: string) => boolean,
): Entry {
  const own = outcomes.filter((outcome) => outcome.entrant === entrant.entrant);
  const results: Entry['results'] = items.map(() => undefined);
  for (const { item, result } of own) if (result !== null) results[item] = JSON.parse(result) as ItemResult;
  const done = own.filter(({ result }) => result !== null);
  const times = done.map(({ ms }) => ms);
  const written = results.flatMap((result) => result?.written ?? []);
  const measures = Object.fromEntries(
    taskMeasures[run.task].map((measure) => [measure, meanOf(results, measure)]),
  ) as BenchRow['measures'];
  if (run.task === 'chat') measures.preferred = preferredShare(judgements, entrant.entrant);
  const [deciding] = taskMeasures[run.task];
  return {
    results,
    row: {
      runId: run.id,
      entrant: entrant.entrant,
      baseline: entrant.baseline,
      name: entrant.name,
      available: entrant.baseline === null && isAvailable(entrant.entrant),
      measures,
      scores: results.map((result) => result?.measures[deciding] ?? null),
      done: done.length,
      failures: own.flatMap(({ item, result, reason }) => (result === null ? [{ item, reason }] : [])),
      p50: entrant.baseline === 'tesseract' ? null : percentile(times, 0.5),
      p95: entrant.baseline === 'tesseract' ? null : percentile(times, 0.95),
      tokensPerSecond: perSecond(
        written.reduce((sum, { tokens }) => sum + tokens, 0),
        written.reduce((sum, { ms }) => sum + ms, 0),
      ),
      passagesPerSecond: perSecond(entrant.poolDone, entrant.poolMs),
      memory: entrant.memory,
    },
  };
}

function meanOf(results: Entry['results'], measure: Measure): number | null {
  return weightedMean(
    results.flatMap((result) => {
      const value = result?.measures[measure];
      return result && value !== null && value !== undefined ? [{ value, weight: result.weight }] : [];
    }),
  );
}

function perSecond(count: number, ms: number): number | null {
  return count > 0 && ms > 0 ? (count * 1000) / ms : null;
}

/** The best model against the next best one, or against what stands for no model where there is no other. */
function measuredVerdict(task: BenchTask, entries: readonly Entry[]): BenchVerdict {
  const [measure] = taskMeasures[task];
  const sign = lowerIsBetter(measure) ? -1 : 1;
  const goodness = ({ row }: Entry) => sign * (row.measures[measure] ?? Number.NaN);
  const tried = entries.filter((entry) => !Number.isNaN(goodness(entry)));
  const models = tried.filter(({ row }) => row.baseline === null).sort((one, other) => goodness(other) - goodness(one));
  const [leader] = models;
  const other = models[1] ?? tried.find(({ row }) => row.baseline !== null);
  if (!leader || !other) return nothingToCompare;
  const differences = leader.results.flatMap((result, item) => {
    const [own, theirs] = [result?.measures[measure], other.results[item]?.measures[measure]];
    return typeof own === 'number' && typeof theirs === 'number' ? [sign * (own - theirs)] : [];
  });
  const difference = pairedBootstrap(differences);
  const { runId, entrant, name } = leader.row;
  return {
    leader: { runId, entrant, name },
    other: other.row.name,
    clear: difference?.clear === true && difference.mean > 0,
    items: differences.length,
    difference: difference?.mean ?? null,
    interval: difference?.interval ?? null,
    p: null,
  };
}

const nothingToCompare: BenchVerdict = {
  leader: null,
  other: '',
  clear: false,
  items: 0,
  difference: null,
  interval: null,
  p: null,
};

/** The share of judged comparisons that a model won; a tie is half a win, and if both are bad neither wins. */
function preferredShare(judgements: readonly JudgementRow[], entrant: string): number | null {
  const own = judgements.filter(({ one, other }) => one === entrant || other === entrant);
  const won = own.reduce((sum, { one, judgement }) => {
    if (judgement === 'tie') return sum + 0.5;
    return sum + (judgement === (one === entrant ? 'one' : 'other') ? 1 : 0);
  }, 0);
  return own.length === 0 ? null : won / own.length;
}

/** The most preferred model against the next one, by their judged comparisons. */
function judgedVerdict({ run, entrants, judgements }: KnownRun): BenchVerdict {
  const [leader, other] = entrants
    .map((entrant) => ({ ...entrant, share: preferredShare(judgements, entrant.entrant) }))
    .filter((entrant) => entrant.share !== null)
    .sort((one, next) => (next.share ?? 0) - (one.share ?? 0));
  if (!leader || !other) return nothingToCompare;
  const between = judgements.filter(({ one, other: two }) =>
    [one, two].every((entrant) => entrant === leader.entrant || entrant === other.entrant),
  );
  const wins = between.filter(({ one, judgement }) => judgement === (one === leader.entrant ? 'one' : 'other')).length;
  const losses = between.filter(({ one, judgement }) => judgement === (one === other.entrant ? 'one' : 'other')).length;
  const p = signTest(wins, losses);
  return {
    leader: { runId: run.id, entrant: leader.entrant, name: leader.name },
    other: other.name,
    clear: wins > losses && p < SIGNIFICANT,
    items: between.length,
    difference: null,
    interval: null,
    p,
  };
}
