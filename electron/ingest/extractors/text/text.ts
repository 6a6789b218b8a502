import type { Extraction, SourcePath } from '../../../workers/media-protocol.ts';
import { markdownTitle } from './markdown.ts';
import { readText } from './read-text.ts';
import { sectionsExtraction } from './sections.ts';

const ENGINE = { engine: 'text', engineVersion: '2' };

/** Plain text, source code, JSON, XML and Markdown. */
export async function extractText(path: SourcePath, mime: string): Promise<Extraction> {
  const { text, encoding, notes } = await readText(path);
  const markdown = mime === 'text/markdown';
  return textExtraction({
    ...ENGINE,
    text,
    notes,
    format: markdown ? 'markdown' : 'plain',
    title: markdown ? markdownTitle(text) : '',
    date: null,
    metadata: encoding === 'utf-8' ? [] : [{ label: 'Encoding', value: encoding }],
  });
}

/** An extraction whose content is one text with lines that end in `\n`; passages are its paragraphs, by line. */
export function textExtraction(found: {
  engine: string;
  engineVersion: string;
  text: string;
  format: 'plain' | 'markdown';
  title: string;
  date: number | null;
  metadata: Extraction['metadata'];
  notes: readonly string[];
}): Extraction {
  const { text, ...rest } = found;
  return sectionsExtraction({ ...rest, sections: [{ name: '', text }] });
}
