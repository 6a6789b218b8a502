import { create } from 'zustand';
import type { GetEvent, RecommendedModel } from '../../../../shared/contract/recommended.ts';
import { tellAdded } from '../../../app/actions.ts';
import { refreshModels } from '../../../app/session.ts';
import { host } from '../../../rpc.ts';

/** How far the fetching of a recommended model is. */
export interface Getting {
  progress: Extract<GetEvent, { type: 'progress' }> | null;
  /** Why it ended before its end; null while it goes on. */
  error: unknown;
}

interface GetState {
  /** By the ids of the manifest. */
  getting: Readonly<Record<string, Getting>>;
  /** Grows whenever a fetching has ended, in whatever way. */
  ended: number;
}

/** Recommended models being fetched; it goes on while other screens are looked at. */
export const useGetting = create<GetState>()(() => ({ getting: {}, ended: 0 }));

const running = new Map<string, AbortController>();

/** Brings a recommended model into the library, from its address or from a folder that was carried in. */
export async function getModel({ id }: RecommendedModel, from: string | null): Promise<void> {
  if (running.has(id)) return;
  const control = new AbortController();
  running.set(id, control);
  note(id, { progress: null, error: null });
  try {
    const given = from === null ? { id } : { id, from };
    for await (const event of await host.recommended.get(given, { signal: control.signal })) {
      if (event.type === 'progress') note(id, { progress: event, error: null });
      if (event.type === 'done') {
        await refreshModels();
        tellAdded(event.model);
      }
    }
    note(id, null);
  } catch (error) {
    note(id, control.signal.aborted ? null : { progress: null, error });
  }
  running.delete(id);
  useGetting.setState(({ ended }) => ({ ended: ended + 1 }));
}

/** Stops the fetching for now; what has come stays, to be gone on from. */
export function pauseGetting({ id }: RecommendedModel): void {
  running.get(id)?.abort();
}

function note(id: string, getting: Getting | null): void {
  useGetting.setState(({ getting: before }) => {
    const { [id]: _, ...others } = before;
    return { getting: getting ? { ...others, [id]: getting } : others };
  });
}
