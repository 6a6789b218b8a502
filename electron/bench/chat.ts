import type { BenchMaterialRepository } from '../catalog/bench-material.ts';
import type { ModelRow } from '../catalog/models.ts';
import { ANSWER_TOKENS, fittingPassages } from '../chat/fitting-passages.ts';
import { buildPrompt } from '../chat/prompt.ts';
import type { ModelService } from '../models/model-service.ts';
import { sentContent } from '../policy/sent-content.ts';
import type { FoundPassage, SearchService } from '../search/search-service.ts';
import {
  type ItemResult,
  itemAt,
  type Sample,
  type SampleItem,
  type SampleRequest,
  type TaskWork,
  type Workbench,
} from './bench-task.ts';
import { checkCitations } from './citation-check.ts';

/** Passages before each model, as many as the product offers for an answer. */
const SOURCES = 8;
const PURPOSE = 'compare chat models';

export interface ChatSample extends Sample {
  items: (SampleItem & { sources: FoundPassage[] })[];
}

/** What chat models answer to a question from the same passages, by the product's own prompt, with their citations checked. */
export class ChatTask implements TaskWork<ChatSample> {
  readonly task = 'chat';
  readonly #material: BenchMaterialRepository;
  readonly #search: SearchService;
  readonly #models: ModelService;

  constructor(parts: { material: BenchMaterialRepository; search: SearchService; models: ModelService }) {
    this.#material = parts.material;
    this.#search = parts.search;
    this.#models = parts.models;
  }

  available(): number {
    return this.#material.questions().length;
  }

  async collect(request: SampleRequest): Promise<ChatSample> {
    const items: ChatSample['items'] = [];
    for (const { text, assetId, name } of this.#material.questions().slice(0, request.items)) {
      const sources = await this.#search.passages(text, SOURCES);
      if (sources.length > 0) items.push({ label: text, assetId, name, sources });
    }
    return { items };
  }

  identity({ items }: ChatSample): unknown {
    return items.map(({ label, sources }) => [label, sources.map(({ passage }) => passage.text)]);
  }

  async begin(model: ModelRow, sample: ChatSample, { signal }: Workbench) {
    // Loads it, so that the time for that does not count.
    await this.#models.attempt(model, (backend) => backend.countTokens(['warm-up']));
    return async (index: number): Promise<ItemResult> => {
      const { label, sources } = itemAt(sample, index);
      const { answer, read } = await this.#models.attempt(model, async (backend) => {
        const passages = await fittingPassages(backend, label, sources);
        const content = passages.map(({ asset, passage }) => sentContent(asset.id, passage.text));
        const options = { purpose: PURPOSE, content, maxTokens: ANSWER_TOKENS, signal };
        return { answer: await backend.chat(buildPrompt(label, passages, []), options), read: passages };
      });
      return {
        measures: checkCitations(
          answer.text,
          read.map(({ passage }) => passage.text),
        ),
        weight: 1,
        answer: answer.text,
        written: { tokens: answer.usage.generated, ms: answer.timings.generateMs },
        read: read.length,
      };
    };
  }
}
