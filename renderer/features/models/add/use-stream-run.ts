import { useCallback, useEffect, useRef, useState } from 'react';

/** A stream that ends by itself: what came of it so far. */
export interface StreamRun<T> {
  items: readonly T[];
  state: 'idle' | 'running' | 'done' | 'failed';
  error: unknown;
  /** Begins, or begins anew. */
  start: () => void;
}

/** Gathers what a stream of the host brings, once asked to. Leaving the screen ends it. */
export function useStreamRun<T>(open: (signal: AbortSignal) => Promise<AsyncIterable<T>>): StreamRun<T> {
  const latest = useRef(open);
  latest.current = open;
  const running = useRef(new AbortController());
  const [run, setRun] = useState<Omit<StreamRun<T>, 'start'>>({ items: [], state: 'idle', error: null });

  const start = useCallback(() => {
    running.current.abort();
    const control = new AbortController();
    running.current = control;
    const { signal } = control;
    setRun({ items: [], state: 'running', error: null });
    const gather = async () => {
      for await (const item of await latest.current(signal)) {
        if (signal.aborted) return;
        setRun(({ items, ...rest }) => ({ ...rest, items: [...items, item] }));
      }
      if (!signal.aborted) setRun(({ items }) => ({ items, state: 'done', error: null }));
    };
    gather().catch((error: unknown) => {
      if (!signal.aborted) setRun(({ items }) => ({ items, state: 'failed', error }));
    });
  }, []);
  useEffect(() => () => running.current.abort(), []);

  return { ...run, start };
}
