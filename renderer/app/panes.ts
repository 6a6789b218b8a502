import { create } from 'zustand';

/** Panes beside the content that can be shown and hidden. */
export type PaneName = 'filters' | 'inspector';

interface Panes {
  /** Whether the window is too narrow for panes beside the content. */
  narrow: boolean;
  /** Which panes are shown where there is room; kept from one start to the next. */
  open: Readonly<Record<PaneName, boolean>>;
  /** In a narrow window: the one pane that lies over the content. */
  sheet: PaneName | null;
}

const KEY = 'panes';
const narrowWindow = matchMedia('(max-width: 1023px)');

function remembered(): Panes['open'] {
  const usual = { filters: true, inspector: false };
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Record<PaneName, unknown>>;
    return {
      filters: typeof stored.filters === 'boolean' ? stored.filters : usual.filters,
      inspector: typeof stored.inspector === 'boolean' ? stored.inspector : usual.inspector,
    };
  } catch {
    return usual;
  }
}

export const usePanes = create<Panes>()(() => ({ narrow: narrowWindow.matches, open: remembered(), sheet: null }));

narrowWindow.addEventListener('change', ({ matches }) => usePanes.setState({ narrow: matches, sheet: null }));

/** Whether a pane is on screen. */
export function usePane(name: PaneName): boolean {
  return usePanes(({ narrow, open, sheet }) => (narrow ? sheet === name : open[name]));
}

export function togglePane(name: PaneName): void {
  const { narrow, open, sheet } = usePanes.getState();
  if (narrow) {
    usePanes.setState({ sheet: sheet === name ? null : name });
    return;
  }
  const next = { ...open, [name]: !open[name] };
  localStorage.setItem(KEY, JSON.stringify(next));
  usePanes.setState({ open: next });
}

/** Puts away the pane that lies over the content; answers whether there was one. */
export function closeSheet(): boolean {
  const { sheet } = usePanes.getState();
  usePanes.setState({ sheet: null });
  return sheet !== null;
}
