import { ORPCError, os } from '@orpc/server';
import { HoldfastError } from '../../shared/errors.ts';

/** Maps a service's error to the typed error of the contract; anything else stays the host's own fault. */
export const typedErrors = os.middleware(async ({ next }) => {
  try {
    return await next();
  } catch (error) {
    throw toTypedError(error);
  }
});

/** A HoldfastError as the contract's error of the same code; other errors as they are. */
export function toTypedError(error: unknown): unknown {
  if (!(error instanceof HoldfastError)) return error;
  return new ORPCError(error.code, { defined: true, message: error.message, data: { hint: error.hint }, cause: error });
}

/** Passes a stream on, with errors mapped alike: a stream fails after the middleware has answered. */
export async function* typedStream<T>(stream: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* stream;
  } catch (error) {
    throw toTypedError(error);
  }
}
