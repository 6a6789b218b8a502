import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Authored, Writer, WrittenChoice } from '../../shared/contract/derivations.ts';
import type { IngestContext } from '../ingest/ingest-context.ts';
import { settle } from '../ingest/outcome.ts';
import { noTranscriber } from '../ingest/transcription-service.ts';
import type { TaskRunner } from '../jobs/task-runner.ts';
import type { ModelService } from '../models/model-service.ts';
import { nowWrittenBy, outdatedModel } from './outdated-model.ts';

/** Windows forgotten in one transaction: some 20 ms. */
const AT_A_TIME = 50;
/** Characters of a transcript that a list shows. */
const LONGEST_BEGINNING = 2000;

type Chosen = Pick<WrittenChoice, 'modelId' | 'ids' | 'onlyStale'>;

/** Which model wrote down what is said in which recording, and how that is undone and done anew. */
export class TranscriptProvenance {
  readonly #context: IngestContext;
  readonly #models: ModelService;
  readonly #runner: TaskRunner;

  constructor(parts: { context: IngestContext; models: ModelService; runner: TaskRunner }) {
    this.#context = parts.context;
    this.#models = parts.models;
    this.#runner = parts.runner;
  }

  writers(): Writer[] {
    const staleOf = this.#staleness();
    return this.#context.recordings.listeners().map(({ name, version, ...row }) => ({
      ...row,
      model: name,
      kind: 'transcript',
      stale: staleOf({ modelId: row.modelId, version }),
    }));
  }

  list(
    modelId: string,
    offset: number,
    limit: number,
  ): { assetId: string; name: string; time: number; written: Authored }[] {
    const { recordings } = this.#context;
    return recordings.heardBy(modelId, offset, limit).map(({ assetId, hash, file, time }) => {
      const lines = recordings.transcript(assetId)?.windows.flatMap((window) => window.lines) ?? [];
      const text = lines.map((line) => line.text).join(' ');
      return {
        assetId: hash,
        name: file,
        time,
        written: { kind: 'transcript', content: { text: text.slice(0, LONGEST_BEGINNING) } },
      };
    });
  }

  /** Forgets what a model heard, with its passages; answers how many windows and passages that were. Done in turns. */
  async undo(choice: Chosen): Promise<{ derivations: number; passages: number }> {
    const { catalog, passages, recordings } = this.#context;
    const windows = this.#chosen(choice);
    const undone = { derivations: 0, passages: 0 };
    for (let from = 0; from < windows.length; from += AT_A_TIME) {
      if (from > 0) await nextTurn();
      const some = windows.slice(from, from + AT_A_TIME);
      catalog.transaction('durable', () => {
        for (const { assetId, page, heard } of some) {
          const before = passages.countOf(assetId);
          recordings.withdraw(assetId, page, choice.modelId);
          passages.replace(assetId, 'transcript', page, []);
          undone.passages += before - passages.countOf(assetId);
          if (heard) undone.derivations++;
        }
        for (const assetId of new Set(some.map((window) => window.assetId))) settle(this.#context, assetId);
      });
    }
    return undone;
  }

  /**
   * Has what a model heard written down anew by whoever serves now; null where it heard nothing.
   * @throws HoldfastError CONFLICT when no model serves
   */
  redo(choice: Chosen): { jobId: number; items: number } | null {
    const windows = this.#chosen(choice);
    if (windows.length === 0) return null;
    const { catalog, transcription } = this.#context;
    if (!transcription.served) throw noTranscriber();
    const jobId = catalog.transaction('durable', () => transcription.addWindows(windows));
    if (jobId === null) return null;
    this.#runner.release(jobId);
    this.#runner.wake();
    return { jobId, items: new Set(windows.map(({ assetId }) => assetId)).size };
  }

  #chosen({ modelId, ids, onlyStale }: Chosen) {
    const assetIds = ids ? this.#context.assets.idsOf(ids) : null;
    const windows = this.#context.recordings.windowsBy(modelId, assetIds);
    const staleOf = this.#staleness();
    return onlyStale ? windows.filter(({ version }) => staleOf({ modelId, version }) !== '') : windows;
  }

  /** Why a transcript would turn out differently now. */
  #staleness(): (by: { modelId: string; version: string }) => string {
    const known = new Map(this.#models.list().map((model) => [model.id, model]));
    const serving = this.#models.roles.serving('transcription');
    const special = this.#models.roles
      .services()
      .filter(({ role, tag }) => role === 'transcription' && tag !== '')
      .flatMap(({ order }) => order);
    return ({ modelId, version }) => {
      const outdated = outdatedModel(known.get(modelId), version);
      if (outdated !== '' || !serving || serving.id === modelId || special.includes(modelId)) return outdated;
      return nowWrittenBy(serving.name);
    };
  }
}
