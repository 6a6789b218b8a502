import { z } from 'zod';
import { procedure } from './base.ts';
import { capabilitySchema, modelSchema } from './models.ts';

export const providerKinds = ['openai-compatible', 'openai', 'anthropic', 'google', 'azure', 'mistral'] as const;
export const providerKindSchema = z.enum(providerKinds);
export type ProviderKind = z.infer<typeof providerKindSchema>;

export const providerSchema = z.object({
  id: z.string(),
  kind: providerKindSchema,
  name: z.string(),
  baseUrl: z.string(),
  /** Whether it asks for no key: then it serves while the keys are locked. */
  keyless: z.boolean(),
  /** Names of the further headers; their values stay in the host. */
  headers: z.array(z.string()),
  /** Why it cannot be reached now under the network policy; empty when it can. */
  obstacle: z.string(),
  added: z.number(),
});
export type Provider = z.infer<typeof providerSchema>;

export const newProviderSchema = z.object({
  kind: providerKindSchema,
  name: z.string().trim().min(1).max(80),
  /** Needed for `openai-compatible` and `azure`; the others have a usual one. */
  baseUrl: z.url({ protocol: /^https?$/ }).optional(),
  key: z.string().trim().min(1).optional(),
  /** Sent with each request; kept like keys. */
  headers: z.record(z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/), z.string()).default({}),
  /** PEM files for servers inside the boundary: the authority that signed theirs, and the client's own. */
  caPath: z.string().default(''),
  certificatePath: z.string().default(''),
  certificateKeyPath: z.string().default(''),
});
export type NewProvider = z.infer<typeof newProviderSchema>;

export const offeredModelSchema = z.object({
  /** As the provider calls it. */
  name: z.string(),
  /** Tokens; 0 where the provider does not say. */
  contextSize: z.number(),
  added: z.boolean(),
});

export const secretsStateSchema = z.object({
  place: z.enum(['keychain', 'encrypted file']),
  locked: z.boolean(),
});

export const providersContract = {
  list: procedure.output(z.array(providerSchema)),
  /**
   * Adds a server and stores its key. EGRESS_REFUSED when the network policy forbids it; PROVIDER_FAILED when it does
   * not answer as a provider of its kind does.
   */
  add: procedure.input(newProviderSchema).output(providerSchema),
  /** Forgets the server, its key and its models. */
  remove: procedure.input(z.object({ id: z.string() })),
  /** What the server offers. */
  models: procedure.input(z.object({ id: z.string() })).output(z.array(offeredModelSchema)),
  /** Tries out what a model can do – a word, a tool, a form, a picture, a vector – and adds it for that. */
  addModel: procedure
    .input(z.object({ id: z.string(), model: z.string().min(1), contextSize: z.number().int().positive().optional() }))
    .output(modelSchema),
  /** Tries out a model of the provider without adding it. */
  test: procedure
    .input(z.object({ id: z.string(), model: z.string().min(1) }))
    .output(z.object({ capabilities: z.array(capabilitySchema), dimensions: z.number(), milliseconds: z.number() })),
};

export const secretsContract = {
  state: procedure.output(secretsStateSchema),
  /** Opens the file of keys; the first passphrase ever given becomes the passphrase. SECRETS_LOCKED when it is wrong. */
  unlock: procedure.input(z.object({ passphrase: z.string().min(8) })).output(secretsStateSchema),
};
