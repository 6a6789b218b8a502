import { messageOf } from '../../shared/errors.ts';
import type { TagRepository } from '../catalog/tags.ts';
import { sentContent } from '../policy/sent-content.ts';
import type { Reranker } from '../search/search-service.ts';
import type { ModelService } from './model-service.ts';

/** A search waits no longer than this for the model. */
const RERANK_TIMEOUT_MS = 20_000;

/** Puts what a search found in order with the model of that role, where one serves. */
export class RerankService implements Reranker {
  readonly #models: ModelService;
  readonly #tags: TagRepository;

  constructor({ models, tags }: { models: ModelService; tags: TagRepository }) {
    this.#models = models;
    this.#tags = tags;
  }

  async rerank(
    query: string,
    passages: readonly { assetId: string; text: string }[],
    signal?: AbortSignal,
  ): Promise<{ scores: number[] } | { reason: string }> {
    const tags = this.#tags.of([...new Set(passages.map(({ assetId }) => assetId))]);
    const model = this.#models.roles.serving('rerank', tags);
    if (!model) return { reason: 'No reranking model is in use.' };
    const limit = AbortSignal.any([AbortSignal.timeout(RERANK_TIMEOUT_MS), ...(signal ? [signal] : [])]);
    const texts = passages.map(({ text }) => text);
    const content = passages.map(({ assetId, text }) => sentContent(assetId, text));
    try {
      const scores = await this.#models.attempt(model, (backend) =>
        backend.rerank(query, texts, { purpose: 'put results in order', signal: limit, content }),
      );
      return { scores };
    } catch (error) {
      signal?.throwIfAborted();
      return { reason: `The reranking model did not answer: ${messageOf(error)}` };
    }
  }
}
