import { useEffect, useRef, useState } from 'react';
import type { TrialEvent } from '../../../../shared/contract/models.ts';
import { refreshModels } from '../../../app/session.ts';
import { host } from '../../../rpc.ts';

type Outcome = Exclude<TrialEvent, { type: 'text' }>;

/** A model's trial, as far as it has come. */
export interface Trial {
  state: 'running' | 'stopped' | 'done' | 'failed';
  /** What it has said. */
  text: string;
  outcome: Outcome | null;
  error: unknown;
}

const begun: Trial = { state: 'running', text: '', outcome: null, error: null };

/** Lets a model show what it can do. Leaving the screen stops it. */
export function useTrial(id: string) {
  const [trial, setTrial] = useState<Trial | null>(null);
  const running = useRef(new AbortController());
  useEffect(() => () => running.current.abort(), []);

  const run = async (given: { prompt: string; path: string }) => {
    running.current.abort();
    const control = new AbortController();
    running.current = control;
    const { signal } = control;
    const follow = (change: (trial: Trial) => Trial) => {
      if (running.current === control) setTrial((current) => change(current ?? begun));
    };
    setTrial(begun);
    try {
      for await (const event of await host.models.test({ id, ...given }, { signal }))
        follow((current) =>
          event.type === 'text' ? { ...current, text: current.text + event.text } : { ...current, outcome: event },
        );
      follow((current) => ({ ...current, state: 'done' }));
    } catch (error) {
      follow((current) => (signal.aborted ? { ...current, state: 'stopped' } : { ...current, state: 'failed', error }));
    }
    await refreshModels().catch(() => undefined);
  };

  return { trial, run, stop: () => running.current.abort() };
}
