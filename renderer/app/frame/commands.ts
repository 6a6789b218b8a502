import {
  Contrast,
  FolderPlus,
  FolderSearch,
  Keyboard,
  type LucideIcon,
  Monitor,
  Moon,
  PackagePlus,
  Plug,
  RefreshCw,
  Sun,
} from 'lucide-react';
import type { Settings } from '../../../shared/contract/settings.ts';
import { addFolder, rescan } from '../actions.ts';
import { screenKeys, screens } from '../screens.ts';
import { updateSettings } from '../session.ts';
import { text } from '../text.ts';

/** Something the palette can do. */
export interface Command {
  id: string;
  name: string;
  icon: LucideIcon;
  /** Its key outside the palette, as written for people. */
  keys?: string;
  run: () => void;
}

const themes: readonly { theme: Settings['theme']; icon: LucideIcon }[] = [
  { theme: 'system', icon: Monitor },
  { theme: 'light', icon: Sun },
  { theme: 'dark', icon: Moon },
];

/** All commands that do not need a selection. */
export function commandList({ navigate, onKeys }: { navigate: (path: string) => void; onKeys: () => void }): Command[] {
  return [
    ...screens.map((screen) => ({
      id: screen.path,
      name: text.goTo(screen.name),
      icon: screen.icon,
      keys: screenKeys(screen),
      run: () => navigate(screen.path),
    })),
    { id: 'add-folder', name: text.addFolder, icon: FolderPlus, run: () => void addFolder() },
    { id: 'add-model', name: text.addModel, icon: PackagePlus, run: () => navigate('/models/add') },
    {
      id: 'find-models',
      name: text.findModels,
      icon: FolderSearch,
      run: () => navigate('/models/add?from=machine'),
    },
    {
      id: 'connect-server',
      name: text.connectServer,
      icon: Plug,
      run: () => navigate('/models/add?from=server'),
    },
    { id: 'rescan', name: text.rescan, icon: RefreshCw, run: () => void rescan() },
    ...themes.map(({ theme, icon }) => ({
      id: `theme-${theme}`,
      name: text.theme[theme],
      icon,
      run: () => void updateSettings({ theme }),
    })),
    ...(['system', 'high'] as const).map((contrast) => ({
      id: `contrast-${contrast}`,
      name: text.contrast[contrast],
      icon: Contrast,
      run: () => void updateSettings({ contrast }),
    })),
    { id: 'keys', name: text.showKeys, icon: Keyboard, keys: '?', run: onKeys },
  ];
}

/** The commands whose name has every typed word, in any order and anywhere; those that begin with it first. */
export function matchingCommands(commands: readonly Command[], typed: string): Command[] {
  const wanted = typed.toLowerCase().trim();
  const words = wanted.split(/\s+/);
  const found = commands.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
  const begins = ({ name }: Command) => (name.toLowerCase().startsWith(wanted) ? 0 : 1);
  return found.toSorted((one, other) => begins(one) - begins(other));
}
