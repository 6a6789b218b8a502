import type { ExtractedPassage, Extraction } from '../../../workers/media-protocol.ts';
import { type Block, chunkBlocks, cleanText, paragraphBlocks } from '../../chunker.ts';
import { asLine } from '../as-line.ts';
import { plainMarkdown, withoutHiddenHtml } from './markdown.ts';

/** Characters of a section's name that are kept: it stands beside every hit in it. */
const LONGEST_NAME = 120;
/** What stands between two sections of a text: two empty lines. */
const GAP = '\n\n\n';

/** A part of a text that people have a name for, such as a chapter; unnamed where there is only one. */
export interface Section {
  name: string;
  /** Lines end in `\n`. */
  text: string;
}

/**
 * An extraction whose content is the text of its sections, one after the other; passages are their paragraphs, by line,
 * and never lie in two sections.
 */
export function sectionsExtraction(found: {
  engine: string;
  engineVersion: string;
  sections: readonly Section[];
  format: 'plain' | 'markdown';
  title: string;
  date: number | null;
  metadata: Extraction['metadata'];
  notes: readonly string[];
}): Extraction {
  const { sections: given, format, notes, ...rest } = found;
  const sections = given.map(({ name, text }) => ({
    name: asLine(name, LONGEST_NAME),
    text: format === 'markdown' ? withoutHiddenHtml(text) : text,
  }));
  return {
    ...rest,
    notes: [...notes],
    width: 0,
    height: 0,
    pages: 0,
    content: { type: 'text', format, text: sections.map(({ text }) => text).join(GAP) },
    passages: passagesOf(sections, format),
    pagesForOcr: [],
  };
}

function passagesOf(sections: readonly Section[], format: 'plain' | 'markdown'): ExtractedPassage[] {
  const passages: ExtractedPassage[] = [];
  let linesBefore = 0;
  for (const { name, text } of sections) {
    const blocks = paragraphBlocks(text, linesBefore).map(
      ({ text, anchor }): Block => ({
        text: cleanText(format === 'markdown' ? plainMarkdown(text) : text),
        anchor: name === '' ? anchor : { ...anchor, section: name },
      }),
    );
    for (const passage of chunkBlocks(blocks)) passages.push(passage);
    linesBefore += lineEnds(text) + GAP.length;
  }
  return passages;
}

function lineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
