import { z } from 'zod';
import { procedure } from './base.ts';
import { assetFilterSchema, assetIdSchema, assetSummarySchema } from './library.ts';
import { modelLocations } from './models.ts';

/** A tag, or another word for one. */
export const tagNameSchema = z
  .string()
  .trim()
  .min(1, 'Write a word.')
  .max(100, 'The word is longer than 100 characters.')
  .regex(/^[^\p{Cc}{}]*$/u, 'Line breaks and braces cannot be part of a tag.');

export const vocabularySchema = z.object({
  id: z.number(),
  name: z.string(),
  /** Whether models may suggest words that are not in it; otherwise its terms alone. */
  open: z.boolean(),
  /** The confidence, 0 to 1, from which on suggestions of its terms are accepted by themselves; null for never. */
  autoAccept: z.number().nullable(),
  terms: z.number(),
});
export type Vocabulary = z.infer<typeof vocabularySchema>;

export const termSchema = z.object({
  id: z.number(),
  vocabularyId: z.number(),
  /** The wider term that it belongs under; null at the top. */
  parentId: z.number().nullable(),
  /** Also the tag that files get. */
  name: z.string(),
  /** Other words for it, which models and files may use. */
  synonyms: z.array(z.string()),
  /** Files that have the tag. */
  uses: z.number(),
});
export type Term = z.infer<typeof termSchema>;

export const vocabularyFormats = ['text', 'csv'] as const;
export type VocabularyFormat = (typeof vocabularyFormats)[number];

/** How sure a model says it is, and what that counts as. */
export const suggestionStates = ['open', 'accepted', 'rejected'] as const;
export type SuggestionState = (typeof suggestionStates)[number];

export const suggestionSchema = z.object({
  id: z.number(),
  tag: z.string(),
  /** 0 to 1. */
  confidence: z.number(),
  /** The model's name when it suggested this. */
  model: z.string(),
  state: z.enum(suggestionStates),
});
export type Suggestion = z.infer<typeof suggestionSchema>;

/** A file with what was suggested for it. */
export const reviewItemSchema = z.object({
  asset: assetSummarySchema,
  /** The tags that it has. */
  tags: z.array(z.string()),
  /** What a model wrote of it, to judge by: its caption or its summary; empty where none did. */
  description: z.string(),
  /** Open ones, the surest first. */
  suggestions: z.array(suggestionSchema),
});
export type ReviewItem = z.infer<typeof reviewItemSchema>;

const suggestionFilter = z.object({ assetId: assetIdSchema.optional(), tag: z.string().optional() });

/** Which files models are to look at; without any of these, all of the library. */
export const taggingSelectionSchema = z.object({
  ids: z.array(assetIdSchema).max(10_000).optional(),
  filter: assetFilterSchema.optional(),
  /** In the search language. */
  query: z.string().max(2000).optional(),
});
export type TaggingSelection = z.infer<typeof taggingSelectionSchema>;

/** What models are asked for: to look at pictures, to read texts and transcripts, and to compare pictures with the terms. */
export const describingKinds = ['pictures', 'documents', 'recordings', 'terms'] as const;
export type DescribingKind = (typeof describingKinds)[number];
/** Also to read pages that OCR read: their text takes the place of what OCR made of them. */
export const taggingKinds = [...describingKinds, 'pages'] as const;
export type TaggingKind = (typeof taggingKinds)[number];

export const taggingRequestSchema = taggingSelectionSchema.extend({
  /** By default all that describe files; pages are read only where that is asked for. */
  kinds: z.array(z.enum(taggingKinds)).optional(),
  /** Whether files are looked at again of which a model has written already. */
  again: z.boolean().default(false),
  /** Which pages are read: those that OCR was not sure of or could not read, or all that it read. */
  pages: z.enum(['unsure', 'all']).default('unsure'),
});
export type TaggingRequest = z.input<typeof taggingRequestSchema>;

export const taggingEstimateSchema = z.object({
  kind: z.enum(taggingKinds),
  /** Files that a model would look at, or pages that it would read. */
  items: z.number(),
  /** Those of which a model has written already, and that are left out. */
  done: z.number(),
  model: z
    .object({
      id: z.string(),
      name: z.string(),
      location: z.enum(modelLocations),
      /** Where it runs, when not on this machine; else empty. */
      host: z.string(),
    })
    .nullable(),
  /** Why no model does it; empty where one does. */
  reason: z.string(),
  /** In the model's tokens, of all items together. */
  tokensIn: z.number(),
  tokensOut: z.number(),
  /** Null while nothing is known of how fast the model is. */
  seconds: z.number().nullable(),
  /** What the time is taken from: earlier work of this model, a comparison of models, or its speed when it last ran. */
  basis: z.enum(['work', 'bench', 'speed', 'none']),
  /** What these tokens cost by the prices that the owner entered; null where there are none. */
  cost: z.object({ amount: z.number(), currency: z.string() }).nullable(),
  /** Bytes of texts and pictures that would leave this machine. */
  bytesOut: z.number(),
});
export type TaggingEstimate = z.infer<typeof taggingEstimateSchema>;

const vocabularyId = z.object({ vocabularyId: z.number() });

export const taggingContract = {
  vocabularies: procedure.output(z.array(vocabularySchema)),
  /** CONFLICT when there is one of that name. */
  addVocabulary: procedure
    .input(
      z.object({
        name: tagNameSchema,
        open: z.boolean().default(false),
        autoAccept: z.number().min(0).max(1).nullable().default(null),
      }),
    )
    .output(vocabularySchema),
  editVocabulary: procedure
    .input(
      z.object({
        id: z.number(),
        name: tagNameSchema.optional(),
        open: z.boolean().optional(),
        autoAccept: z.number().min(0).max(1).nullable().optional(),
      }),
    )
    .output(vocabularySchema),
  /** Forgets the vocabulary with its terms. Tags that files have stay. */
  removeVocabulary: procedure.input(z.object({ id: z.number() })),

  /** By name. */
  terms: procedure.input(vocabularyId).output(z.array(termSchema)),
  /** CONFLICT when a term or a synonym has that name, in this vocabulary or another one. */
  addTerm: procedure
    .input(
      vocabularyId.extend({
        name: tagNameSchema,
        parentId: z.number().nullable().default(null),
        synonyms: z.array(tagNameSchema).max(50).default([]),
      }),
    )
    .output(termSchema),
  /** A new name is also that of the tag on the files that have it. INVALID_INPUT when a term would come under itself. */
  editTerm: procedure
    .input(
      z.object({
        id: z.number(),
        name: tagNameSchema.optional(),
        parentId: z.number().nullable().optional(),
        synonyms: z.array(tagNameSchema).max(50).optional(),
      }),
    )
    .output(termSchema),
  /** Makes one term of two: the first one's name becomes a synonym of the second, and its files get the second's tag. */
  mergeTerms: procedure.input(z.object({ from: z.number(), into: z.number() })).output(termSchema),
  /** Terms below it move up. Tags that files have stay. */
  removeTerm: procedure.input(z.object({ id: z.number() })),
  /**
   * Adds the terms of a text: one a line, narrower ones indented below wider ones, synonyms in braces on lines of their
   * own, as Lightroom writes them; or of a table with the columns term, parent, synonyms. Terms that are known get what
   * is new of them.
   */
  importTerms: procedure
    .input(vocabularyId.extend({ format: z.enum(vocabularyFormats), text: z.string().max(5_000_000) }))
    .output(z.object({ added: z.number(), known: z.number(), problems: z.array(z.string()) })),
  exportTerms: procedure
    .input(vocabularyId.extend({ format: z.enum(vocabularyFormats) }))
    .output(z.object({ name: z.string(), mime: z.string(), text: z.string() })),

  /** Files with open suggestions, those last suggested for first. */
  suggestions: procedure
    .input(suggestionFilter.extend({ offset: z.int().min(0).default(0), limit: z.int().min(1).max(200).default(50) }))
    .output(z.object({ assets: z.number(), suggestions: z.number(), items: z.array(reviewItemSchema) })),
  /** The tags that are suggested, with how many files they are suggested for. */
  suggestedTags: procedure.output(z.array(z.object({ tag: z.string(), count: z.number(), confidence: z.number() }))),
  /**
   * Accepts suggestions, rejects them, or opens them again; by their ids, or all open ones of a file or of a tag. What is
   * rejected is not suggested for that file again. Answers which suggestions changed, so that it can be taken back.
   */
  decide: procedure
    .input(
      suggestionFilter.extend({
        ids: z.array(z.number()).max(10_000).optional(),
        decision: z.enum(suggestionStates),
      }),
    )
    .output(z.object({ ids: z.array(z.number()) })),

  /** What it would take to have models look at these files. QUERY_INVALID */
  estimate: procedure.input(taggingRequestSchema).output(z.array(taggingEstimateSchema)),
  /**
   * Has models look at these files, as a job. CONFLICT when no model serves, INVALID_INPUT when there is nothing to do.
   */
  start: procedure.input(taggingRequestSchema).output(z.object({ jobId: z.number(), items: z.number() })),
};
