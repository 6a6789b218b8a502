import { wordsOf } from '../search/words.ts';

const QUOTE_LENGTH = 320;
const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' });

/** The source numbers that an answer marks as `[2]`, `[1, 3]` or `[1–3]`, in order of first mention; unknown ones are left out. */
export function markedSources(answer: string, sourceCount: number): number[] {
  const marked = new Set<number>();
  for (const [, inside = ''] of answer.matchAll(/\[(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\]/g)) {
    for (const part of inside.split(/[,;]/)) {
      const [first = 0, last = first] = part.split(/[–-]/).map(Number);
      for (let n = first; n <= Math.min(last, sourceCount); n++) if (n >= 1) marked.add(n);
    }
  }
  return [...marked];
}

/** The words of a passage that bear most on a question, as they stand: whole sentences, at most some 320 characters. */
export function quoteFrom(text: string, questionStems: ReadonlySet<string>): string {
  const parts = Array.from(sentences.segment(text), ({ segment }) => ({
    segment,
    weight: new Set(
      wordsOf(segment)
        .map(({ stem }) => stem)
        .filter((stem) => questionStems.has(stem)),
    ).size,
  }));
  const best = parts.reduce((found, { weight }, index) => (weight > (parts[found]?.weight ?? 0) ? index : found), 0);
  let quote = parts[best]?.segment ?? '';
  for (let next = best + 1; next < parts.length; next++) {
    const longer = quote + (parts[next]?.segment ?? '');
    if (longer.length > QUOTE_LENGTH) break;
    quote = longer;
  }
  const trimmed = quote.trim();
  return trimmed.length <= QUOTE_LENGTH
    ? trimmed
    : `${trimmed.slice(0, trimmed.lastIndexOf(' ', QUOTE_LENGTH) || QUOTE_LENGTH)} …`;
}
