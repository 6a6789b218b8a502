import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { procedure } from './base.ts';
import { capabilitySchema, modelLocations } from './models.ts';

/**
 * The endpoint for other programs on this machine: the owner's models by OpenAI's protocol, on 127.0.0.1 alone. It offers
 * models and nothing of the library.
 */
export const endpointStateSchema = z.object({
  enabled: z.boolean(),
  /** Whether it answers now. In the command line it is so only while a command changes it. */
  listening: z.boolean(),
  /** Kept once it was chosen, so that what other programs were told stays right; null before it was first switched on. */
  port: z.number().nullable(),
  /** What other programs take as base URL; empty while there is no port. */
  address: z.string(),
  /** Why it does not answer although it is switched on; empty when it does. */
  problem: z.string(),
  /** Whether models of cloud services are offered too, and not only those on this machine and inside the boundary. */
  cloud: z.boolean(),
  use: z.object({
    /** Requests that were given to a model, since the library began. */
    requests: z.number(),
    /** Requests that were turned away for want of the token, since Holdfast was started. */
    refused: z.number(),
    /** When a model was asked last; null for never. */
    last: z.number().nullable(),
    /** The model that was asked last; empty for none. */
    lastModel: z.string(),
  }),
});
export type EndpointState = z.infer<typeof endpointStateSchema>;

export const endpointChangeSchema = z
  .object({ enabled: z.boolean(), port: z.int().min(1).max(65_535), cloud: z.boolean() })
  .partial();
export type EndpointChange = z.infer<typeof endpointChangeSchema>;

export const endpointModelSchema = z.object({
  /** By which programs ask for it: its name, or `holdfast/…` for whichever model serves that role. */
  id: z.string(),
  /** Its name. */
  model: z.string(),
  capabilities: z.array(capabilitySchema),
  location: z.enum(modelLocations),
});
export type EndpointModel = z.infer<typeof endpointModelSchema>;

export const endpointContract = {
  state: procedure.output(endpointStateSchema),
  /** The state now and after each change and use. */
  watch: procedure.output(eventIterator(endpointStateSchema)),
  /**
   * Switches it on or off, or moves it. The first time a token is made: SECRETS_LOCKED when it cannot be kept. CONFLICT
   * when the port is taken; then everything stays as it was.
   */
  update: procedure.input(endpointChangeSchema).output(endpointStateSchema),
  /** What is offered now. */
  models: procedure.output(z.array(endpointModelSchema)),
  /**
   * The token, for the owner to give to other programs. Unlike the keys of providers it is there to be handed out, so
   * this is the one secret that a window can ask for; it is in no other answer. NOT_FOUND when there is none.
   */
  token: procedure.output(z.object({ token: z.string() })),
  /** Makes a new token; the one before opens nothing any more, and what was asked with it ends. */
  renewToken: procedure.output(z.object({ token: z.string() })),
};
