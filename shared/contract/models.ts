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
  /** Its file, or the first of its files. */
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
   * Adds a GGUF file: where it lies or, with `copy`, as a verified copy in the library. Of a model in several files any
   * part stands for all. The file is read and hashed and loaded once to prove that it works; it takes its role if nobody
   * has it. MODEL_REFUSED says what is wrong with the file, DISK_FULL how much room the copy needs.
   */
  add: procedure.input(z.object({ path: z.string().min(1), copy: z.boolean().default(false) })).output(modelSchema),
  use: procedure.input(z.object({ id: z.string() })).output(modelSchema),
  /** Leaves the role without a model. */
  release: procedure.input(z.object({ role: modelRoleSchema })),
  /** Forgets the model and its vectors. Its file is not touched, unless it is a copy in the library: that is deleted. */
  remove: procedure.input(z.object({ id: z.string() })),
};
