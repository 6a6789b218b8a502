import type { PDFDocumentProxy } from 'pdfjs-dist';
import { memo, useEffect, useRef, useState } from 'react';
import type { Box } from '../../../../shared/anchors.ts';
import type { OcrWord } from '../../../../shared/contract/library.ts';
import { AnchorBoxes } from '../AnchorBoxes.tsx';
import { useMarkedText } from '../find/use-marked-text.ts';
import { OcrTextLayer } from '../image/OcrTextLayer.tsx';
import type { Size } from '../image/zoom.ts';
import { useViewerText } from '../text.ts';
import { loadPdfjs } from './open-pdf.ts';
import { PdfLinks } from './PdfLinks.tsx';
import styles from './PdfPage.module.css';
import type { PageTexts } from './page-text.ts';

/** Pixels of one page's canvas at most: a page zoomed far in gets softer instead of taking all memory. */
const MOST_PIXELS = 2 ** 24;
/** Zooming redraws once it rests this long, ms; until then the old drawing is stretched. */
const REDRAW_DELAY = 120;

interface PdfPageProps {
  document: PDFDocumentProxy;
  /** Counts from 1. */
  pageNumber: number;
  /** In points. */
  size: Size;
  /** CSS pixels a point. */
  scale: number;
  texts: PageTexts;
  /** Places to outline; none on most pages. */
  boxes: readonly Box[];
  goTo: (page: number, down?: number) => void;
}

/** One page: its drawing, over it the text to select and find, links, and the outlined places. */
export const PdfPage = memo(function PdfPage({ document, pageNumber, size, scale, texts, boxes, goTo }: PdfPageProps) {
  const t = useViewerText();
  const drawing = useRef<HTMLDivElement>(null);
  const [fault, setFault] = useState<string | null>(null);
  const words = usePageText(document, pageNumber, texts);

  useEffect(() => {
    const place = drawing.current;
    if (!place) return;
    const drawn = new AbortController();
    const timer = setTimeout(
      () => {
        drawPage(document, pageNumber, scale, drawn.signal).then(
          (canvas) => {
            if (!drawn.signal.aborted) place.replaceChildren(canvas);
          },
          (error: unknown) => {
            if (!drawn.signal.aborted) setFault(error instanceof Error ? error.message : String(error));
          },
        );
      },
      place.childElementCount > 0 ? REDRAW_DELAY : 0,
    );
    return () => {
      clearTimeout(timer);
      drawn.abort();
    };
  }, [document, pageNumber, scale]);

  return (
    <section
      className={styles.page}
      aria-label={t.pageOf(pageNumber, document.numPages)}
      data-page={pageNumber}
      style={{ width: size.width * scale, height: size.height * scale, ['--total-scale-factor' as string]: scale }}
    >
      <div ref={drawing} className={styles.drawing} />
      {words.type === 'own' ? (
        <TextLayerView layer={words.layer} unit={pageNumber - 1} />
      ) : (
        <OcrTextLayer
          words={words.words}
          size={{ width: size.width * scale, height: size.height * scale }}
          unit={pageNumber - 1}
          visible={false}
        />
      )}
      <PdfLinks document={document} pageNumber={pageNumber} goTo={goTo} />
      {boxes.length > 0 && <AnchorBoxes boxes={boxes} />}
      {fault !== null && <p className={styles.fault}>{t.pageNotDrawn(fault)}</p>}
    </section>
  );
});

/** Draws a page onto a canvas of its own, for the screen's real pixels. */
async function drawPage(
  document: PDFDocumentProxy,
  pageNumber: number,
  scale: number,
  signal: AbortSignal,
): Promise<HTMLCanvasElement> {
  const page = await document.getPage(pageNumber);
  signal.throwIfAborted();
  const { width, height } = page.getViewport({ scale });
  const pixelRatio = Math.min(window.devicePixelRatio || 1, Math.sqrt(MOST_PIXELS / (width * height)));
  const viewport = page.getViewport({ scale: scale * pixelRatio });
  const canvas = window.document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(viewport.width));
  canvas.height = Math.max(1, Math.round(viewport.height));
  const task = page.render({ canvas, viewport });
  signal.addEventListener('abort', () => task.cancel(), { once: true });
  await task.promise;
  return canvas;
}

type ShownText = { type: 'own'; layer: HTMLElement | null } | { type: 'recognised'; words: readonly OcrWord[] };

/** The page's text to lay over it: pdf.js's own layer, or the recognised words of a scan. */
function usePageText(document: PDFDocumentProxy, pageNumber: number, texts: PageTexts): ShownText {
  const [shown, setShown] = useState<ShownText>({ type: 'own', layer: null });
  useEffect(() => {
    let left = false;
    const load = async () => {
      const text = await texts.of(pageNumber);
      if (left) return;
      if (text.type === 'recognised') return setShown({ type: 'recognised', words: text.words });
      const [{ TextLayer }, page] = await Promise.all([loadPdfjs(), document.getPage(pageNumber)]);
      const layer = window.document.createElement('div');
      layer.className = styles.text ?? '';
      const viewport = page.getViewport({ scale: 1 });
      await new TextLayer({ textContentSource: await page.getTextContent(), container: layer, viewport }).render();
      if (!left) setShown({ type: 'own', layer });
    };
    // A page whose text cannot be read is still drawn.
    load().catch(() => undefined);
    return () => {
      left = true;
    };
  }, [document, pageNumber, texts]);
  return shown;
}

function TextLayerView({ layer, unit }: { layer: HTMLElement | null; unit: number }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (layer) place.current?.replaceChildren(layer);
  }, [layer]);
  useMarkedText(place, unit, layer);
  return <div ref={place} className={styles.textPlace} />;
}
