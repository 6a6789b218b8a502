import type { BenchMaterialRepository } from '../catalog/bench-material.ts';
import type { ModelRow } from '../catalog/models.ts';
import type { ModelService } from '../models/model-service.ts';
import {
  type ItemResult,
  itemAt,
  type Sample,
  type SampleItem,
  type SampleRequest,
  type TaskWork,
  type Workbench,
} from './bench-task.ts';
import { errorRates } from './error-rates.ts';

const PURPOSE = 'compare transcribing models';

export interface ReadingSample extends Sample {
  items: (SampleItem & { page: number; reference: string })[];
}

/** How many errors a model makes in writing down what is said, against what the owner heard. */
export class TranscriptionTask implements TaskWork<ReadingSample> {
  readonly task = 'transcription';
  readonly #material: BenchMaterialRepository;
  readonly #models: ModelService;
  readonly #pathOf: (assetId: string) => string;

  constructor(parts: {
    material: BenchMaterialRepository;
    models: ModelService;
    /** Where a file of the asset lies. NOT_FOUND when none does. */
    pathOf: (assetId: string) => string;
  }) {
    this.#material = parts.material;
    this.#models = parts.models;
    this.#pathOf = parts.pathOf;
  }

  available(): number {
    return this.#material.references('transcription').length;
  }

  async collect({ items }: SampleRequest): Promise<ReadingSample> {
    return { items: this.#material.references('transcription').slice(0, items).map(toItem) };
  }

  identity({ items }: ReadingSample): unknown {
    return items.map(({ assetId, page, reference }) => [assetId, page, reference]);
  }

  async begin(model: ModelRow, sample: ReadingSample, { signal }: Workbench) {
    return async (index: number): Promise<ItemResult> => {
      const { assetId, reference } = itemAt(sample, index);
      const path = this.#pathOf(assetId);
      const content = [{ assetId, sha256: assetId }];
      const { text } = await this.#models.attempt(model, (backend) =>
        backend.transcribe(path, { purpose: PURPOSE, signal, content }),
      );
      return readAs(reference, text);
    };
  }
}

/** A page with what stands on it, or a recording with what is said in it. */
export function toItem(reference: { assetId: string; name: string; page: number; text: string }) {
  const { assetId, name, page, text } = reference;
  return { label: page > 1 ? `${name}, ${page}` : name, assetId, name, page, reference: text };
}

/** A reading as a result. Long texts count for more in the means, as each of their characters counts. */
export function readAs(reference: string, reading: string): ItemResult {
  const { cer, wer, length } = errorRates(reference, reading);
  return { measures: { cer, wer }, weight: length, answer: reading };
}
