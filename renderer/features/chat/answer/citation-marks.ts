import type { Element, ElementContent, Root, RootContent } from 'hast';

/** Marks as models write them: `[2]`, `[1, 3]`, `[1–3]`. */
const marks = /\[(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\]/g;

/** A piece of an answer: text, or the numbers of the sources that it marks. */
export type AnswerPiece = { type: 'text'; text: string } | { type: 'marks'; numbers: number[]; text: string };

/** Splits a text at its citation marks. Marks of which no number is a known source stay text. */
export function splitMarks(text: string, known: ReadonlySet<number>): AnswerPiece[] {
  const pieces: AnswerPiece[] = [];
  let at = 0;
  for (const match of text.matchAll(marks)) {
    const numbers = numbersIn(match[1] ?? '').filter((n) => known.has(n));
    if (numbers.length === 0) continue;
    if (match.index > at) pieces.push({ type: 'text', text: text.slice(at, match.index) });
    pieces.push({ type: 'marks', numbers, text: match[0] });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ type: 'text', text: text.slice(at) });
  return pieces;
}

function numbersIn(inside: string): number[] {
  const numbers = inside.split(/[,;]/).flatMap((part) => {
    const [first = 0, last = first] = part.split(/[–-]/).map(Number);
    return Array.from({ length: Math.min(100, Math.max(0, last - first + 1)) }, (_, index) => first + index);
  });
  return [...new Set(numbers)];
}

/** The element that stands for one mark in the sanitised answer; the renderer puts a button in its place. */
export const CITATION_TAG = 'cite';

/**
 * Turns the marks in an answer's text into elements that carry their source's number. A rehype plugin, to run after
 * sanitising; code is left as it is.
 */
export function citationMarks(known: ReadonlySet<number>) {
  return () => (tree: Root) => {
    markChildren(tree, known);
  };
}

function markChildren(parent: Root | Element, known: ReadonlySet<number>): void {
  const children = (parent.children as RootContent[]).flatMap((child): RootContent[] => {
    if (child.type === 'text') {
      const pieces = splitMarks(child.value, known);
      return pieces.flatMap((piece, index) => toNodes(piece, pieces[index + 1]?.type === 'marks'));
    }
    if (child.type === 'element' && child.tagName !== 'code' && child.tagName !== 'pre') markChildren(child, known);
    return [child];
  });
  parent.children = children as ElementContent[];
}

/** A mark stays on the line of the word before it. */
function toNodes(piece: AnswerPiece, marked: boolean): ElementContent[] {
  if (piece.type === 'text') return [{ type: 'text', value: marked ? piece.text.replace(/ $/, '\u00a0') : piece.text }];
  return piece.numbers.map((n) => ({
    type: 'element',
    tagName: CITATION_TAG,
    properties: { dataN: String(n) },
    children: [{ type: 'text', value: String(n) }],
  }));
}
