import type { TaggingEstimate, TaggingRequest, TaggingSelection } from '../../shared/contract/tagging.ts';
import { HoldfastError } from '../../shared/errors.ts';
import { parseQuery } from '../../shared/query.ts';
import { filterConditions, queryConditions } from '../catalog/asset-conditions.ts';
import type { AssetLookup } from '../catalog/asset-lookup.ts';
import type { SettingsRepository } from '../catalog/settings.ts';
import type { Rewrites } from '../catalog/tagging-work.ts';
import type { JobBoard } from '../jobs/job-board.ts';
import type { TaskRunner } from '../jobs/task-runner.ts';
import type { SearchService } from '../search/search-service.ts';
import { type Candidates, candidatesAmong } from './candidates.ts';
import { estimateOf } from './estimate.ts';
import type { TaggingContext } from './tagging-context.ts';

/** So many files of a search are looked at at most; filters alone have no bound. */
const MOST_FOUND = 2000;
const EVERYTHING = -1;
/** So long after files were read it is looked whether models are to see them. */
const NEW_FILES_MS = 1500;
const NEW_FILES_AT_A_TIME = 500;
const NEW_FILES = 'New files';

const count = (items: number) => `${items.toLocaleString('en')} ${items === 1 ? 'file' : 'files'}`;

/** Has models look at the owner's files: over a selection, or at what is new. */
export class TaggingService {
  readonly #context: TaggingContext;
  readonly #lookup: AssetLookup;
  readonly #search: SearchService;
  readonly #settings: SettingsRepository;
  readonly #runner: TaskRunner;
  readonly #board: JobBoard;
  #started = false;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();

  constructor(parts: {
    context: TaggingContext;
    lookup: AssetLookup;
    search: SearchService;
    settings: SettingsRepository;
    runner: TaskRunner;
    board: JobBoard;
  }) {
    this.#context = parts.context;
    this.#lookup = parts.lookup;
    this.#search = parts.search;
    this.#settings = parts.settings;
    this.#runner = parts.runner;
    this.#board = parts.board;
  }

  /** What it would take to have models look at files, by kind and model; without kinds of which there are none. */
  async estimate(request: TaggingRequest): Promise<TaggingEstimate[]> {
    const groups = await this.#candidates(request);
    return Promise.all(groups.map((group) => estimateOf(this.#context, group)));
  }

  /**
   * Has models look at files, as a job.
   * @throws HoldfastError CONFLICT when no model serves; INVALID_INPUT when there is nothing to do; QUERY_INVALID
   */
  async start(request: TaggingRequest): Promise<{ jobId: number; items: number }> {
    const groups = await this.#candidates(request);
    return this.startGroups(groups, request.again ? { rewrites: 'all' } : { rewrites: 'nothing' }, (items) =>
      subjectOf(request, items),
    );
  }

  /** @param subject what the job is called, by how many files it looks at */
  startGroups(
    groups: readonly Candidates[],
    rewrites: Rewrites,
    subject: (items: number) => string,
  ): { jobId: number; items: number } {
    const wanted = groups.filter(({ ids }) => ids.length > 0);
    const served = wanted.filter(({ assigned }) => 'model' in assigned);
    const [first] = wanted;
    if (!first)
      throw new HoldfastError(
        'INVALID_INPUT',
        'There is nothing for a model to look at here.',
        'Choose other files, or have those looked at again that a model has described already.',
      );
    if (served.length === 0)
      throw new HoldfastError(
        'CONFLICT',
        'reason' in first.assigned ? first.assigned.reason : 'No model serves.',
        'Bring such a model under Models, or choose who serves that role.',
      );
    const assets = new Set(served.flatMap(({ ids }) => ids));
    const { catalog, tasks } = this.#context;
    const jobId = catalog.transaction('durable', () => {
      const id = tasks.createJob('tagging', subject(assets.size));
      this.#add(id, served);
      this.#context.work.addJob(id, rewrites);
      if (!tasks.hasTasks(id)) tasks.setJobState(id, 'done');
      return id;
    });
    this.#runner.wake();
    this.#board.changes.notify();
    return { jobId, items: assets.size };
  }

  #add(jobId: number, groups: readonly Candidates[]): void {
    const { tasks } = this.#context;
    for (const { kind, ids, pages } of groups)
      if (kind === 'pages')
        tasks.addForPages(
          jobId,
          'read-page',
          ids.map((assetId, place) => ({ assetId, page: pages[place] ?? 1 })),
        );
      else tasks.addForAssets(jobId, kind === 'terms' ? 'terms' : 'enrich', ids);
  }

  async #candidates({ kinds, again = false, pages, ...selection }: TaggingRequest): Promise<Candidates[]> {
    const ids = await this.#selected(selection);
    const groups = await candidatesAmong(this.#context, ids, { kinds, again, pages });
    // Without a term there is nothing to compare pictures with, and nothing to say of it unless it was asked for.
    const isSilent = kinds === undefined && this.#context.vocabularies.termCount() === 0;
    return groups.filter(
      ({ kind, assigned }) => kind !== 'terms' || (!isSilent && (kinds !== undefined || 'model' in assigned)),
    );
  }

  async #selected({ ids, filter, query }: TaggingSelection): Promise<number[]> {
    if (ids) return this.#context.assets.idsOf(ids);
    if (query === undefined || query.trim() === '')
      return this.#lookup.idsWhere(filterConditions(filter ?? {}), EVERYTHING);
    const { terms } = parseQuery(query);
    const hasWords = terms.some(({ type }) => type === 'word' || type === 'phrase');
    if (!hasWords)
      return this.#lookup.idsWhere([...filterConditions(filter ?? {}), ...queryConditions(terms)], EVERYTHING);
    const { groups } = await this.#search.search(query, { limit: MOST_FOUND, hitsPerAsset: 1 });
    const found = this.#context.assets.idsOf(groups.map(({ asset }) => asset.id));
    return [...this.#lookup.keepWhere(found, filterConditions(filter ?? {}))];
  }

  /** From here on, models look at what is new, where the owner wants that. */
  startWithNew(): void {
    this.#started = true;
    this.wake();
  }

  /** Says that files may have been read. */
  wake(): void {
    if (!this.#started || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      // What could not be put into the queue, as on a full disk, waits for the next look.
      this.#looking = this.#looking.then(() => this.#lookForNew()).catch(() => undefined);
    }, NEW_FILES_MS);
  }

  async #lookForNew(): Promise<void> {
    const { catalog, tasks, work } = this.#context;
    if (!this.#settings.get().tagNewFiles) {
      if (work.newlyRead(1).length > 0) catalog.transaction('lazy', () => work.forgetNewlyRead(null));
      return;
    }
    const waiting = work.newlyRead(NEW_FILES_AT_A_TIME);
    // What is not yet read to its end, such as a picture without a preview, has its turn later.
    const awaited = tasks.awaited(waiting);
    const ready = waiting.filter((id) => !awaited.has(id));
    if (ready.length === 0) return;
    const groups = (await candidatesAmong(this.#context, ready, { again: false })).filter(
      ({ assigned, ids, kind }) =>
        'model' in assigned && ids.length > 0 && (kind !== 'terms' || this.#context.vocabularies.termCount() > 0),
    );
    if (!this.#started) return;
    catalog.transaction('durable', () => {
      if (groups.length > 0) {
        const known = tasks.unfinishedJobFor('tagging', NEW_FILES);
        const jobId = known ?? tasks.createJob('tagging', NEW_FILES);
        if (known === undefined) work.addJob(jobId, { rewrites: 'nothing' });
        this.#add(jobId, groups);
      }
      work.forgetNewlyRead(ready);
    });
    this.#runner.wake();
    this.#board.changes.notify();
    this.wake();
  }

  async stop(): Promise<void> {
    this.#started = false;
    clearTimeout(this.#timer);
    await this.#looking;
  }
}

function subjectOf({ ids, filter = {}, query }: TaggingSelection, items: number): string {
  if (ids) return count(items);
  const where = [query, filter.folder, filter.tag, filter.month].filter(Boolean).join(', ');
  return where ? `${count(items)}: ${where}` : count(items);
}
