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

/** Passages handed to a model at a time: enough to keep it busy, few enough to stop soon. */
const BATCH = 32;
const PURPOSE = 'compare embedding models';

export interface EmbeddingSample extends Sample {
  items: (KnownItem & { byWords: { place: number | null; ms: number } })[];
  pool: PoolPassage[];
}

/**
 * Whether an embedding model finds, among the passages of a pool, the one that a question asks for, by exact cosine. Its
 * vectors are kept out of the library and go when it is done. The keyword search is the line to be above.
 */
export class EmbeddingTask implements TaskWork<EmbeddingSample> {
  readonly task = 'embedding';
  readonly #known: KnownItems;
  readonly #models: ModelService;

  constructor({ known, models }: { known: KnownItems; models: ModelService }) {
    this.#known = known;
    this.#models = models;
  }

  available(): number {
    return this.#known.available();
  }

  async collect(request: SampleRequest): Promise<EmbeddingSample> {
    const { items, pool } = await this.#known.collect(request);
    const measured = items.map(({ found, ms, ...item }) => ({
      ...item,
      byWords: { place: placeOf(found, item.wanted), ms },
    }));
    return { items: measured, pool };
  }

  identity({ items, pool }: EmbeddingSample): unknown {
    return [items.map(({ label, wanted }) => [label, wanted]), pool.map(({ text }) => text)];
  }

  poolSize({ pool }: EmbeddingSample): number {
    return pool.length;
  }

  baseline({ items }: EmbeddingSample): (ItemResult & { ms: number })[] {
    return items.map(({ byWords }) => ({ ...placed(byWords.place), ms: byWords.ms }));
  }

  async begin(model: ModelRow, sample: EmbeddingSample, bench: Workbench) {
    const vectors = await this.#embedPool(model, sample.pool, bench);
    return async (index: number): Promise<ItemResult> => {
      const { label, wanted } = itemAt(sample, index);
      const [question] = await this.#models.attempt(model, (backend) =>
        backend.embed([label], { purpose: PURPOSE, signal: bench.signal, asQuery: true }),
      );
      // A model that knows none of the words finds nothing.
      if (!question?.some((value) => value !== 0)) return placed(null);
      return placed(
        rankOf(
          vectors.map((vector) => cosine(question, vector)),
          new Set(wanted),
        ),
      );
    };
  }

  async #embedPool(model: ModelRow, pool: readonly PoolPassage[], bench: Workbench): Promise<Float32Array[]> {
    const vectors = bench.keptVectors();
    if (vectors.length < pool.length)
      // So that the time that it takes to load does not count.
      await this.#models.attempt(model, (backend) =>
        backend.embed(['warm-up'], { purpose: PURPOSE, signal: bench.signal }),
      );
    while (vectors.length < pool.length) {
      const batch = pool.slice(vectors.length, vectors.length + BATCH);
      const began = performance.now();
      const made = await this.#models.attempt(model, (backend) =>
        backend.embed(
          batch.map(({ text }) => text),
          {
            purpose: PURPOSE,
            signal: bench.signal,
            inBackground: true,
            content: batch.map(({ assetId, text }) => sentContent(assetId, text)),
          },
        ),
      );
      bench.keepVectors(vectors.length, made, performance.now() - began);
      vectors.push(...made);
    }
    return vectors;
  }
}

/** Of unit vectors. */
function cosine(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index++) sum += (one[index] ?? 0) * (other[index] ?? 0);
  return sum;
}
