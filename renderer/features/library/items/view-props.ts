import type { RefObject } from 'react';

/** What grid and list have in common. */
export interface AssetViewProps {
  /** Where the view is scrolled to, in pixels; kept while another screen is looked at. */
  scrolled: RefObject<number>;
  onOpen: (index: number) => void;
  onQuickLook: () => void;
  onTag: () => void;
  onCopy: () => void;
}
