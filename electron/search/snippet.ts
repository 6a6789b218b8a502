import type { SnippetPart } from '../../shared/contract/search.ts';
import { type WordAt, wordFinder, wordsOf } from './words.ts';

/** Length of a snippet in characters, roughly three lines. */
const SNIPPET_LENGTH = 260;
const unevenSpace = /\s\s|[^\S ]/;

/** What a query looks for in passages. */
export interface WantedWords {
  /** Stem → the words as the person wrote them. */
  readonly byStem: ReadonlyMap<string, string>;
  /** Where in a text they stand. */
  readonly find: (text: string) => WordAt[];
}

export function wantedWords(words: readonly string[]): WantedWords {
  const byStem = new Map<string, string>();
  for (const word of words) for (const { stem } of wordsOf(word)) if (!byStem.has(stem)) byStem.set(stem, word);
  return { byStem, find: wordFinder(new Set(byStem.keys())) };
}

export interface Snippet {
  parts: SnippetPart[];
  /** The query's words that the passage has, as the person wrote them. */
  matched: string[];
}

/** The stretch of a passage that has most of the wanted words, with these marked. */
export function makeSnippet(text: string, wanted: WantedWords, length = SNIPPET_LENGTH): Snippet {
  const hits = wanted.find(text);
  const matched = [...new Set(hits.map(({ stem }) => wanted.byStem.get(stem) ?? stem))];
  const { start, end } = bestWindow(text, hits, length);
  return { parts: markWords(text, hits, start, end), matched };
}

function bestWindow(text: string, hits: readonly WordAt[], length: number): { start: number; end: number } {
  if (text.length <= length) return { start: 0, end: text.length };
  let best = { from: 0, stems: 0, hits: 0 };
  // A window that slides over the hits: how often it has each stem.
  const inside = new Map<string, number>();
  let next = 0;
  hits.forEach((first, index) => {
    for (let hit = hits[next]; hit && hit.end <= first.start + length; hit = hits[++next])
      inside.set(hit.stem, (inside.get(hit.stem) ?? 0) + 1);
    const count = next - index;
    if (inside.size > best.stems || (inside.size === best.stems && count > best.hits))
      best = { from: first.start, stems: inside.size, hits: count };
    const left = (inside.get(first.stem) ?? 0) - 1;
    if (left > 0) inside.set(first.stem, left);
    else inside.delete(first.stem);
    // A word that is longer than the window was never in it.
    next = Math.max(next, index + 1);
  });
  // A little of what stands before the first hit helps reading.
  const start = wordStart(text, Math.min(Math.max(0, best.from - Math.floor(length / 5)), text.length - length));
  return { start, end: wordEnd(text, Math.min(text.length, start + length)) };
}

function wordStart(text: string, at: number): number {
  if (at === 0) return 0;
  const space = text.slice(at, at + 30).search(/\s/);
  return space < 0 ? at : at + space + 1;
}

function wordEnd(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const space = text.lastIndexOf(' ', at);
  return space > at - 30 ? space : at;
}

function markWords(text: string, hits: readonly WordAt[], start: number, end: number): SnippetPart[] {
  const parts: SnippetPart[] = [];
  const plain = (from: number, to: number) => {
    if (to <= from) return;
    const stretch = text.slice(from, to);
    // Most stretches have nothing but single spaces.
    parts.push({ text: unevenSpace.test(stretch) ? stretch.replace(/\s+/g, ' ') : stretch, match: false });
  };
  let at = start;
  for (const hit of hits) {
    if (hit.start < at || hit.end > end) continue;
    plain(at, hit.start);
    parts.push({ text: text.slice(hit.start, hit.end), match: true });
    at = hit.end;
  }
  plain(at, end);
  if (start > 0) parts.unshift({ text: '… ', match: false });
  if (end < text.length) parts.push({ text: ' …', match: false });
  return parts;
}
