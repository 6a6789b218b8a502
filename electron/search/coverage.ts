import type { Coverage } from '../../shared/contract/library.ts';
import type { AssetOutcomes } from '../catalog/asset-outcomes.ts';
import type { VectorRepository } from '../catalog/vectors.ts';
import type { ModelService } from '../models/model-service.ts';

/** How much of the library a search can find, so that “not found” means something. */
export class CoverageService {
  readonly #outcomes: AssetOutcomes;
  readonly #vectors: VectorRepository;
  readonly #models: ModelService;

  constructor(parts: { outcomes: AssetOutcomes; vectors: VectorRepository; models: ModelService }) {
    this.#outcomes = parts.outcomes;
    this.#vectors = parts.vectors;
    this.#models = parts.models;
  }

  now(): Coverage {
    const model = this.#models.roles.serving('embedding');
    return { ...this.#outcomes.coverage(), embedded: model ? this.#vectors.count(model.id) : 0 };
  }
}
