import type { AssetSummary } from '../../shared/contract/library.ts';
import type { SearchGroup, SearchHit, SearchResult } from '../../shared/contract/search.ts';
import { parseQuery } from '../../shared/query.ts';
import type { AssetLookup } from '../catalog/asset-lookup.ts';
import type { Passage, PassageRepository } from '../catalog/passages.ts';
import type { IndexHit, SearchLimit } from '../workers/index-protocol.ts';
import { fuse, type RankedHit } from './fusion.ts';
import type { SearchIndex } from './search-index.ts';
import { makeSnippet } from './snippet.ts';
import { asWritten, toWanted, understand, type Wanted } from './wanted.ts';

/** Filters that leave no more assets than this narrow the index query itself; wider ones sift its results. */
const NARROW_FILTER = 5000;
/** Passages looked at for each asset that is wanted, so that assets with many hits leave room for others. */
const PASSAGES_PER_ASSET = 2;
/** Where these come from too few assets, so many times as many are looked at, until it is this many. */
const DEEPER = 5;
const DEEPEST = 20_000;
/** What an excluded word may exclude. */
const EXCLUDED: SearchLimit = { texts: 20_000, names: 20_000 };
/** Passages of one asset that an answer is drawn from at most. */
const PASSAGES_QUOTED_PER_ASSET = 3;
/** Passages that a reranking model reads: each costs it about as much as embedding it anew. */
const RERANKED = 24;

/** Turns a text into a vector for the search by meaning; undefined with the reason where that cannot be done. */
export interface QueryEmbedder {
  embedQuery(
    text: string,
    signal?: AbortSignal,
  ): Promise<{ modelId: string; vector: Float32Array } | { reason: string }>;
}

/** Says how well texts answer a query, by a model that reads both; undefined with the reason where that cannot be done. */
export interface Reranker {
  /** Scores 0 to 1, one a passage, in their order. */
  rerank(
    query: string,
    passages: readonly { assetId: string; text: string }[],
    signal?: AbortSignal,
  ): Promise<{ scores: number[] } | { reason: string }>;
}

/** A passage that bears on a question, with the asset that it is from. */
export interface FoundPassage {
  passage: Passage;
  asset: AssetSummary;
}

export interface SearchOptions {
  limit: number;
  hitsPerAsset: number;
  /** Whether a reranking model, where one serves, puts the best in order. */
  rerank?: boolean;
  signal?: AbortSignal | undefined;
}

/** What a search asks of the search index. */
export type SearchableIndex = Pick<SearchIndex, 'searchWords' | 'searchSimilarWords' | 'searchVectors'>;

/** Searches the library by words and, where an embedding model is there, by meaning. */
export class SearchService {
  readonly #assets: AssetLookup;
  readonly #passages: PassageRepository;
  readonly #index: SearchableIndex;
  readonly #embedder: QueryEmbedder;
  readonly #reranker: Reranker;
  readonly #writerOf: (passage: Passage) => string;
  readonly #makeSearchable: () => Promise<void>;

  constructor(parts: {
    assets: AssetLookup;
    passages: PassageRepository;
    index: SearchableIndex;
    embedder: QueryEmbedder;
    reranker: Reranker;
    /** The name of the model that wrote a passage. */
    writerOf: (passage: Passage) => string;
    /** Resolves when the index can be searched well. */
    makeSearchable: () => Promise<void>;
  }) {
    this.#assets = parts.assets;
    this.#passages = parts.passages;
    this.#index = parts.index;
    this.#embedder = parts.embedder;
    this.#reranker = parts.reranker;
    this.#writerOf = parts.writerOf;
    this.#makeSearchable = parts.makeSearchable;
  }

  /**
   * The assets that match a query in the search language, best first, each with its best places.
   * @throws HoldfastError QUERY_INVALID where a filter cannot be understood.
   */
  async search(text: string, options: SearchOptions): Promise<SearchResult> {
    const began = performance.now();
    const wanted = understand(text);
    const found = await this.#find(wanted, options);
    const ranked = options.rerank
      ? await this.#rerank(wanted.text, found.hits, options.signal)
      : { hits: found.hits, reranked: { used: false, reason: '' } };
    return {
      ...this.#group(ranked.hits, wanted, options),
      semantic: found.semantic,
      reranked: ranked.reranked,
      milliseconds: performance.now() - began,
    };
  }

  /**
   * The passages that bear most on a question in plain words, best first. Filters in it narrow, quoted words rank
   * as others do, and no asset takes more than its share.
   */
  async passages(question: string, limit: number, signal?: AbortSignal): Promise<FoundPassage[]> {
    const { terms } = parseQuery(question);
    const words = terms.map((term) => (term.type === 'phrase' ? { ...term, type: 'word' as const } : term));
    const wanted = toWanted(words);
    const found = await this.#find(wanted, { limit: limit * 3, hitsPerAsset: limit, signal });
    const { hits } = await this.#rerank(wanted.text, found.hits, signal);
    const summaries = this.#assets.summaries([...new Set(hits.map(({ assetId }) => assetId))]);
    const passages = this.#passages.byIds(hits.map(({ id }) => id));
    const taken = new Map<number, number>();
    const quoted: FoundPassage[] = [];
    for (const { id, assetId } of hits) {
      const [passage, asset] = [passages.get(id), summaries.get(assetId)];
      const fromAsset = taken.get(assetId) ?? 0;
      if (!passage || !asset || passage.source === 'name' || fromAsset >= PASSAGES_QUOTED_PER_ASSET) continue;
      taken.set(assetId, fromAsset + 1);
      quoted.push({ passage, asset });
      if (quoted.length === limit) break;
    }
    return quoted;
  }

  /** The first hits in the order in which a reranking model puts them, where one serves; the others stay behind them. */
  async #rerank(
    query: string,
    hits: readonly RankedHit[],
    signal: AbortSignal | undefined,
  ): Promise<{ hits: RankedHit[]; reranked: SearchResult['reranked'] }> {
    const passages = this.#passages.byIds(hits.slice(0, RERANKED).map(({ id }) => id));
    const read = hits.flatMap((hit) => {
      const passage = passages.get(hit.id);
      return passage ? [{ hit, text: passage.text }] : [];
    });
    const hashes = this.#assets.summaries([...new Set(read.map(({ hit }) => hit.assetId))]);
    const texts = read.map(({ hit, text }) => ({ assetId: hashes.get(hit.assetId)?.id ?? '', text }));
    const outcome =
      texts.length < 2
        ? { reason: 'There is nothing to put in order.' }
        : await this.#reranker.rerank(query, texts, signal);
    if ('reason' in outcome) return { hits: [...hits], reranked: { used: false, reason: outcome.reason } };
    const first = read
      .map(({ hit }, index) => ({ ...hit, score: outcome.scores[index] ?? 0 }))
      .toSorted((one, other) => other.score - one.score);
    const lowest = first.at(-1)?.score ?? 0;
    const known = new Set(first.map(({ id }) => id));
    // Scores of the search and of the model do not compare, but are to fall all the way.
    const others = hits
      .filter(({ id }) => !known.has(id))
      .map((hit) => ({ ...hit, score: Math.min(hit.score, lowest) }));
    return { hits: [...first, ...others], reranked: { used: true, reason: '' } };
  }

  async #find(
    wanted: Wanted,
    options: SearchOptions,
  ): Promise<{ hits: RankedHit[]; semantic: SearchResult['semantic'] }> {
    await this.#makeSearchable();
    const excluded = await this.#excludedAssets(wanted);
    if (wanted.words.length === 0 && wanted.phrases.length === 0) {
      return {
        hits: this.#listHits(wanted, excluded, options.limit),
        semantic: { used: false, reason: 'The query has no words.' },
      };
    }
    const narrow = wanted.conditions.length > 0 ? this.#assets.idsWhere(wanted.conditions, NARROW_FILTER + 1) : [];
    const scope = wanted.conditions.length > 0 && narrow.length <= NARROW_FILTER ? narrow : undefined;
    const keep = (hits: readonly IndexHit[]) => this.#keep(hits, wanted, excluded);
    const [byWords, byMeaning] = await Promise.all([
      this.#byWords(wanted, options.limit + 1, scope, keep),
      this.#byMeaning(wanted, options.limit + 1, scope, options.signal),
    ]);
    return { hits: fuse(byWords, keep(byMeaning.hits)), semantic: byMeaning.semantic };
  }

  /** Hits that `keep` lets through, from so many assets where there are as many. */
  async #byWords(
    wanted: Wanted,
    assets: number,
    scope: readonly number[] | undefined,
    keep: (hits: readonly IndexHit[]) => IndexHit[],
  ): Promise<IndexHit[]> {
    for (let depth = assets; ; depth *= DEEPER) {
      const limit = { texts: depth * PASSAGES_PER_ASSET, names: depth };
      const { hits, complete } = await this.#index.searchWords(wanted, limit, scope);
      if (hits.length === 0 && wanted.phrases.length === 0 && !scope)
        return keep((await this.#index.searchSimilarWords(wanted.words, limit)).hits);
      const kept = keep(hits);
      const enough = new Set(kept.map(({ assetId }) => assetId)).size >= assets;
      if (enough || complete || limit.texts >= DEEPEST) return kept;
    }
  }

  /** The hits that have the phrases as written, from assets that meet the conditions and have nothing excluded. */
  #keep(hits: readonly IndexHit[], wanted: Wanted, excluded: ReadonlySet<number>): IndexHit[] {
    if (hits.length === 0) return [];
    const exact = wanted.phrases.length > 0 ? this.#withExactPhrases(hits, wanted.phrases) : hits;
    const kept = this.#assets.keepWhere([...new Set(exact.map(({ assetId }) => assetId))], wanted.conditions);
    return exact.filter(({ assetId }) => kept.has(assetId) && !excluded.has(assetId));
  }

  /** The index matches phrases by stems; a phrase asks for the words as written. */
  #withExactPhrases(hits: readonly IndexHit[], phrases: readonly string[]): IndexHit[] {
    const passages = this.#passages.byIds(hits.map(({ id }) => id));
    const wanted = phrases.map(asWritten);
    return hits.filter(({ id }) => {
      const text = asWritten(passages.get(id)?.text ?? '');
      return wanted.every((phrase) => text.includes(phrase));
    });
  }

  async #byMeaning(
    wanted: Wanted,
    assets: number,
    scope: readonly number[] | undefined,
    signal: AbortSignal | undefined,
  ): Promise<{ hits: IndexHit[]; semantic: SearchResult['semantic'] }> {
    if (wanted.phrases.length > 0)
      return { hits: [], semantic: { used: false, reason: 'A phrase asks for its exact words.' } };
    const embedded = await this.#embedder.embedQuery(wanted.text, signal);
    if ('reason' in embedded) return { hits: [], semantic: { used: false, reason: embedded.reason } };
    const hits = await this.#index.searchVectors(embedded.modelId, embedded.vector, assets * PASSAGES_PER_ASSET, scope);
    return { hits, semantic: { used: true, reason: '' } };
  }

  /** Assets that have an excluded word or phrase anywhere. */
  async #excludedAssets(wanted: Wanted): Promise<Set<number>> {
    const excluded = new Set<number>();
    for (const word of wanted.excludedWords) {
      const { hits } = await this.#index.searchWords({ words: [word], phrases: [] }, EXCLUDED);
      for (const { assetId } of hits) excluded.add(assetId);
    }
    for (const phrase of wanted.excludedPhrases) {
      const { hits } = await this.#index.searchWords({ words: [], phrases: [phrase] }, EXCLUDED);
      for (const hit of this.#withExactPhrases(hits, [phrase])) excluded.add(hit.assetId);
    }
    return excluded;
  }

  /** Newest assets first, for a query of filters alone. */
  #listHits(wanted: Wanted, excluded: ReadonlySet<number>, limit: number): RankedHit[] {
    if (wanted.conditions.length === 0 && excluded.size === 0) return [];
    return this.#assets
      .newestWhere(wanted.conditions, limit + 1 + excluded.size)
      .filter((assetId) => !excluded.has(assetId))
      .map((assetId) => ({ id: 0, assetId, score: 0, foundBy: 'filters' }));
  }

  /** Hits, best first, by asset; an asset is as good as its best hit. */
  #group(hits: readonly RankedHit[], wanted: Wanted, { limit, hitsPerAsset }: SearchOptions) {
    const ranked = [...Map.groupBy(hits, ({ assetId }) => assetId)];
    // One hit more, as a place by name may give way to one in the content.
    const best = ranked.slice(0, limit).map(([assetId, own]) => ({ assetId, hits: own.slice(0, hitsPerAsset + 1) }));
    const summaries = this.#assets.summaries(best.map(({ assetId }) => assetId));
    const passages = this.#passages.byIds(best.flatMap((group) => group.hits.map(({ id }) => id)));
    const groups = best.flatMap(({ assetId, hits: own }): SearchGroup[] => {
      const asset = summaries.get(assetId);
      const shown = preferContent(own, passages).slice(0, hitsPerAsset);
      const described = asset ? shown.flatMap((hit) => this.#describe(hit, passages.get(hit.id), asset, wanted)) : [];
      return asset && described.length > 0 ? [{ asset, score: round(own[0]?.score ?? 0), hits: described }] : [];
    });
    return { groups, more: ranked.length > limit };
  }

  #describe(hit: RankedHit, passage: Passage | undefined, asset: AssetSummary, wanted: Wanted): SearchHit[] {
    if (hit.id === 0)
      return [
        {
          passageId: 0,
          anchor: { type: 'asset' },
          snippet: [{ text: asset.title || asset.name, match: false }],
          matched: [],
          score: 0,
          foundBy: hit.foundBy,
          writtenBy: '',
        },
      ];
    if (!passage) return [];
    const { parts, matched } = makeSnippet(passage.text, wanted);
    return [
      {
        passageId: hit.id,
        anchor: passage.anchor,
        snippet: parts,
        matched,
        score: round(hit.score),
        foundBy: hit.foundBy,
        writtenBy: this.#writerOf(passage),
      },
    ];
  }
}

/** The place by name says less than a place in the content, so it shows only where it is alone. */
function preferContent(hits: readonly RankedHit[], passages: ReadonlyMap<number, Passage>): readonly RankedHit[] {
  const content = hits.filter(({ id }) => passages.get(id)?.source !== 'name');
  return content.length > 0 ? content : hits;
}

function round(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}
