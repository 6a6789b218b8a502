import type { Extraction, SourcePath } from '../../../workers/media-protocol.ts';
import { type Block, chunkBlocks, cleanText, paragraphBlocks } from '../../chunker.ts';
import { markdownTitle, plainMarkdown, withoutHiddenHtml } from './markdown.ts';
import { readText } from './read-text.ts';

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
  const { text: given, format, notes, ...rest } = found;
  const markdown = format === 'markdown';
  const text = markdown ? withoutHiddenHtml(given) : given;
  const blocks = paragraphBlocks(text).map(
    (block): Block => ({ ...block, text: cleanText(markdown ? plainMarkdown(block.text) : block.text) }),
  );
  return {
    ...rest,
    notes: [...notes],
    width: 0,
    height: 0,
    pages: 0,
    content: { type: 'text', format, text },
    passages: chunkBlocks(blocks),
    pagesForOcr: [],
  };
}
