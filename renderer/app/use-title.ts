import { useEffect } from 'react';

/** Names the window after what it shows, for the task bar, the tabs and the history of a browser. */
export function useTitle(name: string): void {
  useEffect(() => {
    document.title = name === '' ? 'Holdfast' : `${name} – Holdfast`;
  }, [name]);
}
