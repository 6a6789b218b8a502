import { z } from 'zod';
import { anchorSchema } from '../anchors.ts';
import { procedure } from './base.ts';
import { assetSummarySchema } from './library.ts';

/** A piece of a snippet; `match` marks the words that the query asked for. */
export const snippetPartSchema = z.object({ text: z.string(), match: z.boolean() });
export type SnippetPart = z.infer<typeof snippetPartSchema>;

export const searchHitSchema = z.object({
  passageId: z.number(),
  anchor: anchorSchema,
  snippet: z.array(snippetPartSchema),
  /** The query's words that this passage has, as the person wrote them. */
  matched: z.array(z.string()),
  score: z.number(),
  /** How it was found: by its words, by its meaning, or both. */
  foundBy: z.enum(['words', 'meaning', 'both', 'filters']),
  /** The model that wrote this passage of the file; empty for what is in the file itself. */
  writtenBy: z.string(),
});
export type SearchHit = z.infer<typeof searchHitSchema>;

export const searchGroupSchema = z.object({
  asset: assetSummarySchema,
  score: z.number(),
  hits: z.array(searchHitSchema).min(1),
});
export type SearchGroup = z.infer<typeof searchGroupSchema>;

export const searchResultSchema = z.object({
  groups: z.array(searchGroupSchema),
  /** True when there are more groups than `limit`. */
  more: z.boolean(),
  /** Whether meaning was searched as well as words, and why not where it was not. */
  semantic: z.object({ used: z.boolean(), reason: z.string() }),
  /** Whether a reranking model put the best in order, and why not where it was asked to. */
  reranked: z.object({ used: z.boolean(), reason: z.string() }),
  milliseconds: z.number(),
});
export type SearchResult = z.infer<typeof searchResultSchema>;

export const searchContract = {
  /** Assets that match the query (see shared/query.ts for the language), best first, each with its best places. */
  query: procedure
    .input(
      z.object({
        query: z.string().max(2000, 'The query is longer than 2,000 characters. Shorten it.'),
        limit: z.int().min(1).max(500).default(50),
        hitsPerAsset: z.int().min(1).max(20).default(3),
        /** Whether a reranking model, where one serves, reads the best again and puts them in order; takes longer. */
        rerank: z.boolean().default(false),
      }),
    )
    .output(searchResultSchema),
};
