import { convert } from 'html-to-text';
import type { Extraction, Refusal, SourcePath } from '../../../workers/media-protocol.ts';
import { readText, textExtraction } from './text.ts';

const ENGINE = { engine: 'html-to-text', engineVersion: '1' };

/** The readable text of HTML: no scripts, no styles, links as their text, one paragraph a line. */
export function htmlToText(html: string): string {
  return convert(html, {
    wordwrap: false,
    selectors: [
      { selector: 'a', options: { ignoreHref: true } },
      { selector: 'img', format: 'inline', options: {} },
      { selector: 'script', format: 'skip' },
      { selector: 'style', format: 'skip' },
      { selector: 'template', format: 'skip' },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
      { selector: 'table', format: 'dataTable', options: { uppercaseHeaderCells: false, maxColumnWidth: 200 } },
    ],
  });
}

/** The title of an HTML document, or empty. */
export function htmlTitle(html: string): string {
  const title = /<title[^>]*>([\s\S]*?)<\/title>/i.exec(html.slice(0, 200_000))?.[1] ?? '';
  return convert(title, { wordwrap: false }).trim();
}

/** A web page that was saved as a file. */
export async function extractHtml(path: SourcePath): Promise<Extraction | Refusal> {
  const read = await readText(path);
  if ('refused' in read) return read;
  return textExtraction({
    ...ENGINE,
    text: htmlToText(read.text),
    format: 'plain',
    title: htmlTitle(read.text),
    date: null,
    metadata: [],
  });
}
