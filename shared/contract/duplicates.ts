import { z } from 'zod';
import { procedure } from './base.ts';
import { assetIdSchema, assetSummarySchema } from './library.ts';

const pageSchema = z.object({ offset: z.int().min(0).default(0), limit: z.int().min(1).max(200).default(50) });

/** One content in several files. */
export const exactDuplicateSchema = z.object({ asset: assetSummarySchema, paths: z.array(z.string()).min(2) });
export type ExactDuplicate = z.infer<typeof exactDuplicateSchema>;

/** Assets that are nearly the same, the one with most pixels or bytes first. */
export const duplicateGroupSchema = z.object({
  /** Whether they look alike, or have the same text. */
  by: z.enum(['looks', 'text']),
  /** How alike the least alike of them are: from 0, nothing in common, to 1, the same. */
  likeness: z.number(),
  /** How many they are; not more than 200 are handed out. */
  count: z.number(),
  assets: z.array(assetSummarySchema),
});
export type DuplicateGroup = z.infer<typeof duplicateGroupSchema>;

/** Nothing here removes a file: it only tells, and keeps what the owner decides. */
export const duplicatesContract = {
  /** Assets with several files of the same bytes, those first that take most room. */
  exact: procedure.input(pageSchema).output(z.object({ total: z.number(), duplicates: z.array(exactDuplicateSchema) })),
  /** Groups of assets that are nearly the same, the most alike first. */
  near: procedure.input(pageSchema).output(
    z.object({
      total: z.number(),
      groups: z.array(duplicateGroupSchema),
      /** Assets that are still to be looked at. */
      waiting: z.number(),
    }),
  ),
  /** Resolves when everything that was read has been looked at. */
  settle: procedure.output(z.object({})),
  /** Says that assets are no duplicates of each other: they are not shown as such again. */
  setDistinct: procedure
    .input(z.object({ ids: z.array(assetIdSchema).min(2).max(200) }))
    .output(z.object({ decisionId: z.number() })),
  /** Takes that back. */
  takeBack: procedure.input(z.object({ decisionId: z.number() })).output(z.object({})),
};
