import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import { useEffect, useState } from 'react';
import type { Box } from '../../../../shared/anchors.ts';
import { boxStyle } from '../AnchorBoxes.tsx';
import { useViewerText } from '../text.ts';
import { type Target, targetOf } from './outline.ts';
import styles from './PdfLinks.module.css';

type PdfLink = { box: Box } & ({ type: 'inside'; target: Target } | { type: 'outside'; url: string });

interface PdfLinksProps {
  document: PDFDocumentProxy;
  pageNumber: number;
  goTo: (page: number, down?: number) => void;
}

/** The links of a page: those inside the document go to their page, others say where they lead and open in the system. */
export function PdfLinks({ document, pageNumber, goTo }: PdfLinksProps) {
  const t = useViewerText();
  const [links, setLinks] = useState<readonly PdfLink[]>([]);

  useEffect(() => {
    let left = false;
    readLinks(document, pageNumber).then(
      (found) => {
        if (!left) setLinks(found);
      },
      // A page whose links cannot be read is still a page.
      () => undefined,
    );
    return () => {
      left = true;
    };
  }, [document, pageNumber]);

  return links.map((link, index) => {
    const style = boxStyle(link.box);
    return link.type === 'inside' ? (
      <button
        // biome-ignore lint/suspicious/noArrayIndexKey: links have no other identity and never change their order.
        key={index}
        type="button"
        className={styles.link}
        style={style}
        aria-label={t.goToPage(link.target.page)}
        title={t.goToPage(link.target.page)}
        onClick={() => goTo(link.target.page, link.target.down)}
      />
    ) : (
      // biome-ignore lint/a11y/useAnchorContent: it lies over the page's own words and has its address for a name.
      <a
        // biome-ignore lint/suspicious/noArrayIndexKey: as above.
        key={index}
        className={styles.link}
        style={style}
        href={link.url}
        title={link.url}
        aria-label={link.url}
        target="_blank"
        rel="noopener noreferrer"
      />
    );
  });
}

async function readLinks(document: PDFDocumentProxy, pageNumber: number): Promise<PdfLink[]> {
  const page = await document.getPage(pageNumber);
  const annotations = (await page.getAnnotations({ intent: 'display' })) as {
    subtype?: string;
    rect?: number[];
    dest?: unknown;
    url?: string;
  }[];
  const links = await Promise.all(
    annotations.map(async ({ subtype, rect, dest, url }): Promise<PdfLink | null> => {
      if (subtype !== 'Link' || !rect) return null;
      const box = boxOf(rect, page);
      // pdf.js gives `url` only for addresses that it holds for safe.
      if (url !== undefined) return { type: 'outside', box, url };
      const target = dest ? await targetOf(dest, document) : null;
      return target === null ? null : { type: 'inside', box, target };
    }),
  );
  return links.filter((link) => link !== null);
}

function boxOf(rect: number[], page: PDFPageProxy): Box {
  const viewport = page.getViewport({ scale: 1 });
  const [left = 0, bottom = 0, right = 0, top = 0] = rect;
  const [x1, y1] = viewport.convertToViewportPoint(left, bottom) as [number, number];
  const [x2, y2] = viewport.convertToViewportPoint(right, top) as [number, number];
  return {
    x: Math.min(x1, x2) / viewport.width,
    y: Math.min(y1, y2) / viewport.height,
    width: Math.abs(x2 - x1) / viewport.width,
    height: Math.abs(y2 - y1) / viewport.height,
  };
}
