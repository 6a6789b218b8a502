import type { Measure } from '../../shared/contract/bench.ts';
import { markedSources } from '../chat/citations.ts';
import { meaningfulWords, wordsOf } from '../search/words.ts';

const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' });
/** A mark, with the brackets that make it one. */
const mark = /\[(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\]/g;
/** Sentences of fewer words state nothing. */
const FEWEST_WORDS = 3;

/**
 * What can be told of an answer's citations without understanding it; null where it has nothing of the kind:
 * - `marked`: sentences with a mark, of those that state something
 * - `validMarks`: numbers in marks that a passage has
 * - `numbersFound`: numbers in marked sentences that stand in a passage that the sentence marks
 * - `wordsFound`: words of marked sentences, without function words, whose stem stands in such a passage
 */
export function checkCitations(answer: string, sources: readonly string[]): Partial<Record<Measure, number | null>> {
  const statements = splitSentences(answer).filter((sentence) => wordsOf(unmarked(sentence)).length >= FEWEST_WORDS);
  const numbers = new Tally();
  const words = new Tally();
  const marks = new Tally();
  const marked = new Tally();
  for (const sentence of statements) {
    marked.add(hasMark(sentence));
    const cited = markedSources(sentence, sources.length)
      .map((n) => sources[n - 1] ?? '')
      .join('\n');
    if (cited === '') continue;
    const known = stemsOf(cited);
    for (const number of numbersIn(unmarked(sentence))) numbers.add(numbersIn(cited).includes(number));
    for (const stem of stemsOf(unmarked(sentence))) words.add(known.has(stem));
  }
  for (const n of markedNumbers(answer)) marks.add(n >= 1 && n <= sources.length);
  return {
    marked: marked.share,
    validMarks: marks.share,
    numbersFound: numbers.share,
    wordsFound: words.share,
  };
}

class Tally {
  #all = 0;
  #right = 0;

  add(right: boolean): void {
    this.#all++;
    if (right) this.#right++;
  }

  get share(): number | null {
    return this.#all === 0 ? null : this.#right / this.#all;
  }
}

/** Sentences, each with the marks that follow its full stop. */
function splitSentences(answer: string): string[] {
  const found: string[] = [];
  for (const line of answer.split('\n')) {
    const first = found.length;
    for (const { segment } of sentences.segment(line)) {
      const own = /^\s*(?:\[[\d\s,;–-]+\]\s*)+[.!?]?\s*/.exec(segment)?.[0] ?? '';
      if (own && found.length > first) found[found.length - 1] += own;
      const rest = found.length > first ? segment.slice(own.length) : segment;
      if (rest.trim()) found.push(rest);
    }
  }
  return found;
}

function hasMark(sentence: string): boolean {
  return sentence.search(mark) >= 0;
}

function unmarked(sentence: string): string {
  return sentence.replace(mark, ' ');
}

function markedNumbers(answer: string): number[] {
  return Array.from(answer.matchAll(mark), ([, inside = '']) => inside.split(/\D+/).map(Number)).flat();
}

/** Numbers as they compare: without the signs that part thousands, and with a point before decimals. */
function numbersIn(text: string): string[] {
  return Array.from(text.matchAll(/\d+(?:[.,’'\u00a0\u202f]\d+)*/g), ([number]) =>
    number.replace(/[.,’'\u00a0\u202f](?=\d{3}(?!\d))/g, '').replace(',', '.'),
  );
}

function stemsOf(text: string): Set<string> {
  const written = wordsOf(text).map(({ start, end }) => text.slice(start, end));
  return new Set(meaningfulWords(written).flatMap((word) => wordsOf(word).map(({ stem }) => stem)));
}
