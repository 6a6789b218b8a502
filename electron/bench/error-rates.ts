/**
 * How texts are made alike before errors are counted, so that what is counted is what was misread: Unicode NFKC, lower
 * case, curly quotes and dashes as the plain ones, words that a line end cuts joined again, and every run of white space
 * one space. Punctuation and accents stay: they are part of the reading.
 */
export function normaliseReading(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\u00ad/gu, '')
    .replace(/[\u2018\u2019\u201a\u2032]/gu, "'")
    .replace(/[\u201c-\u201e\u2033\u00ab\u00bb]/gu, '"')
    .replace(/[\u2010-\u2015\u2212]/gu, '-')
    .replace(/(\p{L})-[^\S\n]*\n\s*(\p{L})/gu, '$1$2')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** The fewest insertions, deletions and replacements that turn one sequence into the other (Levenshtein 1966). */
export function editDistance(one: readonly string[], other: readonly string[]): number {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  const row = Uint32Array.from({ length: short.length + 1 }, (_, index) => index);
  for (const [at, sign] of long.entries()) {
    let diagonal = at;
    row[0] = at + 1;
    let left = at + 1;
    for (let index = 1; index < row.length; index++) {
      const above = row[index] ?? 0;
      left = short[index - 1] === sign ? diagonal : 1 + Math.min(diagonal, above, left);
      diagonal = above;
      row[index] = left;
    }
  }
  return row[short.length] ?? 0;
}

export interface ErrorRates {
  /** Edits of characters and of words over the length of the reference; more than 1 where more is wrong than there is. */
  cer: number;
  wer: number;
  /** Characters of the reference, by which rates of several texts are weighed together. */
  length: number;
}

/** Characters compared at most, since the work grows with the square of them. */
const COMPARED = 8000;

/** How far a reading is from the right text, both normalised. Of long texts the beginnings are compared. */
export function errorRates(reference: string, reading: string): ErrorRates {
  const [right, read] = [reference, reading].map((text) => [...normaliseReading(text).slice(0, COMPARED)]) as [
    string[],
    string[],
  ];
  const words = (signs: readonly string[]) => signs.join('').split(' ').filter(Boolean);
  const [rightWords, readWords] = [words(right), words(read)];
  return {
    cer: editDistance(right, read) / Math.max(1, right.length),
    wer: editDistance(rightWords, readWords) / Math.max(1, rightWords.length),
    length: right.length,
  };
}
