import { create } from 'zustand';
import { refreshModels } from '../../app/session.ts';
import { tellError } from '../../components/toasts.ts';

/** Grows with every change, so that what depends on it is asked for again. */
export const useModelChanges = create<{ count: number }>()(() => ({ count: 0 }));

/** Changes something about models, says what went wrong, and shows how it came out. Answers whether it was done. */
export async function changeModels(action: () => Promise<unknown>): Promise<boolean> {
  let done = true;
  try {
    await action();
  } catch (error) {
    done = false;
    tellError(error);
  }
  await refreshModels().catch(tellError);
  useModelChanges.setState(({ count }) => ({ count: count + 1 }));
  return done;
}
