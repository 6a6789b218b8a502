import { create } from 'zustand';

const KEY = 'viewer.faces';

/** Whether faces are marked on pictures; kept from one start to the next. */
export const useFacesShown = create<{ shown: boolean }>()(() => ({ shown: localStorage.getItem(KEY) !== 'hidden' }));

export function showFaces(shown: boolean): void {
  localStorage.setItem(KEY, shown ? 'shown' : 'hidden');
  useFacesShown.setState({ shown });
}
