/**
 * What a piece of work tells, as it comes, and its failure. The work is stopped when `signal` is aborted or nobody listens
 * any more, and has ended when the iteration has.
 */
export async function* eventsOf<T>(
  work: (tell: (event: T) => void, signal: AbortSignal) => Promise<unknown>,
  signal?: AbortSignal,
): AsyncGenerator<T> {
  const events = new AsyncQueue<T>();
  const stop = new AbortController();
  const ended = work((event) => events.push(event), AbortSignal.any([stop.signal, ...(signal ? [signal] : [])])).then(
    () => events.end(),
    (error: unknown) => events.fail(error),
  );
  try {
    yield* events;
  } finally {
    stop.abort();
    await ended;
  }
}

/** Turns pushed values into an async iteration that ends, or fails, when it is told to. */
export class AsyncQueue<T> implements AsyncIterable<T> {
  readonly #values: T[] = [];
  #ended = false;
  #error: unknown;
  #wake: (() => void) | undefined;

  push(value: T): void {
    this.#values.push(value);
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  fail(error: unknown): void {
    this.#error ??= error;
    this.end();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      const value = this.#values.shift();
      if (value !== undefined) yield value;
      else if (this.#ended) break;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
    if (this.#error !== undefined) throw this.#error;
  }
}
