import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ReviewItem, SuggestionState } from '../../shared/contract/tagging.ts';
import { HoldfastError } from '../../shared/errors.ts';
import type { AssetLookup } from '../catalog/asset-lookup.ts';
import type { Catalog } from '../catalog/database.ts';
import type { DerivationRepository } from '../catalog/derivations.ts';
import type { SuggestionFilter, SuggestionRepository, SuggestionRow } from '../catalog/suggestions.ts';
import type { TagRepository } from '../catalog/tags.ts';
import { descriptionOf } from './written-passages.ts';

/** Suggestions decided in one transaction: some 10 ms. */
const AT_A_TIME = 300;

/** What the owner does with the tags that models suggest. */
export class ReviewService {
  readonly #catalog: Catalog;
  readonly #suggestions: SuggestionRepository;
  readonly #derivations: DerivationRepository;
  readonly #tags: TagRepository;
  readonly #assets: AssetLookup;
  readonly #onChange: () => void;

  constructor(parts: {
    catalog: Catalog;
    suggestions: SuggestionRepository;
    derivations: DerivationRepository;
    tags: TagRepository;
    assets: AssetLookup;
    /** Called after tags changed. */
    onChange: () => void;
  }) {
    this.#catalog = parts.catalog;
    this.#suggestions = parts.suggestions;
    this.#derivations = parts.derivations;
    this.#tags = parts.tags;
    this.#assets = parts.assets;
    this.#onChange = parts.onChange;
  }

  /** Files with open suggestions. */
  list(filter: SuggestionFilter, offset: number, limit: number) {
    const ids = this.#suggestions.assets(filter, offset, limit);
    const summaries = this.#assets.summaries(ids);
    const items = ids.flatMap((id): ReviewItem[] => {
      const asset = summaries.get(id);
      if (!asset) return [];
      return [
        {
          asset: { ...asset, excerpt: this.#assets.excerpt(id) },
          tags: this.#tags.known(id).map(({ tag }) => tag),
          description: descriptionOf(this.#derivations.of(id)),
          suggestions: this.#suggestions.open(id),
        },
      ];
    });
    return { ...this.#suggestions.counts(filter), items };
  }

  tags() {
    return this.#suggestions.tags();
  }

  /**
   * Decides suggestions: those named, or all open ones that the filter means. Who suggests the same tag for the same file
   * is answered along. Answers the ids of those that changed.
   */
  async decide(
    { ids, ...filter }: SuggestionFilter & { ids?: readonly number[] | undefined },
    decision: SuggestionState,
  ): Promise<number[]> {
    if (!ids && filter.assetId === undefined && filter.tag === undefined)
      throw new HoldfastError('INVALID_INPUT', 'No suggestion is named.', 'Name a file, a tag or suggestions.');
    const wanted = ids ?? this.#suggestions.openIds(filter);
    const changed: number[] = [];
    for (let from = 0; from < wanted.length; from += AT_A_TIME) {
      if (from > 0) await nextTurn();
      this.#catalog.transaction('durable', () => {
        for (const id of wanted.slice(from, from + AT_A_TIME)) changed.push(...this.#decide(id, decision));
      });
      this.#onChange();
    }
    return changed;
  }

  #decide(id: number, decision: SuggestionState): number[] {
    const suggestion = this.#suggestions.byId(id);
    if (!suggestion || suggestion.state === decision) return [];
    const alike = decision === 'open' ? [] : this.#suggestions.alike(suggestion, 'open');
    this.#carryOut(suggestion, decision);
    for (const decided of [id, ...alike]) this.#suggestions.setState(decided, decision);
    return [id, ...alike];
  }

  #carryOut({ assetId, tag, derivationId, state }: SuggestionRow, decision: SuggestionState): void {
    if (state === 'accepted') this.#tags.withdraw(assetId, tag, derivationId);
    if (state === 'rejected') this.#tags.permit(assetId, tag);
    if (decision === 'accepted') this.#tags.confirm(assetId, tag, derivationId);
    // What is on the file already, by the owner or by the file itself, a model's suggestion does not take off.
    if (decision === 'rejected' && !this.#tags.has(assetId, tag)) this.#tags.refuse(assetId, tag);
  }
}
