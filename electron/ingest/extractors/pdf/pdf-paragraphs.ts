import { type Block, cleanText } from '../../chunker.ts';
import type { PdfLine } from './pdf-text.ts';

/** A line with the section of the outline that it stands in. */
interface PlacedLine extends PdfLine {
  section?: string | undefined;
}

/** Lines that belong together: the next is not far below, nor in another column or section. */
export function paragraphs(lines: readonly PlacedLine[]): PlacedLine[][] {
  const found: PlacedLine[][] = [];
  let previous: PlacedLine | undefined;
  for (const line of lines) {
    const current = found.at(-1);
    if (current && previous && continues(previous, line)) current.push(line);
    else found.push([line]);
    previous = line;
  }
  return found;
}

function continues(above: PlacedLine, below: PlacedLine): boolean {
  const height = Math.max(above.box.height, below.box.height);
  const gap = below.box.y - (above.box.y + above.box.height);
  const sameColumn = below.box.x < above.box.x + above.box.width && above.box.x < below.box.x + below.box.width;
  return above.section === below.section && sameColumn && gap < 0.8 * height && gap > -1.5 * height;
}

/** A paragraph of a page, counted from 1. */
export function toBlock(lines: readonly PlacedLine[], page: number): Block {
  const section = lines[0]?.section;
  return {
    text: cleanText(joinLines(lines.map(({ text }) => text))),
    anchor: { type: 'page', page, boxes: lines.map(({ box }) => box), ...(section === undefined ? {} : { section }) },
  };
}

/** The end of a line in Chinese or Japanese, which have no spaces and break anywhere; upright, each sign is a line. */
const CJK = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u30fc\u3001\u3002]`;
const BETWEEN_CJK = new RegExp(`(?<=${CJK})\\s*\\n\\s*(?=${CJK})`, 'gu');

/** A word broken in a heading of capitals; elsewhere a hyphen after capitals is rather one of the word. */
const BROKEN_CAPITALS = /^([^\p{Ll}\n]*\p{Lu}{2})(?:-\n|\u00AD\n?)(?=\p{Lu}{2}[^\p{Ll}\n]*$)/gmu;

/** The lines of a paragraph as running text: words that were broken at a line's end are joined again. */
export function joinLines(lines: readonly string[]): string {
  const text = lines
    .map((line) => line.trim())
    .join('\n')
    .replace(BROKEN_CAPITALS, '$1');
  const unbroken = /[^\n -~]/.test(text) ? withoutOddBreaks(text) : text;
  return unbroken
    .replace(/([a-z])-\n(?=[a-z])/g, '$1')
    .replace(/([A-Za-z]-)\n(?=[A-Z])/g, '$1')
    .replace(/\s*\n\s*/g, ' ');
}

function withoutOddBreaks(text: string): string {
  return (
    text
      // The engine may leave out the end of a line that it took a hyphen for.
      .replace(/(\p{L})\u00AD\n?(?=\p{Ll})/gu, '$1')
      .replace(/(\p{Ll})-\n(?=\p{Ll})/gu, '$1')
      .replace(/\u00AD\n?/g, '-')
      .replace(/(\p{L}-)\n(?=\p{Lu})/gu, '$1')
      .replace(BETWEEN_CJK, '')
  );
}

/** Paragraphs between the two halves of a word: what stands at the foot of a page and at the head of the next. */
const MOST_BETWEEN = 3;
/** Lines of a paragraph in which a word may go on: what is shorter is a page number, or the like. */
const LEAST_LINES = 2;

/** Puts the halves of words that were broken at the end of a column or page together, where the word begins. */
export function joinBrokenWords(blocks: readonly Block[]): void {
  let counts: ReadonlyMap<string, number> | undefined;
  for (const [index, block] of blocks.entries()) {
    const half = /(\p{L}*\p{Ll})-$/u.exec(block.text)?.[1];
    if (half === undefined) continue;
    for (const next of blocks.slice(index + 1, index + 2 + MOST_BETWEEN)) {
      const [whole = '', rest = ''] = isOfLines(next) ? (/^(\p{Ll}+)[.,;:!?)”’]*/u.exec(next.text) ?? []) : [];
      if (rest === '') continue;
      counts ??= wordCounts(blocks);
      if (!isOneWord(half, rest, counts)) continue;
      block.text = block.text.slice(0, -1) + whole;
      next.text = next.text.slice(whole.length).trimStart();
      break;
    }
  }
}

function isOfLines({ anchor }: Block): boolean {
  return anchor.type === 'page' && anchor.boxes.length >= LEAST_LINES;
}

/** Columns are not always read in their order: what follows is the rest if both make a known word, or it is none itself. */
function isOneWord(half: string, rest: string, counts: ReadonlyMap<string, number>): boolean {
  return counts.has((half + rest).toLowerCase()) || (counts.get(rest) ?? 0) < 2;
}

function wordCounts(blocks: readonly Block[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { text } of blocks)
    for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
