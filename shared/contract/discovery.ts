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

/** Programs that serve models, as far as they can be told apart by what they answer. */
export const serverPrograms = [
  'ollama',
  'lm-studio',
  'llama-server',
  'vllm',
  'localai',
  'jan',
  'koboldcpp',
  'text-generation-webui',
  'tgi',
  'open-webui',
  'unknown',
] as const;
export type ServerProgram = (typeof serverPrograms)[number];

export const foundServerSchema = z.object({
  type: z.literal('server'),
  program: z.enum(serverPrograms),
  /** What `providers.add` takes, for a provider of the kind `openai-compatible`. */
  baseUrl: z.string(),
  /** By the server's own names for them, in their order; empty where it wants a key first. */
  models: z.array(z.string()),
  needsKey: z.boolean(),
  /** The provider by which it is reached already. */
  provider: z.object({ id: z.string(), name: z.string() }).nullable(),
});
export type FoundServer = z.infer<typeof foundServerSchema>;

/** An entry of the allow-list that was not asked, and why, as a sentence. */
export const skippedHostSchema = z.object({ type: z.literal('skipped'), host: z.string(), reason: z.string() });
export type SkippedHost = z.infer<typeof skippedHostSchema>;

export const discoveryContract = {
  /**
   * Models that lie on this machine already, one after the other as they are read; nothing is loaded or changed. Looks
   * where other programs keep theirs or, with `folder`, in that folder alone. PATH_UNREADABLE when it is not there.
   */
  find: procedure
    .input(z.object({ folder: z.string().min(1).optional() }))
    .output(eventIterator(z.discriminatedUnion('type', [foundModelSchema, skippedPlaceSchema]))),
  /**
   * Servers of models that answer at the ports where such programs usually do, on this machine and at the hosts that the
   * allow-list names one by one, each as soon as it is known. Requests go out by the network policy and are audited.
   */
  servers: procedure.output(eventIterator(z.discriminatedUnion('type', [foundServerSchema, skippedHostSchema]))),
};
