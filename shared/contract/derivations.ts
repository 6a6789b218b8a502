import { z } from 'zod';
import { procedure } from './base.ts';
import { assetIdSchema, derivationSchema } from './library.ts';

/** What models write of an asset. `terms` are tags that a model found by comparing the picture with each term. */
export const writtenKinds = [
  'caption',
  'picture-text',
  'summary',
  'chapters',
  'entities',
  'tags',
  'terms',
  'page-text',
] as const;
export type WrittenKind = (typeof writtenKinds)[number];

const confidentTags = z.array(z.object({ tag: z.string(), confidence: z.number() }));
const names = z.array(z.string());

/** What stands in a derivation of each kind. */
export const writtenContents = {
  caption: z.object({ text: z.string() }),
  'picture-text': z.object({ text: z.string() }),
  /** `language`: ISO 639 code, or empty. */
  summary: z.object({ title: z.string(), text: z.string(), language: z.string() }),
  /** `start`: milliseconds from the start of the recording. */
  chapters: z.object({ chapters: z.array(z.object({ start: z.number(), title: z.string() })) }),
  /** `date`: a year, a month or a day, as 1931, 1931-05 or 1931-05-04. */
  entities: z.object({
    people: names,
    organisations: names,
    places: names,
    dates: z.array(z.object({ date: z.string(), what: z.string() })),
  }),
  tags: z.object({ tags: confidentTags }),
  terms: z.object({ tags: confidentTags }),
  /** The text of one page, counted from 1, in place of what OCR read there. */
  'page-text': z.object({ page: z.int().min(1), text: z.string() }),
} as const satisfies Record<WrittenKind, z.ZodType>;

function written<Kind extends WrittenKind>(kind: Kind) {
  return z.object({ kind: z.literal(kind), content: writtenContents[kind] });
}
export const writtenSchema = z.discriminatedUnion('kind', [
  written('caption'),
  written('picture-text'),
  written('summary'),
  written('chapters'),
  written('entities'),
  written('tags'),
  written('terms'),
  written('page-text'),
]);
export type Written = z.infer<typeof writtenSchema>;

/** All that models write: of assets, and what they hear in recordings. */
export const authoredKinds = [...writtenKinds, 'transcript'] as const;
export type AuthoredKind = (typeof authoredKinds)[number];
/** Of a transcript, how it begins. */
export const authoredSchema = z.discriminatedUnion('kind', [
  ...writtenSchema.options,
  z.object({ kind: z.literal('transcript'), content: z.object({ text: z.string() }) }),
]);
export type Authored = z.infer<typeof authoredSchema>;

/** Who wrote it, and whether that still holds. */
const authorship = z.object({
  modelId: z.string(),
  /** The model's name at that time. */
  model: z.string(),
  /** Milliseconds since 1970. */
  time: z.number(),
  /** Why it would turn out differently now; empty where it would not. */
  stale: z.string(),
});

export const writtenOfAssetSchema = authorship.extend({
  written: writtenSchema,
  /** How much of the asset the model was shown, where not all of it; else empty. */
  shown: z.string(),
});
export type WrittenOfAsset = z.infer<typeof writtenOfAssetSchema>;

export const tagProvenanceSchema = z.object({
  tag: z.string(),
  origin: z.enum(['owner', 'file', 'model']),
  /** Whether the owner put it there or agreed to it. */
  confirmed: z.boolean(),
  /** Who suggested it; null where no model did. */
  author: authorship.nullable(),
});
export type TagProvenance = z.infer<typeof tagProvenanceSchema>;

/** All that one model wrote of one kind. */
export const writerSchema = authorship.omit({ time: true }).extend({
  kind: z.enum(authoredKinds),
  /** Files. */
  count: z.number(),
  first: z.number(),
  last: z.number(),
});
export type Writer = z.infer<typeof writerSchema>;

/** What of a model's work is meant: by default all of it. */
const choice = z.object({
  modelId: z.string(),
  kinds: z.array(z.enum(authoredKinds)).min(1).optional(),
  ids: z.array(assetIdSchema).max(10_000).optional(),
  /** Only what would turn out differently now. */
  onlyStale: z.boolean().default(false),
});
export type WrittenChoice = z.infer<typeof choice>;

export const undoneSchema = z.object({
  derivations: z.number(),
  passages: z.number(),
  suggestions: z.number(),
  /** Tags that went with it, and those that stay because the owner agreed to them. */
  tags: z.number(),
  kept: z.number(),
});
export type Undone = z.infer<typeof undoneSchema>;

export const derivationsContract = {
  /** Everything that was derived from an asset, and where it came from. NOT_FOUND */
  asset: procedure.input(z.object({ id: assetIdSchema })).output(
    z.object({
      written: z.array(writtenOfAssetSchema),
      tags: z.array(tagProvenanceSchema),
      /** What was read from the file itself, by engine. */
      read: z.array(derivationSchema),
      /** Why models wrote nothing of it when they were asked; a sentence each. */
      failures: z.array(z.string()),
    }),
  ),
  /** Who wrote what, the latest first. */
  writers: procedure.output(z.array(writerSchema)),
  /** The files of which a model wrote something of a kind, the latest first. */
  list: procedure
    .input(
      z.object({
        modelId: z.string(),
        kind: z.enum(authoredKinds),
        offset: z.int().min(0).default(0),
        limit: z.int().min(1).max(500).default(100),
      }),
    )
    .output(z.array(z.object({ assetId: assetIdSchema, name: z.string(), time: z.number(), written: authoredSchema }))),
  /**
   * Forgets what a model wrote, with the passages, suggestions and tags that came of it. Tags that the owner agreed to stay,
   * as the owner's.
   */
  undo: procedure.input(choice).output(undoneSchema),
  /**
   * Has what a model wrote written anew by whoever serves now, as a job; what is there stays until it is. INVALID_INPUT
   * when there is nothing of it, CONFLICT when no model serves.
   */
  redo: procedure.input(choice).output(z.object({ jobId: z.number(), items: z.number() })),
};
