import { useEffect } from 'react';
import { type Settings, settingsSchema } from '../../shared/contract/settings.ts';
import { useSession } from './session.ts';

const KEY = 'theme';
const looksSchema = settingsSchema.pick({ theme: true, contrast: true });
type Looks = Pick<Settings, 'theme' | 'contrast'>;

const highContrastWanted = matchMedia('(prefers-contrast: more)');

function apply({ theme, contrast }: Looks): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset.theme;
  else dataset.theme = theme;
  if (contrast === 'high' || highContrastWanted.matches) dataset.contrast = 'high';
  else delete dataset.contrast;
}

/** The looks of last time; those of the system where none were kept. */
function remembered(): Looks {
  try {
    return looksSchema.parse(JSON.parse(localStorage.getItem(KEY) ?? '{}'));
  } catch {
    return looksSchema.parse({});
  }
}

/** Puts on the looks of last time, before the settings are known, so that the window does not flash. */
export function applyRememberedTheme(): void {
  apply(remembered());
}

/** Keeps the window in the theme and the contrast that the settings say. */
export function useTheme(): void {
  const theme = useSession((session) => session.settings?.theme);
  const contrast = useSession((session) => session.settings?.contrast);
  useEffect(() => {
    if (!theme || !contrast) return;
    const looks = { theme, contrast };
    const applyLooks = () => apply(looks);
    localStorage.setItem(KEY, JSON.stringify(looks));
    applyLooks();
    highContrastWanted.addEventListener('change', applyLooks);
    return () => highContrastWanted.removeEventListener('change', applyLooks);
  }, [theme, contrast]);
}
