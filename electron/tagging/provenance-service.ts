import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type AuthoredKind,
  authoredKinds,
  type TagProvenance,
  type Undone,
  type Writer,
  type Written,
  type WrittenChoice,
  type WrittenKind,
  type WrittenOfAsset,
  writtenContents,
} from '../../shared/contract/derivations.ts';
import { type TaggingKind, taggingKinds } from '../../shared/contract/tagging.ts';
import { HoldfastError } from '../../shared/errors.ts';
import type { Author, WrittenRow } from '../catalog/derivations.ts';
import { candidatesAmong } from './candidates.ts';
import { restorePage } from './keep-page.ts';
import { refreshPassages } from './keep-written.ts';
import { nowWrittenBy, outdatedModel } from './outdated-model.ts';
import { PROMPT_VERSION, writtenBy } from './prompt.ts';
import type { TaggingContext } from './tagging-context.ts';
import type { TaggingService } from './tagging-service.ts';
import type { TranscriptProvenance } from './transcript-provenance.ts';

/** Derivations undone in one transaction: some 20 ms. */
const AT_A_TIME = 100;

/** Which model wrote what, and how that is undone and done anew. */
export class ProvenanceService {
  readonly #context: TaggingContext;
  readonly #tagging: TaggingService;
  readonly #transcripts: TranscriptProvenance;
  readonly #onUndone: () => void;

  constructor(parts: {
    context: TaggingContext;
    tagging: TaggingService;
    transcripts: TranscriptProvenance;
    onUndone: () => void;
  }) {
    this.#context = parts.context;
    this.#tagging = parts.tagging;
    this.#transcripts = parts.transcripts;
    this.#onUndone = parts.onUndone;
  }

  /** What models wrote of an asset, where its tags come from, and why models wrote nothing. */
  of(assetId: number): { written: WrittenOfAsset[]; tags: TagProvenance[]; failures: string[] } {
    const rows = this.#context.derivations.of(assetId);
    const staleOf = this.#staleness();
    const authorOf = (row: WrittenRow) => ({
      modelId: row.modelId,
      model: row.name,
      time: row.time,
      stale: staleOf(row),
    });
    return {
      written: [...rows, ...this.#context.derivations.pageTexts(assetId)].flatMap((row) => {
        const written = contentOf(row);
        return written ? [{ ...authorOf(row), written, shown: row.parameters.shown ?? '' }] : [];
      }),
      tags: this.#context.tags.known(assetId).map(({ derivationId, ...tag }) => {
        const row = rows.find(({ id }) => id === derivationId);
        return { ...tag, author: row ? authorOf(row) : null };
      }),
      failures: this.#context.work.failuresOf(assetId),
    };
  }

  writers(): Writer[] {
    const staleOf = this.#staleness();
    const written = this.#context.derivations.writers().map(
      (row): Writer => ({
        modelId: row.modelId,
        model: row.name,
        kind: row.kind,
        count: row.count,
        first: row.first,
        last: row.last,
        stale: staleOf(row),
      }),
    );
    return [...written, ...this.#transcripts.writers()].sort((one, other) => other.last - one.last);
  }

  list({ modelId, kind, offset, limit }: { modelId: string; kind: AuthoredKind; offset: number; limit: number }) {
    if (kind === 'transcript') return this.#transcripts.list(modelId, offset, limit);
    return this.#context.derivations.by(modelId, kind, offset, limit).flatMap((row) => {
      const written = contentOf(row);
      return written ? [{ assetId: row.hash, name: row.file, time: row.time, written }] : [];
    });
  }

  /**
   * Forgets what a model wrote, with all that came of it; what the owner agreed to stays. Done in turns: broken off, it is
   * simply asked for again.
   */
  async undo(choice: WrittenChoice): Promise<Undone> {
    const { catalog, derivations, passages } = this.#context;
    const undone: Undone = { derivations: 0, passages: 0, suggestions: 0, tags: 0, kept: 0 };
    const ids = this.#chosen(choice).map(({ id }) => id);
    for (let from = 0; from < ids.length; from += AT_A_TIME) {
      if (from > 0) await nextTurn();
      catalog.transaction('durable', () => {
        for (const id of ids.slice(from, from + AT_A_TIME)) {
          const row = derivations.byId(id);
          if (!row) continue;
          const { suggestions, tags, kept } = derivations.consequences(id);
          const written = () => passages.lengths(row.assetId, ['caption']).length;
          const before = row.kind === 'page-text' ? passages.ofPage(row.assetId, 'ocr', row.page).length : written();
          derivations.remove(id);
          if (row.kind === 'page-text') restorePage(this.#context, row.assetId, row.page);
          else refreshPassages(this.#context, row.assetId);
          undone.derivations++;
          undone.passages += row.kind === 'page-text' ? before : before - written();
          undone.suggestions += suggestions;
          undone.tags += tags;
          undone.kept += kept;
        }
      });
    }
    if (meansTranscripts(choice)) {
      const { derivations: windows, passages: heard } = await this.#transcripts.undo(choice);
      undone.derivations += windows;
      undone.passages += heard;
    }
    if (undone.derivations > 0) this.#onUndone();
    return undone;
  }

  /**
   * Has what a model wrote written anew by whoever serves now.
   * @throws HoldfastError INVALID_INPUT when there is nothing of it; CONFLICT when no model serves
   */
  async redo(choice: WrittenChoice): Promise<{ jobId: number; items: number }> {
    const rows = this.#chosen(choice);
    const [first] = rows;
    const heard = meansTranscripts(choice) ? this.#transcripts.redo(choice) : null;
    if (!first && heard) return heard;
    if (!first)
      throw new HoldfastError('INVALID_INPUT', 'That model wrote nothing of this kind.', 'List who wrote what.');
    const kinds = new Set(rows.map(({ kind }) => kind));
    const asked = taggingKinds.filter((kind) => writtenBy[kind].some((written) => kinds.has(written)));
    const groups = await Promise.all(
      asked.map((kind) => {
        const ids = rows.filter((row) => writtenBy[kind].includes(row.kind)).map(({ assetId }) => assetId);
        const pages = { readBy: choice.modelId };
        return candidatesAmong(this.#context, [...new Set(ids)], { kinds: [kind], again: true, pages });
      }),
    );
    return this.#tagging.startGroups(
      groups.flat(),
      { rewrites: 'model', modelId: choice.modelId },
      (items) => `${items.toLocaleString('en')} ${items === 1 ? 'file' : 'files'} of ${first.name}`,
    );
  }

  #chosen({
    modelId,
    kinds = [...authoredKinds],
    ids,
    onlyStale,
  }: WrittenChoice): Pick<WrittenRow, 'id' | 'assetId' | 'kind' | 'name'>[] {
    const assetIds = ids ? this.#context.assets.idsOf(ids) : null;
    const staleOf = this.#staleness();
    const written = kinds.filter((kind) => kind !== 'transcript');
    const rows = this.#context.derivations.chosen(modelId, written, assetIds);
    return onlyStale ? rows.filter((row) => staleOf(row) !== '') : rows;
  }

  /** Why what a model wrote would turn out differently now. */
  #staleness(): (row: Author & { kind: WrittenKind }) => string {
    const { models, taggingModels } = this.#context;
    const known = new Map(models.list().map((model) => [model.id, model]));
    const serving = new Map(
      taggingKinds.map((kind): [TaggingKind, string | null] => {
        const assigned = taggingModels.for(kind);
        return [kind, 'model' in assigned ? assigned.model.id : null];
      }),
    );
    return ({ modelId, version, promptVersion, kind }) => {
      const outdated = outdatedModel(known.get(modelId), version);
      if (outdated !== '') return outdated;
      if (promptVersion !== PROMPT_VERSION) return 'What models are asked has changed since.';
      const servers = taggingKinds
        .filter((asked) => writtenBy[asked].includes(kind))
        .map((asked) => serving.get(asked));
      if (servers.includes(modelId) || modelId === this.#specialServer(modelId)) return '';
      const other = servers.map((id) => (id ? known.get(id) : undefined)).find((found) => found !== undefined);
      return other ? nowWrittenBy(other.name) : '';
    };
  }

  /** A model that serves the files with some tag is no former one. */
  #specialServer(modelId: string): string | undefined {
    const services = this.#context.models.roles.services();
    return services.find(
      ({ role, tag, order }) => (role === 'tagging' || role === 'vision') && tag !== '' && order.includes(modelId),
    )
      ? modelId
      : undefined;
  }
}

function meansTranscripts({ kinds }: WrittenChoice): boolean {
  return kinds?.includes('transcript') ?? true;
}

/** What stands in a derivation; undefined where it has not its form, as after a downgrade. */
function contentOf({ kind, content }: WrittenRow): Written | undefined {
  const { data } = writtenContents[kind].safeParse(content);
  return data ? ({ kind, content: data } as Written) : undefined;
}
