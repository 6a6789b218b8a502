import { setTimeout as pause } from 'node:timers/promises';

/** Tells any number of listeners that something changed, at most once an interval each. */
export class ChangeSignal {
  readonly #intervalMs: number;
  readonly #listeners = new Set<() => void>();

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
  }

  notify(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Yields at once and then after changes, until the signal is aborted. Changes in between are joined, never lost. */
  async *watch(signal: AbortSignal | undefined): AsyncGenerator<void> {
    let changed = true;
    let wake: (() => void) | undefined;
    const listener = () => {
      changed = true;
      wake?.();
    };
    this.#listeners.add(listener);
    signal?.addEventListener('abort', listener);
    try {
      while (!signal?.aborted) {
        if (!changed)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        if (signal?.aborted) return;
        changed = false;
        yield;
        await pause(this.#intervalMs, undefined, signal ? { signal } : {}).catch(() => undefined);
      }
    } finally {
      this.#listeners.delete(listener);
      signal?.removeEventListener('abort', listener);
    }
  }
}
