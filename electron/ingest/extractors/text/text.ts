import type { Extraction, SourcePath } from '../../../workers/media-protocol.ts';
import { sourceLanguage } from '../identify/source-types.ts';
import { extractors } from '../readers.ts';
import { breakXml, hasEndlessLines, indentJson } from './indent.ts';
import { markdownTitle } from './markdown.ts';
import { readText } from './read-text.ts';
import { sectionsExtraction } from './sections.ts';

const ENGINE = extractors.text;

/** Plain text, source code, JSON, XML and Markdown. */
export async function extractText(path: SourcePath, mime: string): Promise<Extraction> {
  const { text, encoding, notes } = readText(path);
  const markdown = mime === 'text/markdown';
  const language = sourceLanguage(mime);
  const layOut = hasEndlessLines(text) ? layouts[mime] : undefined;
  return textExtraction({
    ...ENGINE,
    text: layOut ? layOut(text) : text,
    notes: layOut ? [...notes, LAID_OUT] : notes,
    format: markdown ? 'markdown' : 'plain',
    title: markdown ? markdownTitle(text) : '',
    date: null,
    metadata: [
      ...(language === undefined ? [] : [{ label: 'Language', value: language }]),
      ...(encoding === 'utf-8' ? [] : [{ label: 'Encoding', value: encoding }]),
    ],
  });
}

/** How what is written without lines is shown, so that a place in it can be found. */
const layouts: Readonly<Record<string, (text: string) => string>> = {
  'application/json': indentJson,
  'application/xml': breakXml,
};
const LAID_OUT =
  'The file has very long lines. It is shown with lines of its own, which other programs count otherwise.';

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
