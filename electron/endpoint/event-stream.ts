import { AsyncQueue } from '../async-queue.ts';
import { errorBody, toApiError } from './api-error.ts';
import type { Reply } from './http.ts';

/** A comment so often keeps the connection open while a model is loaded or reads a long prompt. */
const signOfLifeMs = 10_000;

/** One event, as a line of the stream. */
const eventOf = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;

/**
 * An answer in server-sent events. What fails before the first event, or sign of life, rejects, so that its status can be
 * told; what fails later is told in the stream, which then ends without `[DONE]`.
 * @param work sends its events, and resolves when all are sent
 */
export async function eventStream(work: (send: (value: unknown) => void) => Promise<void>): Promise<Reply> {
  const lines = new AsyncQueue<string>();
  const signs = setInterval(() => lines.push(': at work\n\n'), signOfLifeMs);
  work((value) => lines.push(eventOf(value))).then(
    () => {
      lines.push('data: [DONE]\n\n');
      lines.end();
    },
    (thrown: unknown) => lines.fail(thrown),
  );
  const iterator = lines[Symbol.asyncIterator]();
  const ended = () => clearInterval(signs);
  const first = await iterator.next().catch((thrown: unknown) => {
    ended();
    throw thrown;
  });
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream; charset=utf-8' },
    body: resumed(first, iterator, ended),
  };
}

async function* resumed(
  first: IteratorResult<string>,
  rest: AsyncGenerator<string>,
  ended: () => void,
): AsyncGenerator<string> {
  try {
    if (!first.done) yield first.value;
    yield* rest;
  } catch (thrown) {
    yield eventOf(errorBody(toApiError(thrown)));
  } finally {
    ended();
  }
}
