import type { PDFDocumentProxy } from 'pdfjs-dist';
import type { OcrWord } from '../../../../shared/contract/library.ts';
import { host } from '../../../rpc.ts';
import { ocrText } from '../image/OcrTextLayer.tsx';

/** Fewer characters than this on a page are a stamp or a page number, not its text. */
const LEAST_CHARACTERS = 3;

/** What can be read on a page: its own text, or the words that were recognised on its picture. */
export type PageText = { type: 'own'; text: string } | { type: 'recognised'; words: readonly OcrWord[]; text: string };

/** Reads pages of a PDF as text, each once. Page numbers count from 1. */
export class PageTexts {
  readonly #document: PDFDocumentProxy;
  readonly #assetId: string;
  readonly #pages = new Map<number, Promise<PageText>>();

  constructor(document: PDFDocumentProxy, assetId: string) {
    this.#document = document;
    this.#assetId = assetId;
  }

  of(page: number): Promise<PageText> {
    const known = this.#pages.get(page);
    if (known) return known;
    const reading = this.#read(page);
    this.#pages.set(page, reading);
    reading.catch(() => this.#pages.delete(page));
    return reading;
  }

  async #read(pageNumber: number): Promise<PageText> {
    const page = await this.#document.getPage(pageNumber);
    const { items } = await page.getTextContent();
    const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
    if (text.replace(/\s/g, '').length >= LEAST_CHARACTERS) return { type: 'own', text };
    const words = await host.library.ocrWords({ id: this.#assetId, page: pageNumber });
    return words.length > 0 ? { type: 'recognised', words, text: ocrText(words) } : { type: 'own', text };
  }
}
