import { createHash, randomInt } from 'node:crypto';
import { basename } from 'node:path';
import {
  type BenchPair,
  type BenchResults,
  type BenchRun,
  type BenchTask,
  baselineOf,
  benchRoles,
  benchTasks,
  type Judgement,
} from '../../shared/contract/bench.ts';
import { type Model, roleNeeds } from '../../shared/contract/models.ts';
import { HoldfastError } from '../../shared/errors.ts';
import type { BenchRunRow, Entrant } from '../catalog/benches.ts';
import type { ModelRow } from '../catalog/models.ts';
import { ChangeSignal } from '../change-signal.ts';
import type { BenchContext } from './bench-context.ts';
import { type KnownRun, resultsOf } from './bench-results.ts';
import { BenchRunner, ITEM_STAGE, POOL_STAGE } from './bench-runner.ts';
import type { Sample, TaskWork } from './bench-task.ts';
import type { ChatSample } from './chat.ts';
import { type ExportedRun, runAsCsv, runAsJson } from './export-run.ts';
import { asMeant, pairsOf } from './judging.ts';

const NOTIFY_MS = 250;
const baselineNames = { words: 'Keyword search', tesseract: 'Tesseract' } as const;

export interface BenchRequest {
  task: BenchTask;
  models: readonly string[];
  items: number;
  pool: number;
  sampleOf?: number | undefined;
}

/** Which model is best on the owner's own files: runs models on the same sample, keeps what came of it, compares. */
export class BenchService {
  readonly #context: BenchContext;
  readonly #runner: BenchRunner;
  readonly #changes = new ChangeSignal(NOTIFY_MS);

  constructor(context: BenchContext) {
    this.#context = context;
    this.#runner = new BenchRunner(context, () => this.#changes.notify());
  }

  /** Goes on with runs that were broken off, or whose jobs were resumed. */
  resume(): void {
    this.#runner.start();
  }

  stop(): Promise<void> {
    return this.#runner.stop();
  }

  available(): Record<BenchTask, number> {
    return Object.fromEntries(benchTasks.map((task) => [task, this.#context.work[task].available()])) as Record<
      BenchTask,
      number
    >;
  }

  /**
   * Takes a sample, or that of an earlier run, and starts a run on it.
   * @throws HoldfastError INVALID_INPUT when a model cannot do the task, too few are named or there is nothing to try
   * them on; NOT_FOUND
   */
  async start(request: BenchRequest): Promise<BenchRun> {
    const { task } = request;
    const models = [...new Set(request.models)].map((id) => this.#able(id, task));
    if (models.length < 2 && baselineOf[task] === undefined)
      throw new HoldfastError('INVALID_INPUT', 'There is only one model to compare.', 'Choose another one to it.');
    const work = this.#context.work[task];
    const sample = await this.#sample(request, work);
    const content = JSON.stringify(sample);
    const sampleId = createHash('sha256')
      .update(JSON.stringify([task, work.identity(sample)]))
      .digest('hex')
      .slice(0, 16);
    const baseline = baselineOf[task];
    const entrants: Entrant[] = [
      ...(baseline ? [{ entrant: baseline, baseline, name: baselineNames[baseline] }] : []),
      ...models.map((model) => ({ entrant: model.id, baseline: null, name: tellingName(model, models) })),
    ];
    const runId = this.#context.catalog.transaction('durable', () => {
      this.#context.benches.keepSample(sampleId, task, content);
      const jobId = this.#context.jobs.createJob(
        'bench',
        entrants.flatMap(({ baseline: own, name }) => (own ? [] : [name])).join(' · '),
      );
      const items = sample.items.length;
      const id = this.#context.benches.add({ task, sampleId, items, jobId, seed: randomInt(2 ** 31) }, entrants);
      const pool = work.poolSize?.(sample) ?? 0;
      if (pool > 0) this.#context.jobs.setStageTotal(jobId, POOL_STAGE, pool * models.length);
      this.#context.jobs.setStageTotal(jobId, ITEM_STAGE, items * models.length);
      for (const [item, { ms, ...result }] of (work.baseline?.(sample) ?? []).entries())
        this.#context.benches.keepOutcome(id, {
          entrant: baseline ?? '',
          item,
          result: JSON.stringify(result),
          reason: '',
          ms,
        });
      return id;
    });
    this.#context.board.changes.notify();
    this.#runner.start();
    return this.#describe(this.#run(runId));
  }

  async #sample({ task, items, pool, sampleOf }: BenchRequest, work: TaskWork): Promise<Sample> {
    if (sampleOf !== undefined) {
      const earlier = this.#run(sampleOf);
      if (earlier.task !== task)
        throw new HoldfastError('INVALID_INPUT', 'That run was about something else.', 'Take a run of the same task.');
      return JSON.parse(this.#context.benches.sample(earlier.sampleId)) as Sample;
    }
    const sample = await work.collect({ items, pool });
    if (sample.items.length === 0)
      throw new HoldfastError('INVALID_INPUT', nothingToTry[task].what, nothingToTry[task].hint);
    return sample;
  }

  #able(id: string, task: BenchTask) {
    const model = this.#context.models.byId(id);
    if (roleNeeds[benchRoles[task]].every((need) => model.capabilities.includes(need))) return model;
    throw new HoldfastError(
      'INVALID_INPUT',
      `${model.name} cannot do this: ${roleNeeds[benchRoles[task]].join(', ')}.`,
      'Leave it out, or choose another task.',
    );
  }

  runs(): BenchRun[] {
    return this.#context.benches.runs().map((run) => this.#describe(run));
  }

  /** What came of runs: as one table where they compare; else of the first one, with why. NOT_FOUND */
  results(runIds: readonly number[]): BenchResults {
    const [first, ...others] = runIds.map((id) => this.#run(id));
    if (!first) throw new HoldfastError('INVALID_INPUT', 'No run is named.');
    const different = others.find(({ sampleId }) => sampleId !== first.sampleId);
    const incomparable =
      different === undefined
        ? ''
        : different.task === first.task
          ? 'These runs do not compare: their questions, or the texts before the models, were not the same.'
          : 'These runs do not compare: they are about different tasks.';
    const compared = incomparable === '' ? others.map((run) => this.#known(run)) : [];
    const { items } = JSON.parse(this.#context.benches.sample(first.sampleId)) as Sample;
    const models = new Set(this.#context.models.list().map(({ id }) => id));
    return { ...resultsOf([this.#known(first), ...compared], items, (id) => models.has(id)), incomparable };
  }

  /** The results of a run at once and whenever more are there, until it ends. */
  async *watch(runId: number, signal: AbortSignal | undefined): AsyncGenerator<BenchResults> {
    for await (const _ of this.#changes.watch(signal)) {
      yield this.results([runId]);
      if (this.#run(runId).state !== 'running') return;
    }
  }

  pairs(runId: number): BenchPair[] {
    return this.#pairs(this.#run(runId)).map(({ shown }) => shown);
  }

  judge(runId: number, item: number, pair: number, judgement: Judgement): BenchPair {
    const run = this.#run(runId);
    const isWanted = ({ shown }: { shown: BenchPair }) => shown.item === item && shown.pair === pair;
    const known = this.#pairs(run).find(isWanted);
    if (!known) throw new HoldfastError('NOT_FOUND', 'There are no two answers to judge here.');
    this.#context.catalog.transaction('durable', () =>
      this.#context.benches.judge(runId, {
        item,
        one: known.one.entrant,
        other: known.other.entrant,
        judgement: asMeant(judgement, known.turned),
      }),
    );
    this.#changes.notify();
    return this.#pairs(run).find(isWanted)?.shown ?? known.shown;
  }

  #pairs(run: BenchRunRow) {
    if (run.task !== 'chat')
      throw new HoldfastError('INVALID_INPUT', 'Only answers of chat models are judged.', 'See the results instead.');
    const sample = JSON.parse(this.#context.benches.sample(run.sampleId)) as ChatSample;
    const { entrants, outcomes, judgements } = this.#known(run);
    return pairsOf(run, sample, entrants, outcomes, judgements);
  }

  /** A run as a file. */
  exported(runId: number, format: 'json' | 'csv'): { name: string; mime: string; text: string } {
    const run = this.#run(runId);
    const { outcomes, judgements } = this.#known(run);
    const sample = JSON.parse(this.#context.benches.sample(run.sampleId)) as Sample;
    const content: ExportedRun = { results: this.results([runId]), sample, outcomes, judgements };
    return {
      name: `holdfast-bench-${run.task}-${runId}.${format}`,
      mime: format === 'json' ? 'application/json' : 'text/csv',
      text: format === 'json' ? runAsJson(content) : runAsCsv(content),
    };
  }

  /** Gives the role to a model of a run: the one that is named, or the clear winner. CONFLICT when there is none. */
  assignRole(runId: number, named: string | undefined): Promise<Model> {
    const run = this.#run(runId);
    const { rows, verdict } = this.results([runId]);
    if (named === undefined && !verdict.clear)
      throw new HoldfastError('CONFLICT', 'There is no clear winner.', 'Name the model, or try them on more items.');
    const entrant = named ?? verdict.leader?.entrant;
    if (!rows.some((row) => row.baseline === null && row.entrant === entrant))
      throw new HoldfastError('NOT_FOUND', 'That model was not in this run.', 'Choose one of those that were.');
    return this.#context.models.use(entrant ?? '', { role: benchRoles[run.task], tag: '', asFallback: false });
  }

  /** Forgets a run; one that goes on is ended. */
  remove(runId: number): void {
    const run = this.#run(runId);
    this.#context.catalog.transaction('durable', () => this.#context.benches.remove(run));
    this.#context.board.changes.notify();
    this.#changes.notify();
  }

  #known(run: BenchRunRow): KnownRun {
    return {
      run: this.#describe(run),
      entrants: this.#context.benches.entrants(run.id),
      outcomes: this.#context.benches.outcomes(run.id),
      judgements: this.#context.benches.judgements(run.id),
    };
  }

  #describe({ seed: _, ...run }: BenchRunRow): BenchRun {
    const models = this.#context.benches.entrants(run.id).filter(({ baseline }) => baseline === null);
    const counts = this.#context.benches.counts(run.id);
    return { ...run, ...counts, models: models.map(({ name }) => name), total: run.items * models.length };
  }

  #run(id: number): BenchRunRow {
    const run = this.#context.benches.run(id);
    if (!run) throw new HoldfastError('NOT_FOUND', 'That run is no longer there.', 'See the list of runs.');
    return run;
  }
}

/** Two quantisations of a model have one name: then its file, or who serves it, tells it apart. */
function tellingName(model: ModelRow, among: readonly ModelRow[]): string {
  if (!among.some(({ id, name }) => id !== model.id && name === model.name)) return model.name;
  return `${model.name} (${model.path === null ? model.architecture : basename(model.path)})`;
}

const noQuestions = {
  what: 'There is no question to try models on.',
  hint: 'Have some made from the library, or write them yourself.',
};
const noReadings = {
  what: 'There is no corrected text to compare readings with.',
  hint: 'Correct the text of a few files first.',
};
const nothingToTry: Record<BenchTask, { what: string; hint: string }> = {
  embedding: noQuestions,
  rerank: noQuestions,
  chat: { ...noQuestions, what: 'There is no question to which the library has anything to say.' },
  tagging: { what: 'No file with a text has tags to compare with.', hint: 'Give tags to some files first.' },
  transcription: noReadings,
  ocr: noReadings,
  'ocr-cleanup': noReadings,
};
