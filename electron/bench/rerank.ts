import type { ModelRow } from '../catalog/models.ts';
import type { ModelService } from '../models/model-service.ts';
import { sentContent } from '../policy/sent-content.ts';
import {
  type ItemResult,
  itemAt,
  type Sample,
  type SampleRequest,
  type TaskWork,
  type Workbench,
} from './bench-task.ts';
import { type KnownItem, type KnownItems, type PoolPassage, placeOf } from './known-items.ts';
import { placed, rankOf } from './ranking.ts';

/** As many as the product has a reranking model put in order. */
const CANDIDATES = 24;
const PURPOSE = 'compare reranking models';

export interface RerankSample extends Sample {
  /** `wanted` are places among the candidates, which are in the order of the keyword search. */
  items: (KnownItem & { candidates: PoolPassage[]; ms: number })[];
}

/**
 * Whether a reranking model puts the passage that a question asks for before others that have its words. Where the
 * keyword search did not find it, it is the last candidate.
 */
export class RerankTask implements TaskWork<RerankSample> {
  readonly task = 'rerank';
  readonly #known: KnownItems;
  readonly #models: ModelService;

  constructor({ known, models }: { known: KnownItems; models: ModelService }) {
    this.#known = known;
    this.#models = models;
  }

  available(): number {
    return this.#known.available();
  }

  async collect(request: SampleRequest): Promise<RerankSample> {
    const { items, pool } = await this.#known.collect(request);
    const asked = items.map(({ found, ...item }) => {
      const first = candidatesFor(found, item.wanted, pool.length);
      const candidates = first.flatMap((position) => pool[position] ?? []);
      const wanted = first.flatMap((position, place) => (item.wanted.includes(position) ? [place] : []));
      return { ...item, wanted, candidates };
    });
    return { items: asked };
  }

  identity({ items }: RerankSample): unknown {
    return items.map(({ label, wanted, candidates }) => [label, wanted, candidates.map(({ text }) => text)]);
  }

  baseline({ items }: RerankSample): (ItemResult & { ms: number })[] {
    return items.map(({ wanted, ms }) => ({ ...placed((wanted[0] ?? CANDIDATES) + 1), ms }));
  }

  async begin(model: ModelRow, sample: RerankSample, { signal }: Workbench) {
    await this.#models.attempt(model, (backend) =>
      backend.rerank('warm-up', ['warm-up'], { purpose: PURPOSE, signal }),
    );
    return async (index: number): Promise<ItemResult> => {
      const { label, wanted, candidates } = itemAt(sample, index);
      const scores = await this.#models.attempt(model, (backend) =>
        backend.rerank(
          label,
          candidates.map(({ text }) => text),
          { purpose: PURPOSE, signal, content: candidates.map(({ assetId, text }) => sentContent(assetId, text)) },
        ),
      );
      return placed(rankOf(scores, new Set(wanted)));
    };
  }
}

/**
 * Places in the pool of what a model has to put in order: what the keyword search found, others where that is too little,
 * and at the end what is wanted where it was not found.
 */
function candidatesFor(found: readonly number[], wanted: readonly number[], poolSize: number): number[] {
  const others = Array.from({ length: poolSize }, (_, position) => position);
  const filled = [...new Set([...found, ...others.filter((position) => !wanted.includes(position))])];
  const first = filled.slice(0, CANDIDATES);
  return placeOf(first, wanted) === null ? [...first.slice(0, CANDIDATES - 1), ...wanted.slice(0, 1)] : first;
}
