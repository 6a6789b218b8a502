import { create } from 'zustand';

/** What the view on show lets the header and the keys do with its zoom. */
export interface ZoomControl {
  /** 100 is life size. */
  percent: number;
  fitted: boolean;
  zoomBy: (factor: number) => void;
  fit: () => void;
  lifeSize: () => void;
}

/** Which page of how many is being read, and the way to another. */
export interface PageControl {
  page: number;
  pages: number;
  goTo: (page: number) => void;
}

interface ViewerState {
  zoom: ZoomControl | null;
  pages: PageControl | null;
  inspector: boolean;
  setZoom: (zoom: ZoomControl | null) => void;
  setPages: (pages: PageControl | null) => void;
  toggleInspector: () => void;
}

const INSPECTOR_KEY = 'viewer.inspector';

/** What the viewer's header shows of the content below it. */
export const useViewer = create<ViewerState>()((set, get) => ({
  zoom: null,
  pages: null,
  inspector: localStorage.getItem(INSPECTOR_KEY) === 'open',
  setZoom: (zoom) => set({ zoom }),
  setPages: (pages) => set({ pages }),
  toggleInspector: () => {
    const inspector = !get().inspector;
    localStorage.setItem(INSPECTOR_KEY, inspector ? 'open' : 'closed');
    set({ inspector });
  },
}));

/** One step of the zoom keys and buttons. */
export const ZOOM_STEP = 1.25;
