import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Anchor, Box } from '../../../../shared/anchors.ts';
import { useFind } from '../find/find-store.ts';
import { boundsOf, type Size } from '../image/zoom.ts';
import { useViewerText } from '../text.ts';
import { useViewer } from '../viewer-store.ts';
import { PdfPage } from './PdfPage.tsx';
import styles from './PdfPages.module.css';
import {
  clampScale,
  offsetOf,
  PAGE_GAP,
  type PdfZoom,
  PIXELS_PER_POINT,
  type Place,
  pageTops,
  placeAt,
  scaleFor,
} from './page-layout.ts';
import { PageTexts } from './page-text.ts';

const noBoxes: readonly Box[] = [];
/** Where in the view an opened place comes to lie, as a share of its height. */
const READING_LINE = 0.25;
/** How exactly is told how far down a page the reader is, so that not every pixel is told. */
const STEP_DOWN = 0.01;
/** Zoom for one pixel of wheel movement with Ctrl. */
const WHEEL_ZOOM = 0.005;

interface PdfPagesProps {
  document: PDFDocumentProxy;
  assetId: string;
  sizes: readonly Size[];
  anchor: Anchor;
}

/** All pages of a PDF in one column, of which only those near the view exist. */
export function PdfPages({ document, assetId, sizes, anchor }: PdfPagesProps) {
  const t = useViewerText();
  const viewRef = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<Size>({ width: 0, height: 0 });
  const [zoom, setZoom] = useState<PdfZoom>('width');
  const [scrolled, setScrolled] = useState(0);
  const texts = useMemo(() => new PageTexts(document, assetId), [document, assetId]);

  const scale = view.width > 0 ? scaleFor(zoom, sizes, view) : PIXELS_PER_POINT;
  const tops = useMemo(() => pageTops(sizes, scale), [sizes, scale]);
  /** The place that stays where it is, `at` pixels below the view's top, when sizes change. */
  const held = useRef<{ place: Place; at: number }>({ place: { page: 0, fraction: 0 }, at: PAGE_GAP });

  useLayoutEffect(() => {
    const element = viewRef.current;
    if (!element) return;
    const measure = () => setView({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // Opens at the anchor, and again when the same document is opened at another one.
  const opened = useRef<Anchor | null>(null);
  useLayoutEffect(() => {
    if (view.height === 0 || opened.current === anchor) return;
    opened.current = anchor;
    held.current = openingPlace(anchor, view);
  }, [anchor, view]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new anchor moves what is held.
  useLayoutEffect(() => {
    const element = viewRef.current;
    if (!element || view.height === 0) return;
    const { place, at } = held.current;
    element.scrollTop = offsetOf(place, tops) - at;
    setScrolled(element.scrollTop);
  }, [tops, view.height, anchor]);

  const onScroll = () => {
    const element = viewRef.current;
    if (!element) return;
    held.current = { place: placeAt(element.scrollTop, tops), at: 0 };
    setScrolled(element.scrollTop);
  };

  const goTo = useCallback(
    (page: number, down?: number) => {
      const element = viewRef.current;
      if (!element) return;
      const { place, at } = placeInView(page, down, element.clientHeight);
      held.current = { place, at };
      element.scrollTop = offsetOf(place, tops) - at;
    },
    [tops],
  );

  const zoomBy = useCallback(
    (factor: number, at?: number) => {
      const element = viewRef.current;
      if (!element) return;
      const below = at ?? element.clientHeight / 2;
      held.current = { place: placeAt(element.scrollTop + below, tops), at: below };
      setZoom(clampScale(scale * factor) / PIXELS_PER_POINT);
    },
    [tops, scale],
  );
  useCtrlWheel(viewRef, zoomBy);

  // A pixel further, as views scroll by whole ones: a place that was gone to has been reached.
  const place = placeAt(scrolled + view.height * READING_LINE + 1, tops);
  const page = place.page + 1;
  // Rounded up, so that an entry of the outline that was gone to has begun.
  const down = Math.ceil(place.fraction / STEP_DOWN) * STEP_DOWN;
  usePublished({ page, down, pages: document.numPages, scale, fitted: zoom === 'width', goTo, zoomBy, setZoom });
  useFindSource(document.numPages, page, texts, goTo);

  const range = pagesNear(scrolled, view.height, tops);
  const width = Math.max(...sizes.slice(range.first, range.last + 1).map((size) => size.width * scale), 0);

  return (
    <div
      ref={viewRef}
      className={styles.view}
      onScroll={onScroll}
      tabIndex={0}
      role="region"
      aria-label={t.pages}
      data-testid="pdf-view"
    >
      <div className={styles.column} style={{ height: tops.at(-1) ?? 0, minWidth: width + 2 * PAGE_GAP }}>
        {sizes.slice(range.first, range.last + 1).map((size, index) => {
          const number = range.first + index + 1;
          return (
            <div key={number} className={styles.slot} style={{ top: tops[number - 1] }}>
              <PdfPage
                document={document}
                pageNumber={number}
                size={size}
                scale={scale}
                texts={texts}
                boxes={anchor.type === 'page' && anchor.page === number ? anchor.boxes : noBoxes}
                goTo={goTo}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function openingPlace(anchor: Anchor, view: Size): { place: Place; at: number } {
  if (anchor.type !== 'page') return placeInView(1, undefined, view.height);
  return placeInView(anchor.page, boundsOf(anchor.boxes)?.y, view.height);
}

/** A page, or a place on it, and where in a view of that height it comes to lie. */
function placeInView(page: number, down: number | undefined, height: number): { place: Place; at: number } {
  return { place: { page: page - 1, fraction: down ?? 0 }, at: down === undefined ? PAGE_GAP : height * READING_LINE };
}

/** The pages (from 0, both ends included) in view, and those half a view around. */
function pagesNear(scrolled: number, height: number, tops: readonly number[]): { first: number; last: number } {
  return { first: placeAt(scrolled - height / 2, tops).page, last: placeAt(scrolled + height * 1.5, tops).page };
}

function useCtrlWheel(
  viewRef: React.RefObject<HTMLElement | null>,
  zoomBy: (factor: number, at: number) => void,
): void {
  useEffect(() => {
    const element = viewRef.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoomBy(Math.exp(-event.deltaY * WHEEL_ZOOM), event.clientY - element.getBoundingClientRect().top);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [viewRef, zoomBy]);
}

interface Published {
  page: number;
  down: number;
  pages: number;
  scale: number;
  fitted: boolean;
  goTo: (page: number, down?: number) => void;
  zoomBy: (factor: number) => void;
  setZoom: (zoom: PdfZoom) => void;
}

/** Lends the header and the keys the page number and the zoom while the PDF is on show. */
function usePublished({ page, down, pages, scale, fitted, goTo, zoomBy, setZoom }: Published): void {
  const { setPages, setZoom: setZoomControl } = useViewer.getState();
  useEffect(() => setPages({ page, down, pages, goTo }), [page, down, pages, goTo, setPages]);
  useEffect(() => {
    setZoomControl({
      percent: Math.round((scale / PIXELS_PER_POINT) * 100),
      fitted,
      zoomBy: (factor) => zoomBy(factor),
      fit: () => setZoom('width'),
      lifeSize: () => setZoom(1),
    });
  }, [scale, fitted, zoomBy, setZoom, setZoomControl]);
  useEffect(
    () => () => {
      setPages(null);
      setZoomControl(null);
    },
    [setPages, setZoomControl],
  );
}

function useFindSource(pages: number, page: number, texts: PageTexts, goTo: (page: number) => void): void {
  const now = useRef({ page, goTo });
  useEffect(() => {
    now.current = { page, goTo };
  }, [page, goTo]);
  const setSource = useFind((state) => state.setSource);
  useEffect(() => {
    setSource({
      units: pages,
      startUnit: () => now.current.page - 1,
      textOf: async (unit) => (await texts.of(unit + 1)).text,
      reveal: (unit) => {
        if (Math.abs(now.current.page - 1 - unit) > 0) now.current.goTo(unit + 1);
      },
    });
    return () => setSource(null);
  }, [pages, texts, setSource]);
}
