import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useState } from 'react';
import type { Size } from '../image/zoom.ts';

/** Pages whose sizes are asked for at a time. */
const BATCH = 50;

/**
 * Sizes of all pages in points, upright as they are shown. Until a page was asked it counts as large as the first,
 * which is right in most documents; null until the first is known.
 */
export function usePageSizes(document: PDFDocumentProxy): Size[] | null {
  const [sizes, setSizes] = useState<Size[] | null>(null);
  useEffect(() => {
    let left = false;
    const load = async () => {
      const first = await sizeOf(document, 1);
      let known = new Array<Size>(document.numPages).fill(first);
      if (!left) setSizes(known);
      for (let from = 1; from < document.numPages && !left; from += BATCH) {
        const count = Math.min(BATCH, document.numPages - from);
        const batch = await Promise.all(
          Array.from({ length: count }, (_, index) => sizeOf(document, from + index + 1)),
        );
        if (batch.every((size) => size.width === first.width && size.height === first.height)) continue;
        known = known.with(from, first);
        known.splice(from, batch.length, ...batch);
        if (!left) setSizes(known);
      }
    };
    void load();
    return () => {
      left = true;
    };
  }, [document]);
  return sizes;
}

const LETTER: Size = { width: 612, height: 792 };

/** A damaged page counts as a sheet of paper, so that the others stay readable. */
async function sizeOf(document: PDFDocumentProxy, pageNumber: number): Promise<Size> {
  try {
    const page = await document.getPage(pageNumber);
    const { width, height } = page.getViewport({ scale: 1 });
    return width > 0 && height > 0 ? { width, height } : LETTER;
  } catch {
    return LETTER;
  }
}
