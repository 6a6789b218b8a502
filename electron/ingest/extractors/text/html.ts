import type { Extraction, SourcePath } from '../../../workers/media-protocol.ts';
import { extractors } from '../readers.ts';
import { htmlMetadata, htmlTitle, htmlToText } from './html-to-text.ts';
import { readText } from './read-text.ts';
import { textExtraction } from './text.ts';

const ENGINE = extractors.html;

/** A web page that was saved as a file. */
export async function extractHtml(path: SourcePath): Promise<Extraction> {
  const { text, notes } = readText(path);
  return htmlExtraction(text, notes);
}

/** The text and title of a web page. */
export function htmlExtraction(html: string, notes: readonly string[]): Extraction {
  return textExtraction({
    ...ENGINE,
    text: htmlToText(html),
    format: 'plain',
    title: htmlTitle(html),
    date: null,
    metadata: htmlMetadata(html),
    notes,
  });
}
