import type { ModelBackend } from '../models/model-backend.ts';
import { ApiError } from './api-error.ts';
import type { FoundModel, OfferedModels } from './offered-models.ts';

/** What the routes work with. */
export interface RouteContext {
  readonly list: OfferedModels['list'];
  readonly find: OfferedModels['find'];
  /** Runs a model for a request, and counts that. */
  readonly use: <T>(model: FoundModel, work: (backend: ModelBackend) => Promise<T>) => Promise<T>;
  /** Lengths in the model's tokens, one a text, and its context. */
  readonly countTokens: (model: FoundModel, texts: string[]) => ReturnType<ModelBackend['countTokens']>;
  /** Where recordings lie while they are transcribed. */
  readonly recordingsFolder: string;
}

/**
 * Refuses what a model on this machine would cut. Of models elsewhere the lengths are estimates; their servers refuse by
 * themselves.
 * @param room the most that it takes, in tokens
 * @throws ApiError 400
 */
export function demandRoom({ model }: FoundModel, what: string, tokens: number, room: number): void {
  if (model.location !== 'process' || tokens <= room) return;
  const message = `${what} is ${tokens} tokens long, and ${model.name} takes ${room}. Send less, or in parts.`;
  throw new ApiError(400, 'context_length_exceeded', message);
}
