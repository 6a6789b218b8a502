import { parseQuery } from '../../../../shared/query.ts';

/** What is looked for in a document: the words of a query, or a text as typed into the find field. */
export type Needle =
  | { type: 'words'; stems: readonly string[]; phrases: readonly string[] }
  | { type: 'text'; text: string };

/** A stretch of a text, in UTF-16 units. */
export interface Stretch {
  start: number;
  end: number;
}

/** Longest ending that a word may have beyond the stem that was asked for. */
const LONGEST_ENDING = 4;
const wordPattern = /[\p{L}\p{N}\p{M}]+/gu;

/** The needle for the words and phrases that a query asks for; null when it asks for none. */
export function queryNeedle(query: string): Needle | null {
  const stems: string[] = [];
  const phrases: string[] = [];
  for (const term of parseQuery(query).terms) {
    if (term.type === 'phrase' && !term.negated) phrases.push(term.text);
    if (term.type !== 'word' || term.negated) continue;
    for (const [word] of term.text.matchAll(wordPattern))
      if (!isFunctionWord(word)) stems.push(roughStem(fold(word).text));
  }
  return stems.length + phrases.length === 0 ? null : { type: 'words', stems: [...new Set(stems)], phrases };
}

/** The needle for what was typed into the find field; null when that is blank. */
export function textNeedle(text: string): Needle | null {
  return text.trim() === '' ? null : { type: 'text', text: text.trim() };
}

/** Where the needle stands in a text, in order and without overlaps. Case, accents and line breaks do not count. */
export function matchesIn(text: string, needle: Needle): Stretch[] {
  const folded = fold(text);
  const found =
    needle.type === 'text'
      ? phraseMatches(folded.text, needle.text)
      : [
          ...wordMatches(folded.text, needle.stems),
          ...needle.phrases.flatMap((phrase) => phraseMatches(folded.text, phrase)),
        ];
  return withoutOverlaps(found).map(({ start, end }) => ({ start: folded.offsetAt(start), end: folded.offsetAt(end) }));
}

function wordMatches(text: string, stems: readonly string[]): Stretch[] {
  if (stems.length === 0) return [];
  return Array.from(text.matchAll(wordPattern), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    word: match[0],
  })).filter(({ word }) =>
    stems.some(
      (stem) =>
        word.startsWith(stem) && word.length <= stem.length + LONGEST_ENDING && (stem.length > 2 || word === stem),
    ),
  );
}

function phraseMatches(text: string, phrase: string): Stretch[] {
  const wanted = fold(phrase).text.trim();
  if (wanted === '') return [];
  const parts = wanted.split(/\s+/).map((part) => part.replace(/[\^$.*+?()[\]{}|/\\]/g, '\\$&'));
  const pattern = new RegExp(parts.join('\\s+'), 'gu');
  return Array.from(text.matchAll(pattern), (match) => ({ start: match.index, end: match.index + match[0].length }));
}

function withoutOverlaps(stretches: Stretch[]): Stretch[] {
  let end = -1;
  return stretches
    .sort((one, other) => one.start - other.start || other.end - one.end)
    .filter((stretch) => {
      if (stretch.start < end) return false;
      end = stretch.end;
      return true;
    });
}

/**
 * A word without the ending that its other forms change. The index stems properly; here a rough stem is enough,
 * as it only decides what is marked in a document that was already found.
 */
function roughStem(word: string): string {
  if (word.length < 5) return word;
  const stem = word.replace(/(?:ations?|ings?|ies|ied|ers?|eds?|es|en|s|y|e)$/u, '');
  return stem.length >= 4 ? stem : word;
}

/** Words so common that marking them would hide the ones that matter. */
function isFunctionWord(word: string): boolean {
  return functionWords.has(word.toLowerCase());
}
const functionWords = new Set(
  (
    'a an and are as at be by did do does for from had has have how i in into is it its my of on or our that the their they this to was we were what when where which who why will with you ' +
    'der die das den dem des ein eine einer und oder ist sind im am zu von mit für auf bei aus wie was wer wo wann warum nicht ' +
    'le la les un une des du de et ou est sont dans sur pour par avec que qui quoi quand comment où'
  ).split(' '),
);

interface Folded {
  text: string;
  /** The place in the original text of a place in the folded one. */
  offsetAt: (at: number) => number;
}

/** The text in lower case and without accents, with the way back to the original's offsets. */
function fold(text: string): Folded {
  // Most text is plain ASCII, which keeps its length.
  if (!/\P{ASCII}/u.test(text)) return { text: text.toLowerCase(), offsetAt: (at) => at };
  let folded = '';
  const offsets: number[] = [];
  let at = 0;
  for (const character of text) {
    const plain = character.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    for (let unit = 0; unit < plain.length; unit++) offsets.push(at);
    folded += plain;
    at += character.length;
  }
  offsets.push(text.length);
  return { text: folded, offsetAt: (place) => offsets[place] ?? text.length };
}
