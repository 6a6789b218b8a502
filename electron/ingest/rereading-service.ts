import { setImmediate as nextTurn } from 'node:timers/promises';
import { FAILED_OCR, OCR } from '../catalog/page-readings.ts';
import type { ReadingGroup, ReadingStage } from '../catalog/readings.ts';
import type { TaskRunner } from '../jobs/task-runner.ts';
import { doneNow, isOutdated, type Program, programs, readerFor } from './extractors/readers.ts';
import type { IngestContext } from './ingest-context.ts';

/** Assets looked at between two turns of the host: some milliseconds. */
const LOOKED_AT = 500;
/** Assets are queued for so long in one transaction. */
const TURN_MS = 10;

const programNames: Record<Program, string> = {
  djvulibre: 'DjVuLibre',
  ffmpeg: 'ffmpeg',
  libreoffice: 'LibreOffice',
  tesseract: 'Tesseract',
};

/** Why stages are to be done again, for people, and which program is not there for it. */
interface Worth {
  reason: string;
  lacks: Program | '';
}

/** Stages of assets that are to be done again. */
interface Outdated extends Worth {
  group: ReadingGroup;
  assetIds: number[];
}

/**
 * Has the stages of reading done again that readers of today do better than those that did them, and those that wanted a
 * program of the system which is there now. Each is asked for once a version: that it was is kept with the task.
 */
export class RereadingService {
  readonly #context: IngestContext;
  readonly #runner: TaskRunner;
  readonly #onQueued: () => void;
  #looking: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(parts: { context: IngestContext; runner: TaskRunner; onQueued: () => void }) {
    this.#context = parts.context;
    this.#runner = parts.runner;
    this.#onQueued = parts.onQueued;
  }

  /** Queues what is outdated; answers how many files are read again. Files that are not there now have their turn later. */
  look(): Promise<number> {
    const looked = this.#looking.then(() => this.#look());
    // What could not be kept, as on a full disk, is looked for at the next start.
    this.#looking = looked.catch(() => undefined);
    return looked;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#looking;
  }

  async #look(): Promise<number> {
    let files = 0;
    const outdated = await this.#outdated();
    for (const [reason, found] of Map.groupBy(outdated, (one) => one.reason)) {
      const count = new Set(found.flatMap(({ assetIds }) => assetIds)).size;
      if (count === 0) continue;
      files += count;
      await this.#queue(found, `Reading ${counted(count)} again: ${reason}`);
    }
    return files;
  }

  /** Assets with stages that are outdated. One whose text is read anew has its other stages follow by themselves. */
  async #outdated(): Promise<Outdated[]> {
    const { readings } = this.#context;
    const found: Outdated[] = [];
    const readAnew = new Set<number>();
    const groups = readings.groups();
    for (const group of [...groups.filter(isExtraction), ...groups.filter((each) => !isExtraction(each))]) {
      const worth = await this.#worthOf(group);
      if (worth === undefined) continue;
      const assetIds: number[] = [];
      for (let last = 0; !this.#stopped; ) {
        const ids = readings.after(group, last, LOOKED_AT);
        assetIds.push(...ids.filter((id) => !readAnew.has(id)));
        last = ids.at(-1) ?? last;
        if (ids.length < LOOKED_AT) break;
        await nextTurn();
      }
      if (isExtraction(group)) for (const id of assetIds) readAnew.add(id);
      found.push({ ...worth, group, assetIds });
    }
    return found;
  }

  /** Why a stage is worth doing again; undefined where it is not. What a program helped with waits for that program. */
  async #worthOf(group: ReadingGroup): Promise<Worth | undefined> {
    const lacked = programs.find((program) => program === group.lacks);
    if (lacked && (await this.#context.programs.has(lacked)))
      return { reason: `${programNames[lacked]} is there now`, lacks: '' };
    if (!isOutdated(group)) return undefined;
    const reason = 'readers have improved';
    const { engine, needs, alone } = readerFor(group.stage, group);
    if (lacked || needs === undefined || (await this.#context.programs.has(needs)))
      return { reason, lacks: lacked ?? '' };
    // What nobody read before, somebody may read without it.
    return alone && group.engine !== engine ? { reason, lacks: needs } : undefined;
  }

  /** Queues the stages in turns, each with the note that it was: a crash leaves what was not queued for the next start. */
  async #queue(found: readonly Outdated[], subject: string): Promise<void> {
    const { catalog, tasks } = this.#context;
    let jobId: number | undefined;
    for (const outdated of found)
      for (let next = 0; next < outdated.assetIds.length && !this.#stopped; ) {
        catalog.transaction('lazy', () => {
          jobId ??= tasks.createJob('reread', subject);
          next = this.#queueSome(jobId, outdated, next);
        });
        await nextTurn();
      }
    this.#runner.wake();
    this.#onQueued();
  }

  /** Answers the place in the list up to which it came. */
  #queueSome(jobId: number, { group, assetIds, lacks }: Outdated, from: number): number {
    const { assets, readings, tasks } = this.#context;
    const { state } = tasks.job(jobId) ?? {};
    // It may be through with what it had so far.
    if (state === 'done') tasks.setJobState(jobId, 'running');
    const until = performance.now() + TURN_MS;
    let next = from;
    for (; next < assetIds.length && performance.now() < until; next++) {
      const assetId = assetIds[next] ?? 0;
      readings.keep(assetId, doneNow(group.stage, group, lacks));
      assets.forgetKills(assetId);
      // One that was called off meanwhile is not to begin at the next start again.
      if (state !== 'cancelled') this.#queueStage(jobId, group, assetId);
    }
    return next;
  }

  #queueStage(jobId: number, group: ReadingGroup, assetId: number): void {
    const { assets, tasks } = this.#context;
    const { stage } = group;
    if (stage !== 'ocr') return tasks.add(jobId, { stage, assetId });
    const kinds = isOutdated(group) ? [OCR, FAILED_OCR] : [FAILED_OCR];
    for (const { page } of assets.derivedPages(assetId, ...kinds)) tasks.add(jobId, { stage: 'ocr', assetId, page });
  }
}

function isExtraction({ stage }: { stage: ReadingStage }): boolean {
  return stage === 'extract';
}

function counted(files: number): string {
  return `${files.toLocaleString('en')} ${files === 1 ? 'file' : 'files'}`;
}
