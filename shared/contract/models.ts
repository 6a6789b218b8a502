import { z } from 'zod';
import { procedure } from './base.ts';

export const modelRoles = ['chat', 'embedding'] as const;
export const modelRoleSchema = z.enum(modelRoles);
export type ModelRole = z.infer<typeof modelRoleSchema>;

export const capabilities = ['chat', 'tools', 'json-schema', 'vision', 'embedding'] as const;
export const capabilitySchema = z.enum(capabilities);
export type Capability = z.infer<typeof capabilitySchema>;

/** Where a model runs: in a process of this app, on a server inside the boundary, or with a cloud service. */
export const modelLocations = ['process', 'boundary', 'cloud'] as const;
export type ModelLocation = (typeof modelLocations)[number];

export const modelSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** The role it is for. */
  role: modelRoleSchema,
  capabilities: z.array(capabilitySchema),
  location: z.enum(modelLocations),
  /** Who serves it and at which host; null for a model of this machine's own. */
  provider: z.object({ id: z.string(), name: z.string(), host: z.string() }).nullable(),
  /** Its file, or the first of its files; empty for a provider's model. */
  path: z.string(),
  /** Whether the file is a copy in the library, which is deleted with the model. */
  copied: z.boolean(),
  /** Of its file, or of all its files one after the other. */
  sha256: z.string(),
  /** Bytes. */
  size: z.number(),
  architecture: z.string(),
  quantisation: z.string(),
  parameters: z.number(),
  contextSize: z.number(),
  /** Length of an embedding vector; 0 for a chat model. */
  dimensions: z.number(),
  licence: z.string(),
  added: z.number(),
  /** Whether it is among those that serve its role. */
  inUse: z.boolean(),
  /** `barred`: the network policy does not let it be reached. */
  state: z.enum(['unloaded', 'loading', 'loaded', 'failed', 'missing', 'barred']),
  /** Why it failed, is missing or is barred; empty otherwise. */
  reason: z.string(),
});
export type Model = z.infer<typeof modelSchema>;

/** Who serves a role: the first of `order` that can. */
export const roleServiceSchema = z.object({
  role: modelRoleSchema,
  /** Ids, the first choice first. */
  order: z.array(z.string()),
  /** Who would serve it now. */
  serving: z.string().nullable(),
  /** Why not the first choice, or why nobody; empty when the first choice serves. */
  reason: z.string(),
});
export type RoleService = z.infer<typeof roleServiceSchema>;

export const modelsContract = {
  list: procedure.output(z.array(modelSchema)),
  /**
   * Adds a GGUF file: where it lies or, with `copy`, as a verified copy in the library. Of a model in several files any
   * part stands for all. The file is read and hashed and loaded once to prove that it works; it takes its role if nobody
   * has it. MODEL_REFUSED says what is wrong with the file, DISK_FULL how much room the copy needs.
   */
  add: procedure.input(z.object({ path: z.string().min(1), copy: z.boolean().default(false) })).output(modelSchema),
  roles: procedure.output(z.array(roleServiceSchema)),
  /** Lets a model serve its role: instead of the others, or after them, for when they cannot. */
  use: procedure.input(z.object({ id: z.string(), asFallback: z.boolean().default(false) })).output(modelSchema),
  /** Leaves the role without a model. */
  release: procedure.input(z.object({ role: modelRoleSchema })),
  /** Forgets the model and its vectors. Its file is not touched, unless it is a copy in the library: that is deleted. */
  remove: procedure.input(z.object({ id: z.string() })),
};
