import type { ModelOutput } from '../../shared/contract/models.ts';
import type { Catalog } from '../catalog/database.ts';
import type { VectorRepository } from '../catalog/vectors.ts';
import type { ModelService } from './model-service.ts';

/** What of the library was made with which model, and how to undo it. */
export class ModelOutputs {
  readonly #catalog: Catalog;
  readonly #vectors: VectorRepository;
  readonly #models: ModelService;
  readonly #dropFromIndex: (modelId: string) => Promise<void>;
  readonly #onUndone: () => void;

  constructor(parts: {
    catalog: Catalog;
    vectors: VectorRepository;
    models: ModelService;
    /** Takes a model's vectors out of the search index. */
    dropFromIndex: (modelId: string) => Promise<void>;
    /** Called after something was undone, which is made anew where its model serves still. */
    onUndone: () => void;
  }) {
    this.#catalog = parts.catalog;
    this.#vectors = parts.vectors;
    this.#models = parts.models;
    this.#dropFromIndex = parts.dropFromIndex;
    this.#onUndone = parts.onUndone;
  }

  list(): ModelOutput[] {
    const serving = this.#models.roles.serving('embedding')?.id;
    return this.#models
      .list()
      .map(({ id }) => ({ modelId: id, vectors: this.#vectors.count(id), stale: id !== serving }))
      .filter(({ vectors }) => vectors > 0);
  }

  /** Forgets what was made with a model. NOT_FOUND when there is no such model. */
  async undo(modelId: string): Promise<void> {
    const { id } = this.#models.byId(modelId);
    await this.#dropFromIndex(id);
    this.#catalog.transaction('durable', () => this.#vectors.removeAll(id));
    this.#onUndone();
  }
}
