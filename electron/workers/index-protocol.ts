/** A passage as the index takes it. */
export interface IndexRow {
  id: number;
  assetId: number;
  text: string;
  /** Whether it is the name of its asset, and not a part of its content. */
  isName: boolean;
}

/** A passage's vector, of the length that its model makes. */
export interface VectorRow {
  passageId: number;
  assetId: number;
  vector: Float32Array;
}

/** What the words of a query ask of a passage: words rank and need not all match, phrases must stand in it. */
export interface WordQuery {
  words: readonly string[];
  phrases: readonly string[];
}

/** How many passages are found at most: by their text, and those that are the name of an asset. */
export interface SearchLimit {
  texts: number;
  names: number;
}

/** A passage that a search found. Higher scores are better; scores of words and of meaning do not compare. */
export interface IndexHit {
  id: number;
  assetId: number;
  score: number;
}

export interface WordHits {
  /** Best first. */
  hits: IndexHit[];
  /** False when the limit may have left some out. */
  complete: boolean;
}

/**
 * Hits, best first, as columns of the same length: many are sent in no time so.
 */
export interface HitColumns {
  ids: Int32Array;
  assetIds: Int32Array;
  scores: Float64Array;
}

export type WordHitColumns = HitColumns & Pick<WordHits, 'complete'>;

type Asked<Request, Response> = {
  /** `path`: the folder of the index. */
  request: Request & { path: string };
  response: Response;
  event: never;
};

/** The requests the index worker answers. All but `clear` fail where the folder holds something that it cannot read. */
export type IndexRequests = {
  /** Opens the index, which is made where there is none. */
  open: Asked<unknown, null>;
  /** Makes an empty index in place of what is there. */
  clear: Asked<unknown, null>;
  add: Asked<{ rows: readonly IndexRow[] }, null>;
  /** Removes passages from words and vectors; unknown ids do no harm. */
  remove: Asked<{ passageIds: readonly number[] }, null>;
  /** Passages, and how many of them are not folded into the word index yet. */
  count: Asked<unknown, { rows: number; unindexed: number }>;
  /** Folds new rows into the indexes and joins small fragments; tells the physical memory that the process then uses. */
  optimize: Asked<unknown, { residentBytes: number }>;
  /** See `SearchIndex.searchWords`. */
  searchWords: Asked<{ query: WordQuery; limit: SearchLimit; assetIds: readonly number[] | undefined }, WordHitColumns>;
  /** See `SearchIndex.searchSimilarWords`. */
  searchSimilarWords: Asked<{ words: readonly string[]; limit: SearchLimit }, WordHitColumns>;
  addVectors: Asked<{ modelId: string; rows: readonly VectorRow[] }, null>;
  /** See `SearchIndex.searchVectors`. */
  searchVectors: Asked<
    { modelId: string; vector: Float32Array; limit: number; assetIds: readonly number[] | undefined },
    HitColumns
  >;
  countVectors: Asked<{ modelId: string }, number>;
  dropVectors: Asked<{ modelId: string }, null>;
};
