import type { AssetSummary } from '../../shared/contract/library.ts';
import type { SearchGroup, SearchHit, SearchResult } from '../../shared/contract/search.ts';
import { HoldfastError } from '../../shared/errors.ts';
import { parseQuery, type QueryTerm } from '../../shared/query.ts';
import { type AssetCondition, queryConditions } from '../catalog/asset-conditions.ts';
import type { AssetRepository } from '../catalog/assets.ts';
import type { Passage, PassageRepository } from '../catalog/passages.ts';
import { fuse, type RankedHit } from './fusion.ts';
import type { IndexHit, SearchIndex } from './search-index.ts';
import { makeSnippet } from './snippet.ts';
import { meaningfulWords, wordsOf } from './words.ts';

/** Filters that leave no more assets than this narrow the index query itself; wider ones sift its results. */
const NARROW_FILTER = 5000;
/** Passages looked at for each asset that is wanted, so that assets with many hits leave room for others. */
const PASSAGES_PER_ASSET = 6;
/** Assets that an excluded word may exclude. */
const EXCLUDED_PASSAGES = 20_000;
/** Passages of one asset that an answer is drawn from at most. */
const PASSAGES_QUOTED_PER_ASSET = 3;
/** What each further good passage of an asset adds to its best one's score, as a share of its own. */
const FURTHER_PASSAGE_SHARE = 0.1;

/** Turns a text into a vector for the search by meaning; undefined with the reason where that cannot be done. */
export interface QueryEmbedder {
  embedQuery(
    text: string,
    signal?: AbortSignal,
  ): Promise<{ modelId: string; vector: Float32Array } | { reason: string }>;
}

/** A passage that bears on a question, with the asset that it is from. */
export interface FoundPassage {
  passage: Passage;
  asset: AssetSummary;
}

export interface SearchOptions {
  limit: number;
  hitsPerAsset: number;
  signal?: AbortSignal | undefined;
}

/** Searches the library by words and, where an embedding model is there, by meaning. */
export class SearchService {
  readonly #assets: AssetRepository;
  readonly #passages: PassageRepository;
  readonly #index: SearchIndex;
  readonly #embedder: QueryEmbedder;

  constructor(parts: {
    assets: AssetRepository;
    passages: PassageRepository;
    index: SearchIndex;
    embedder: QueryEmbedder;
  }) {
    this.#assets = parts.assets;
    this.#passages = parts.passages;
    this.#index = parts.index;
    this.#embedder = parts.embedder;
  }

  /**
   * The assets that match a query in the search language, best first, each with its best places.
   * @throws HoldfastError QUERY_INVALID where a filter cannot be understood.
   */
  async search(text: string, options: SearchOptions): Promise<SearchResult> {
    const began = performance.now();
    const wanted = understand(text);
    const found = await this.#find(wanted, options);
    const groups = this.#group(found.hits, wanted, options);
    return {
      groups: groups.slice(0, options.limit),
      more: groups.length > options.limit,
      semantic: found.semantic,
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
    const { hits } = await this.#find(toWanted(words), { limit: limit * 3, hitsPerAsset: limit, signal });
    const summaries = this.#assets.summaries([...new Set(hits.map(({ assetId }) => assetId))]);
    const passages = this.#passages.byIds(hits.map(({ id }) => id));
    const taken = new Map<number, number>();
    const found: FoundPassage[] = [];
    for (const { id, assetId } of hits) {
      const [passage, asset] = [passages.get(id), summaries.get(assetId)];
      const fromAsset = taken.get(assetId) ?? 0;
      if (!passage || !asset || passage.source === 'name' || fromAsset >= PASSAGES_QUOTED_PER_ASSET) continue;
      taken.set(assetId, fromAsset + 1);
      found.push({ passage, asset });
      if (found.length === limit) break;
    }
    return found;
  }

  async #find(
    wanted: Wanted,
    options: SearchOptions,
  ): Promise<{ hits: RankedHit[]; semantic: SearchResult['semantic'] }> {
    const excluded = await this.#excludedAssets(wanted);
    if (wanted.words.length === 0 && wanted.phrases.length === 0) {
      return {
        hits: this.#listHits(wanted, excluded, options.limit),
        semantic: { used: false, reason: 'The query has no words.' },
      };
    }
    const narrow = wanted.conditions.length > 0 ? this.#assets.idsWhere(wanted.conditions, NARROW_FILTER + 1) : [];
    const scope = wanted.conditions.length > 0 && narrow.length <= NARROW_FILTER ? narrow : undefined;
    const wide = wanted.conditions.length > 0 && !scope;
    const limit = (options.limit + 1) * PASSAGES_PER_ASSET * (wide ? 10 : 1);

    const [byWords, byMeaning] = await Promise.all([
      this.#byWords(wanted, limit, scope),
      this.#byMeaning(wanted, limit, scope, options.signal),
    ]);
    const hits = fuse(byWords, byMeaning.hits).filter(({ assetId }) => !excluded.has(assetId));
    const kept = this.#assets.keepWhere([...new Set(hits.map(({ assetId }) => assetId))], wanted.conditions);
    return { hits: hits.filter(({ assetId }) => kept.has(assetId)), semantic: byMeaning.semantic };
  }

  async #byWords(wanted: Wanted, limit: number, scope: readonly number[] | undefined): Promise<IndexHit[]> {
    const hits = await this.#index.searchWords(wanted, limit, scope);
    const kept = wanted.phrases.length > 0 ? this.#withExactPhrases(hits, wanted.phrases) : hits;
    if (kept.length > 0 || wanted.phrases.length > 0 || scope) return kept;
    return this.#index.searchSimilarWords(wanted.words, limit);
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
    limit: number,
    scope: readonly number[] | undefined,
    signal: AbortSignal | undefined,
  ): Promise<{ hits: IndexHit[]; semantic: SearchResult['semantic'] }> {
    if (wanted.phrases.length > 0)
      return { hits: [], semantic: { used: false, reason: 'A phrase asks for its exact words.' } };
    const embedded = await this.#embedder.embedQuery(wanted.text, signal);
    if ('reason' in embedded) return { hits: [], semantic: { used: false, reason: embedded.reason } };
    const hits = await this.#index.searchVectors(embedded.modelId, embedded.vector, limit, scope);
    return { hits, semantic: { used: true, reason: '' } };
  }

  /** Assets that have an excluded word or phrase anywhere. */
  async #excludedAssets(wanted: Wanted): Promise<Set<number>> {
    const excluded = new Set<number>();
    for (const word of wanted.excludedWords) {
      for (const hit of await this.#index.searchWords({ words: [word], phrases: [] }, EXCLUDED_PASSAGES))
        excluded.add(hit.assetId);
    }
    for (const phrase of wanted.excludedPhrases) {
      const hits = await this.#index.searchWords({ words: [], phrases: [phrase] }, EXCLUDED_PASSAGES);
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
      .map((assetId) => ({ id: 0, assetId, score: 0, foundBy: 'words' }));
  }

  #group(hits: readonly RankedHit[], wanted: Wanted, options: SearchOptions): SearchGroup[] {
    const byAsset = Map.groupBy(hits, ({ assetId }) => assetId);
    const ranked = [...byAsset]
      .map(([assetId, own]) => ({ assetId, hits: own, score: groupScore(own) }))
      .sort((one, other) => other.score - one.score)
      .slice(0, options.limit + 1);
    const summaries = this.#assets.summaries(ranked.map(({ assetId }) => assetId));
    const shown = ranked.flatMap((group) => group.hits.slice(0, options.hitsPerAsset + 1));
    const passages = this.#passages.byIds(shown.map(({ id }) => id));
    return ranked.flatMap(({ assetId, hits: own, score }) => {
      const asset = summaries.get(assetId);
      if (!asset) return [];
      const described = own
        .slice(0, options.hitsPerAsset + 1)
        .flatMap((hit) => this.#describe(hit, passages.get(hit.id), asset, wanted));
      return [{ asset, score: round(score), hits: preferContent(described).slice(0, options.hitsPerAsset) }];
    });
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
          foundBy: 'words',
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
      },
    ];
  }
}

/** A query as the search carries it out. */
interface Wanted {
  text: string;
  words: string[];
  phrases: string[];
  excludedWords: string[];
  excludedPhrases: string[];
  conditions: AssetCondition[];
  byStem: Map<string, string>;
}

function understand(text: string): Wanted {
  const { terms, problems } = parseQuery(text);
  const [problem] = problems;
  if (problem !== undefined) throw new HoldfastError('QUERY_INVALID', problem, 'Correct it or leave it out.');
  return toWanted(terms);
}

function toWanted(terms: readonly QueryTerm[]): Wanted {
  const texts = (type: 'word' | 'phrase', negated: boolean) =>
    terms.flatMap((term: QueryTerm) => (term.type === type && term.negated === negated ? [term.text] : []));
  const words = meaningfulWords(
    texts('word', false).flatMap((word) => wordsOf(word).map(({ start, end }) => word.slice(start, end))),
  );
  const phrases = texts('phrase', false).filter((phrase) => wordsOf(phrase).length > 0);
  const phraseWords = phrases.flatMap((phrase) => wordsOf(phrase).map(({ start, end }) => phrase.slice(start, end)));
  const byStem = new Map<string, string>();
  for (const word of [...words, ...phraseWords])
    for (const { stem } of wordsOf(word)) if (!byStem.has(stem)) byStem.set(stem, word);
  return {
    text: [...texts('word', false), ...phrases].join(' '),
    words,
    phrases,
    excludedWords: texts('word', true),
    excludedPhrases: texts('phrase', true),
    conditions: queryConditions(terms),
    byStem,
  };
}

/** Letters and digits in lower case, words one space apart: how a phrase is compared. */
function asWritten(text: string): string {
  return ` ${(
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  ).join(' ')} `;
}

function groupScore([best, ...further]: readonly RankedHit[]): number {
  return (best?.score ?? 0) + further.slice(0, 3).reduce((sum, { score }) => sum + score * FURTHER_PASSAGE_SHARE, 0);
}

/** The place by name says less than a place in the content, so it shows only where it is alone. */
function preferContent(hits: readonly SearchHit[]): SearchHit[] {
  const content = hits.filter(({ anchor }) => anchor.type !== 'asset');
  return content.length > 0 ? content : [...hits];
}

function round(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}
