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
  /** How far down that page, from 0 to 1. */
  down?: number;
  pages: number;
  goTo: (page: number, down?: number) => void;
}

interface ViewerState {
  zoom: ZoomControl | null;
  pages: PageControl | null;
  setZoom: (zoom: ZoomControl | null) => void;
  setPages: (pages: PageControl | null) => void;
}

/** What the viewer's header shows of the content below it. */
export const useViewer = create<ViewerState>()((set) => ({
  zoom: null,
  pages: null,
  setZoom: (zoom) => set({ zoom }),
  setPages: (pages) => set({ pages }),
}));

/** One step of the zoom keys and buttons. */
export const ZOOM_STEP = 1.25;
