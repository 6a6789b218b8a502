import type { OfficeContentNode, OfficeParserAST } from 'officeparser';
import type { Extraction } from '../../../workers/media-protocol.ts';
import { type Block, chunkBlocks, cleanText } from '../../chunker.ts';
import { slideLinesLeftOut } from './left-out.ts';
import type { ZipArchive } from './zip-archive.ts';

type About = Pick<Extraction, 'engine' | 'engineVersion' | 'title' | 'date' | 'metadata'>;

/** The slides of a parsed presentation, each with its notes. */
export function slidesExtraction(document: OfficeParserAST, archive: ZipArchive, about: About): Extraction {
  const parsed = document.content.filter(({ type }) => type === 'slide').map(toSlide);
  const leftOut = slideLinesLeftOut(
    archive,
    parsed.map(({ title, text, notes }) => [title, text, notes].join('\n')),
  );
  const slides = parsed.map(({ text, ...slide }, index) => ({
    ...slide,
    text: [text, ...(leftOut[index] ?? [])].filter(Boolean).join('\n'),
  }));
  return presentation(slides, about);
}

/** Lines of text end in `\n`. */
interface Slide {
  title: string;
  text: string;
  notes: string;
}

/** The extraction of slides. */
export function presentation(slides: Slide[], about: About): Extraction {
  const blocks = slides.flatMap(({ title, text, notes }, index) =>
    [title, text, notes]
      .filter(Boolean)
      .map((part): Block => ({ text: part, anchor: { type: 'slide', slide: index + 1 } })),
  );
  return {
    ...about,
    notes: [],
    width: 0,
    height: 0,
    pagesForOcr: [],
    pages: slides.length,
    content: { type: 'slides', slides },
    passages: chunkBlocks(blocks),
  };
}

function toSlide(node: OfficeContentNode): Slide {
  const notes = (node.notes ?? node.children?.filter(({ type }) => type === 'note') ?? []).flatMap(linesOf);
  const lines = (node.children ?? []).filter(({ type }) => type !== 'note').flatMap(linesOf);
  return { title: lines[0] ?? '', text: lines.slice(1).join('\n'), notes: notes.join('\n') };
}

/** The lines of text in a node, in reading order. */
function linesOf(node: OfficeContentNode): string[] {
  const children = node.children ?? [];
  const holdsBlocks = children.some(({ type }) => type !== 'text');
  const lines = holdsBlocks
    ? children.flatMap(linesOf)
    : (node.text ?? children.map(({ text }) => text ?? '').join('')).split('\n');
  return lines.map((line) => cleanText(line).trim()).filter(Boolean);
}
