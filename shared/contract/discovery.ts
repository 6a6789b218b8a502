import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { procedure } from './base.ts';
import { modelRoleSchema } from './models.ts';

/** Programs that keep models on this machine, and a folder that the owner names. */
export const modelSources = ['lm-studio', 'ollama', 'jan', 'gpt4all', 'hugging-face', 'llama.cpp', 'folder'] as const;
export const modelSourceSchema = z.enum(modelSources);
export type ModelSource = z.infer<typeof modelSourceSchema>;

export const foundModelSchema = z.object({
  type: z.literal('model'),
  /** What `models.add` takes: the file, or the first of several. */
  path: z.string(),
  name: z.string(),
  /** Every program that has this very file, at least one. */
  sources: z.array(modelSourceSchema),
  /** Bytes, of all parts that are there. */
  size: z.number(),
  /** What it is chiefly for; null where the file does not tell, and `problem` says why. */
  role: modelRoleSchema.nullable(),
  /** Empty, like the next ones 0, where the file does not tell. */
  architecture: z.string(),
  quantisation: z.string(),
  parameters: z.number(),
  /** Tokens that it was trained for. */
  contextSize: z.number(),
  licence: z.string(),
  /** How many files it should have. */
  parts: z.number(),
  /** Why it cannot be used, as a sentence; empty when nothing speaks against it so far. */
  problem: z.string(),
  /** Whether the library has it, as this file or as another one with the same bytes. */
  added: z.boolean(),
});
export type FoundModel = z.infer<typeof foundModelSchema>;

/** A folder or a manifest that could not be looked at, and why, as a sentence. */
export const skippedPlaceSchema = z.object({ type: z.literal('skipped'), path: z.string(), reason: z.string() });
export type SkippedPlace = z.infer<typeof skippedPlaceSchema>;

export const discoveryContract = {
  /**
   * Models that lie on this machine already, one after the other as they are read; nothing is loaded or changed. Looks
   * where other programs keep theirs or, with `folder`, in that folder alone. PATH_UNREADABLE when it is not there.
   */
  find: procedure
    .input(z.object({ folder: z.string().min(1).optional() }))
    .output(eventIterator(z.discriminatedUnion('type', [foundModelSchema, skippedPlaceSchema]))),
};
