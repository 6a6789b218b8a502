import { meaningfulWords, wordsOf } from '../search/words.ts';

const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' });
/** Sentences with fewer meaningful words are not about one thing alone; longer ones are lists or tables. */
const MEANINGFUL_WORDS = { from: 6, to: 30 };
/** The share of a sentence's meaningful words that is left out, the rarest first: by these the words alone would find it. */
const LEFT_OUT = 1 / 2;
const FEWEST_LEFT = 3;
/** Signs of Markdown and of tables. */
const marks = /[#*_>|`~=[\]{}]+|-{2,}/g;

/** How many passages have a word, by its stem. */
export type WordCounts = ReadonlyMap<string, number>;

export function countWords(texts: readonly string[]): WordCounts {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const stem of new Set(wordsOf(text).map((word) => word.stem))) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  return counts;
}

/**
 * What somebody might type who remembers a passage dimly: of its most telling sentence the meaningful words in their
 * order, without the rarer half. Null where no sentence tells enough.
 */
export function questionFromPassage(text: string, counts: WordCounts): string | null {
  const countOf = (word: string) => counts.get(stemOf(word)) ?? 0;
  let best: { words: string[]; commonness: number } | null = null;
  for (const { segment } of sentences.segment(text.replace(marks, ' ').replace(/\s+/g, ' '))) {
    const words = telling(segment);
    if (words.length < MEANINGFUL_WORDS.from || words.length > MEANINGFUL_WORDS.to) continue;
    // The less its words are elsewhere, the more a sentence tells.
    const commonness = words.reduce((sum, word) => sum + Math.log(countOf(word) + 2), 0) / words.length;
    if (!best || commonness < best.commonness) best = { words, commonness };
  }
  if (!best) return null;
  const { words } = best;
  const rarest = words
    .toSorted((one, other) => countOf(one) - countOf(other))
    .slice(0, Math.ceil(words.length * LEFT_OUT));
  const left = words.filter((word) => !rarest.includes(word));
  return left.length < FEWEST_LEFT ? null : left.join(' ');
}

/** A title that says something, other than the file's name; else null. */
export function questionFromTitle({ title, name }: { title: string; name: string }): string | null {
  const stem = name.replace(/\.[^.]+$/, '');
  return title !== '' && title !== name && title !== stem && telling(title).length >= 2 ? title : null;
}

/** The words of a text that say what it is about, each once. */
function telling(text: string): string[] {
  const words = wordsOf(text).map(({ start, end }) => text.slice(start, end));
  return [...new Set(meaningfulWords(words).filter((word) => word.length > 2))];
}

function stemOf(word: string): string {
  return wordsOf(word)[0]?.stem ?? word;
}
