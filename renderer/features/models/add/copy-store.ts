import { create } from 'zustand';
import type { CopyEvent, Model } from '../../../../shared/contract/models.ts';
import { tellAdded } from '../../../app/actions.ts';
import { refreshModels } from '../../../app/session.ts';
import { host } from '../../../rpc.ts';

type Progress = Extract<CopyEvent, { type: 'progress' }>;

/** How far models being copied into the library are, by the paths of the originals; it goes on while other screens are looked at. */
export const useCopying = create<{ copying: Readonly<Record<string, Progress>> }>()(() => ({ copying: {} }));

const running = new Map<string, AbortController>();

/** Adds a copy of a model; it takes its role if nobody has it. Answers null when the person stopped it. */
export async function copyModel(path: string): Promise<Model | null> {
  const control = new AbortController();
  running.set(path, control);
  note(path, { type: 'progress', stage: 'copy', bytes: 0, total: 0, rate: 0 });
  try {
    for await (const event of await host.models.copy({ path }, { signal: control.signal })) {
      if (event.type === 'progress') note(path, event);
      else return await settle(event.model);
    }
    return null;
  } catch (error) {
    if (control.signal.aborted) return null;
    throw error;
  } finally {
    running.delete(path);
    note(path, null);
  }
}

/** Ends the copying of a model; nothing is left of the copy. */
export function stopCopying(path: string): void {
  running.get(path)?.abort();
}

async function settle(model: Model): Promise<Model> {
  await refreshModels();
  tellAdded(model);
  return model;
}

function note(path: string, progress: Progress | null): void {
  useCopying.setState(({ copying }) => {
    const { [path]: _, ...others } = copying;
    return { copying: progress ? { ...others, [path]: progress } : others };
  });
}
