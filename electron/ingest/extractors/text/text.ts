import { readFile } from 'node:fs/promises';
import type { Extraction, Refusal, SourcePath } from '../../../workers/media-protocol.ts';
import { type Block, chunkBlocks, cleanText, paragraphBlocks } from '../../chunker.ts';
import { failed } from '../refusal.ts';
import { decodeText } from './decode-text.ts';

const ENGINE = { engine: 'text', engineVersion: '1' };
/** Larger texts are data rather than something to read. */
const LARGEST_TEXT = 50 * 1024 * 1024;
/** Characters of a text that the viewer is given. */
const SHOWN = 2_000_000;

/** The text of a file that is nothing but text; a sentence where it is too large. */
export async function readText(path: SourcePath): Promise<{ text: string; encoding: string } | Refusal> {
  const bytes = await readFile(typeof path === 'string' ? path : Buffer.from(path));
  if (bytes.length > LARGEST_TEXT)
    return failed('It is a text of more than 50 MB, which is too large to be read as one document.');
  return decodeText(bytes);
}

/** Plain text, source code, JSON, XML and Markdown. */
export async function extractText(path: SourcePath, mime: string): Promise<Extraction | Refusal> {
  const read = await readText(path);
  if ('refused' in read) return read;
  const markdown = mime === 'text/markdown';
  return textExtraction({
    ...ENGINE,
    text: read.text,
    format: markdown ? 'markdown' : 'plain',
    title: markdown ? markdownTitle(read.text) : '',
    date: null,
    metadata: read.encoding === 'utf-8' ? [] : [{ label: 'Encoding', value: read.encoding }],
  });
}

/** An extraction whose content is one text; passages are its paragraphs, by line. */
export function textExtraction(found: {
  engine: string;
  engineVersion: string;
  text: string;
  format: 'plain' | 'markdown';
  title: string;
  date: number | null;
  metadata: Extraction['metadata'];
}): Extraction {
  const { text: raw, format, ...rest } = found;
  const text = raw.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const blocks = paragraphBlocks(text).map(
    (block): Block => ({ ...block, text: cleanText(format === 'markdown' ? plainMarkdown(block.text) : block.text) }),
  );
  return {
    ...rest,
    width: 0,
    height: 0,
    pages: 0,
    content: {
      type: 'text',
      format,
      text:
        text.length <= SHOWN
          ? text
          : `${text.slice(0, SHOWN)}\n\n[The rest is left out here: the text has ${text.length} characters.]`,
    },
    passages: chunkBlocks(blocks),
    pagesForOcr: [],
  };
}

function markdownTitle(text: string): string {
  const frontMatter = /^---\n([\s\S]*?)\n---/.exec(text)?.[1] ?? '';
  const named = /^title:\s*["']?(.+?)["']?\s*$/m.exec(frontMatter)?.[1];
  const heading = /^#{1,2}\s+(.+?)\s*#*$/m.exec(text)?.[1];
  return plainMarkdown(named ?? heading ?? '').trim();
}

/** Markdown's words without its signs. */
export function plainMarkdown(markdown: string): string {
  return markdown
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^\s{0,3}(#{1,6}\s+|>\s?|[-*+]\s+(?:\[[ xX]\]\s+)?)/gm, '')
    .replace(/^\s*\|?[\s:|-]*\|[\s:|-]*$/gm, '')
    .replace(/^\s*\||\|\s*$/gm, '')
    .replace(/(\*\*|__|~~|`+)/g, '')
    .replace(/(^|[\s(])[*_](?=\S)|(?<=\S)[*_](?=[\s).,;:!?]|$)/gm, '$1')
    .replace(/<\/?[a-z][^>]*>/gi, '')
    .replace(/\\([\\`*_{}[\]()#+\-.!|<>~])/g, '$1');
}
