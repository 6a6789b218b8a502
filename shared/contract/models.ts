import { z } from 'zod';
import { procedure } from './base.ts';

export const modelRoles = ['chat', 'embedding'] as const;
export const modelRoleSchema = z.enum(modelRoles);
export type ModelRole = z.infer<typeof modelRoleSchema>;

export const modelSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** What it can serve, read from the file. */
  role: modelRoleSchema,
  path: z.string(),
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
  /** Whether it serves its role now. */
  inUse: z.boolean(),
  state: z.enum(['unloaded', 'loading', 'loaded', 'failed', 'missing']),
  /** Why it failed or is missing; empty otherwise. */
  reason: z.string(),
});
export type Model = z.infer<typeof modelSchema>;

export const modelsContract = {
  list: procedure.output(z.array(modelSchema)),
  /**
   * Adds a GGUF file by reference. Its metadata and hash are read, it is loaded once to prove that it works,
   * and it takes its role if nobody has it. MODEL_REFUSED says what is wrong with the file.
   */
  add: procedure.input(z.object({ path: z.string().min(1) })).output(modelSchema),
  use: procedure.input(z.object({ id: z.string() })).output(modelSchema),
  /** Leaves the role without a model. */
  release: procedure.input(z.object({ role: modelRoleSchema })),
  /** Forgets the model and its vectors. The file is not touched. */
  remove: procedure.input(z.object({ id: z.string() })),
};
