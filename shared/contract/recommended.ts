import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { procedure } from './base.ts';
import { modelRoleSchema, modelSchema } from './models.ts';

/** Sizes of memory that models are recommended for: gigabytes of a machine that does other work besides. */
export const memoryClasses = [4, 8, 16, 32] as const;

/** A model in one file, as a manifest describes it. */
export const manifestModelSchema = z.strictObject({
  /** What `get` takes. */
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,79}$/),
  name: z.string().trim().min(1).max(120),
  roles: z.array(modelRoleSchema).min(1),
  /** As its makers count them. */
  parameters: z.number().int().positive(),
  quantisation: z.string(),
  /** Its name where it is kept; nothing that leads out of a folder. */
  file: z.string().regex(/^[\p{L}\p{N}_][\p{L}\p{N}._ +-]{0,199}$/u),
  url: z.url({ protocol: /^https?$/ }),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Bytes; absent where it is not known before the file is fetched. */
  size: z.number().int().positive().optional(),
  /** SPDX identifier, and where its text is. */
  licence: z.strictObject({ spdx: z.string().min(1), url: z.url({ protocol: /^https?$/ }) }),
  /** The page of its makers. */
  source: z.url({ protocol: /^https?$/ }),
  memory: z.literal(memoryClasses),
  /** BCP 47; `mul` stands for many. Empty where it is not known. */
  languages: z.array(z.string()),
  /** What it is good for, in a sentence or two. */
  note: z.string(),
});
export type ManifestModel = z.infer<typeof manifestModelSchema>;

/** `resources/models.json`, and the manifests of administrators. */
export const modelManifestSchema = z.strictObject({
  /** Where the entries are from. */
  about: z.string().default(''),
  models: z
    .array(manifestModelSchema)
    .refine((models) => new Set(models.map(({ id }) => id)).size === models.length, 'Two models have the same id.'),
});

export const recommendedModelSchema = manifestModelSchema.extend({
  /** Whether this machine has the memory for it. */
  fits: z.boolean(),
  /** Whether it is the first choice on this machine for one of its roles. */
  suggested: z.boolean(),
  /** Whether this version has an engine for it. */
  usable: z.boolean(),
  /** Id of the library's model with these very bytes. */
  added: z.string().nullable(),
  /** Bytes that an unfinished download has left; `get` goes on from there. */
  partial: z.number(),
  /** Why it cannot be fetched now under the network policy; empty when it can. A folder that was carried in always can. */
  obstacle: z.string(),
});
export type RecommendedModel = z.infer<typeof recommendedModelSchema>;

export const getEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('progress'),
    /** `check`: what is there already is hashed; `prove`: it is read back and loaded once. */
    stage: z.enum(['check', 'fetch', 'prove']),
    bytes: z.number(),
    /** Bytes; null while it is not known. */
    total: z.number().nullable(),
    /** Bytes in a second, lately; 0 while it is not known. */
    rate: z.number(),
  }),
  /** It is in the library. */
  z.object({ type: z.literal('done'), model: modelSchema }),
  /** `cancel` ended it, and nothing is left of it. */
  z.object({ type: z.literal('cancelled') }),
]);
export type GetEvent = z.infer<typeof getEventSchema>;

/** A folder that was carried in. Where it holds a `models.json`, its models are offered besides. */
const from = z.string().min(1).optional();

export const recommendedContract = {
  /** Recommended models, in the manifest's order. INVALID_INPUT when a manifest is wrong, naming what in it. */
  list: procedure.input(z.object({ from }).default({})).output(z.array(recommendedModelSchema)),
  /**
   * Brings a model into the library, from its address or from a folder that was carried in. A download that breaks off
   * is taken up again, here or by the next call, also after a restart; when the caller goes away it stops, to be taken
   * up later. MODEL_REFUSED with both hashes when the bytes are not those of the manifest, and nothing of them is kept;
   * EGRESS_REFUSED, PROVIDER_FAILED, DISK_FULL, PATH_UNREADABLE, NOT_FOUND; CONFLICT when it is being fetched already.
   */
  get: procedure.input(z.object({ id: z.string(), from })).output(eventIterator(getEventSchema)),
  /** Ends the fetching of a model, if it is being fetched, and deletes what has come of it. */
  cancel: procedure.input(z.object({ id: z.string(), from })),
};
