import snowball from 'snowball-stemmers';

/** Okapi BM25's usual parameters (Robertson and Zaragoza 2009), as in Lucene. */
const K1 = 1.2;
const B = 0.75;
/** The English stop words of Lucene's standard analyser. */
const STOP_WORDS = new Set(
  'a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will with'.split(
    ' ',
  ),
);

const stemmer = snowball.newStemmer('english');

/** Words of letters and digits in lower case, without stop words, by their English Snowball stem. */
function analyse(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => !STOP_WORDS.has(word)).map((word) => stemmer.stem(word));
}

/** A textbook BM25 ranking in memory, to compare with. */
export class Bm25 {
  readonly #postings = new Map<string, Map<string, number>>();
  readonly #lengths = new Map<string, number>();
  readonly #meanLength: number;

  constructor(texts: ReadonlyMap<string, string>) {
    for (const [id, text] of texts) {
      const terms = analyse(text);
      this.#lengths.set(id, terms.length);
      for (const term of terms) {
        const postings = this.#postings.get(term) ?? new Map<string, number>();
        this.#postings.set(term, postings.set(id, (postings.get(id) ?? 0) + 1));
      }
    }
    this.#meanLength = [...this.#lengths.values()].reduce((sum, length) => sum + length, 0) / this.#lengths.size;
  }

  /** Ids of the best texts, best first. */
  search(query: string, limit: number): string[] {
    const scores = new Map<string, number>();
    for (const term of analyse(query)) {
      const postings = this.#postings.get(term) ?? new Map<string, number>();
      const rarity = Math.log(1 + (this.#lengths.size - postings.size + 0.5) / (postings.size + 0.5));
      for (const [id, frequency] of postings) {
        const length = (this.#lengths.get(id) ?? 0) / this.#meanLength;
        const weight = (frequency * (K1 + 1)) / (frequency + K1 * (1 - B + B * length));
        scores.set(id, (scores.get(id) ?? 0) + rarity * weight);
      }
    }
    return [...scores]
      .sort(([, one], [, other]) => other - one)
      .slice(0, limit)
      .map(([id]) => id);
  }
}
