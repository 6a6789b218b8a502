import type { Anchor } from '../../shared/anchors.ts';
import type { ExtractedPassage } from '../workers/media-protocol.ts';

/** A paragraph, row or other piece of a document that belongs together. */
export interface Block {
  text: string;
  anchor: Anchor;
}

/** Passages are filled up to the target and never grow beyond the limit, in UTF-16 units. */
const TARGET = 1200;
const LIMIT = 2000;
/** Rows are records: fewer of them make a passage, so that a hit says which. */
const ROWS_TARGET = 800;
/** Milliseconds of a recording in a passage: who opens it is to hear soon what was found. */
const LONGEST_TIME = 90_000;
/** With less than this before it, such as the line at a page's head, a section begins in the passage that is open. */
const LITTLE_TEXT = 200;
/** A block as short as this, followed by a longer one, is taken for its heading. */
const HEADING_LENGTH = 80;

const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' });

/**
 * Packs a document's blocks into passages: in order, never across a page, slide or sheet, and split only where a
 * block alone is too long, at ends of sentences or else of words. Every word of the blocks is in exactly one passage.
 */
export function chunkBlocks(blocks: readonly Block[]): ExtractedPassage[] {
  const pieces = blocks.flatMap(splitBlock);
  const passages: ExtractedPassage[] = [];
  let open: Block[] = [];
  const close = () => {
    if (open.length > 0) passages.push(joinBlocks(open));
    open = [];
  };
  for (const piece of pieces) {
    const last = open.at(-1);
    if (last && !(sameUnit(last.anchor, piece.anchor) && fits(open, piece))) {
      // A heading goes with what it is the heading of.
      const heading =
        open.length > 1 && isHeading(last) && sameUnit(last.anchor, piece.anchor) && !beginsSection(last, piece)
          ? open.pop()
          : undefined;
      close();
      if (heading) open.push(heading);
      if (heading && heading.text.length + piece.text.length + 1 > LIMIT) close();
    }
    open.push(piece);
  }
  close();
  return passages;
}

function fits(open: readonly Block[], next: Block): boolean {
  if (lengthInTime(open[0], next) > LONGEST_TIME) return false;
  const before = lengthOf(open);
  if (before >= LITTLE_TEXT && beginsSection(open.at(-1), next)) return false;
  const length = before + next.text.length;
  const target = next.anchor.type === 'cells' ? ROWS_TARGET : TARGET;
  return length <= target || (length <= LIMIT && open.every(isHeading));
}

const lengthOf = (blocks: readonly Block[]) => blocks.reduce((sum, { text }) => sum + text.length + 1, 0);

/** Whether a section of a document in pages begins after the last block, which may stand in none. */
function beginsSection(last: Block | undefined, { anchor }: Block): boolean {
  return last?.anchor.type === 'page' && anchor.type === 'page' && last.anchor.section !== anchor.section;
}

function lengthInTime(first: Block | undefined, last: Block): number {
  const [start, end] = [first?.anchor, last.anchor].map((anchor) =>
    anchor?.type === 'lines' ? anchor.time : undefined,
  );
  return start && end ? end.end - start.start : 0;
}

function isHeading({ text, anchor }: Block): boolean {
  return anchor.type !== 'cells' && text.length <= HEADING_LENGTH && !/[.!?…:;,]\s*$/.test(text);
}

/** Whether two anchors lie in the same page, slide, sheet or text, so that their blocks may share a passage. */
function sameUnit(one: Anchor, other: Anchor): boolean {
  if (one.type === 'page' && other.type === 'page') return one.page === other.page;
  if (one.type === 'slide' && other.type === 'slide') return one.slide === other.slide;
  if (one.type === 'cells' && other.type === 'cells') return one.sheet === other.sheet;
  return one.type === other.type;
}

function joinBlocks(blocks: readonly Block[]): ExtractedPassage {
  const anchor = blocks.map((block) => block.anchor).reduce(joinAnchors);
  return {
    text: blocks.map(({ text }) => text).join('\n'),
    anchor: anchor.type === 'page' ? inLongestSection(anchor, blocks) : anchor,
  };
}

/** An anchor in the section of most of its text, where that stands in one. */
function inLongestSection({ section: _, ...anchor }: OnPage, blocks: readonly Block[]): OnPage {
  const lengths = new Map<string | undefined, number>();
  for (const block of blocks) {
    const section = block.anchor.type === 'page' ? block.anchor.section : undefined;
    lengths.set(section, (lengths.get(section) ?? 0) + block.text.length);
  }
  const [longest] = [...lengths].toSorted(([, one], [, other]) => other - one)[0] ?? [];
  return longest === undefined ? anchor : { ...anchor, section: longest };
}

function joinAnchors(one: Anchor, other: Anchor): Anchor {
  if (one.type === 'page' && other.type === 'page') return { ...one, boxes: [...one.boxes, ...other.boxes] };
  if (one.type === 'region' && other.type === 'region') return { ...one, boxes: [...one.boxes, ...other.boxes] };
  if (one.type === 'lines' && other.type === 'lines') return joinLines(one, other);
  if (one.type === 'cells' && other.type === 'cells') {
    return {
      ...one,
      startRow: Math.min(one.startRow, other.startRow),
      endRow: Math.max(one.endRow, other.endRow),
      columns: Math.max(one.columns, other.columns),
    };
  }
  return one;
}

type OnPage = Extract<Anchor, { type: 'page' }>;
type Lines = Extract<Anchor, { type: 'lines' }>;

function joinLines(one: Lines, other: Lines): Lines {
  const lines = { ...one, ...around(one, other) };
  return one.time && other.time ? { ...lines, time: around(one.time, other.time) } : lines;
}

function around(one: { start: number; end: number }, other: { start: number; end: number }) {
  return { start: Math.min(one.start, other.start), end: Math.max(one.end, other.end) };
}

/** A block as pieces within the limit; empty ones are dropped. */
function splitBlock({ text, anchor }: Block): Block[] {
  const clean = text.trim();
  if (clean === '') return [];
  if (clean.length <= LIMIT) return [{ text: clean, anchor }];
  const pieces: string[] = [];
  let open = '';
  for (const sentence of splitLong(clean)) {
    if (open !== '' && open.length + sentence.length > TARGET) {
      pieces.push(open);
      open = '';
    }
    open += sentence;
  }
  if (open !== '') pieces.push(open);
  return pieces.map((piece) => ({ text: piece.trim(), anchor })).filter((piece) => piece.text !== '');
}

/** Sentences, those too long cut at spaces, and what has no spaces cut where the limit is, never inside a character. */
function splitLong(text: string): string[] {
  return Array.from(sentences.segment(text), ({ segment }) => segment).flatMap((sentence) => {
    const pieces: string[] = [];
    let rest = sentence;
    while (rest.length > TARGET) {
      const space = rest.lastIndexOf(' ', TARGET);
      const cut = space > 0 ? space + 1 : TARGET - (isHighSurrogate(rest.charCodeAt(TARGET - 1)) ? 1 : 0);
      pieces.push(rest.slice(0, cut));
      rest = rest.slice(cut);
    }
    return [...pieces, rest];
  });
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

/** Text as people read it: composed characters, no control characters or soft hyphens, single spaces. Line ends stay. */
export function cleanText(text: string): string {
  // A space alone, and the end of a line without one, stay as they are: nearly all are so, and replacing takes time.
  return withPlainCharacters(text)
    .replace(/ [^\S\n]+|[^\S\n ][^\S\n]*/g, ' ')
    .replace(/ \n ?|\n /g, '\n');
}

/** Letters as they are drawn, joined or by their place in a word (Unicode's presentation forms), which PDFs have for text. */
const presentationForms = /[\uFB00-\uFB4F\uFB50-\uFDCF\uFDF0-\uFDFB\uFE70-\uFEFC]+/g;

function withPlainCharacters(text: string): string {
  // Most texts have nothing but such: to look for that costs a fraction of looking for all that others may have.
  if (!/[^\n\t -~]/.test(text)) return text;
  return text
    .normalize('NFC')
    .replace(presentationForms, (forms) => forms.normalize('NFKC'))
    .replace(/\r\n?|[\u2028\u2029\f\v]/g, '\n')
    .replace(/[\u00AD\u200B\u2060\uFEFF]/g, '')
    .replace(/[^\P{Cc}\n\t]/gu, '');
}

interface LinesBlock extends Block {
  anchor: Lines;
}

/**
 * The paragraphs of a text, set apart by blank lines, each with its lines counted from 1.
 * @param linesBefore how many lines stand before the text in the whole that is counted
 */
export function paragraphBlocks(text: string, linesBefore = 0): LinesBlock[] {
  const blocks: LinesBlock[] = [];
  let open: LinesBlock | undefined;
  let number = linesBefore;
  for (const line of text.split('\n')) {
    number++;
    if (line.trim() === '') open = undefined;
    // A list or log without blank lines is cut where it would outgrow a passage.
    else if (open && open.text.length + line.length <= TARGET) {
      open.text += `\n${line}`;
      open.anchor.end = number;
    } else {
      open = { text: line, anchor: { type: 'lines', start: number, end: number } };
      blocks.push(open);
    }
  }
  return blocks;
}
