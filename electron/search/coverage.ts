import type { Coverage } from '../../shared/contract/library.ts';
import type { AssetRepository } from '../catalog/assets.ts';
import type { VectorRepository } from '../catalog/vectors.ts';
import type { ModelService } from '../models/model-service.ts';

/** How much of the library a search can find, so that “not found” means something. */
export class CoverageService {
  readonly #assets: AssetRepository;
  readonly #vectors: VectorRepository;
  readonly #models: ModelService;

  constructor(parts: { assets: AssetRepository; vectors: VectorRepository; models: ModelService }) {
    this.#assets = parts.assets;
    this.#vectors = parts.vectors;
    this.#models = parts.models;
  }

  now(): Coverage {
    const model = this.#models.roles.serving('embedding');
    return { ...this.#assets.coverage(), embedded: model ? this.#vectors.count(model.id) : 0 };
  }
}
