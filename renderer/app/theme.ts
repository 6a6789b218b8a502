import { useEffect } from 'react';
import type { Settings } from '../../shared/contract/settings.ts';
import { useSession } from './session.ts';

const KEY = 'theme';

function apply(theme: Settings['theme']): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** Puts on the theme of last time, before the settings are known, so that the window does not flash. */
export function applyRememberedTheme(): void {
  const remembered = localStorage.getItem(KEY);
  if (remembered === 'light' || remembered === 'dark') apply(remembered);
}

/** Keeps the window in the theme that the settings say. */
export function useTheme(): void {
  const theme = useSession((session) => session.settings?.theme);
  useEffect(() => {
    if (!theme) return;
    localStorage.setItem(KEY, theme);
    apply(theme);
  }, [theme]);
}
