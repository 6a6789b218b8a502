import { type Random, randomFrom } from '../../build/sample-library/random.ts';
import { commonWords } from '../models/common-words.ts';

/** Words that hold sentences together, the most frequent first. */
const functionWords =
  `the of and a to in is was he for it with as his on be at by had not are but from or have they which one you were all
  her she there would their we him been has when who will no more if out so up its about into than them can only other
  some could these two may then do any my now such like our over me even most made after also did many before must
  through back where much your way well down should because each just those how too little very still own`.split(/\s+/);
const FUNCTION_WORD_SHARE = 0.45;
const endings = ['', 's', 'ing', 'ed', 'er'];
const syllables =
  `ba bel bor cal can dor dun el fal fen gar glen hal har in kel kir lan lin lor mar mel mon nar nor os pel quen ral ros
  sal ster tal tor ul van ver wen wick yar`.split(/\s+/);
/** Names of people and places: most of a large library's different words are rare ones. */
const NAMES = 20_000;

function madeName(number: number): string {
  let name = '';
  for (let rest = number + syllables.length; rest > 0; rest = Math.floor(rest / syllables.length))
    name += syllables[rest % syllables.length];
  return name;
}

const contentWords = [
  ...endings.flatMap((ending) => commonWords.map((word) => word + ending)),
  ...Array.from({ length: NAMES }, (_, number) => madeName(number)),
];

/** Draws words as often as texts have them: the one of rank r with a probability that goes by 1 / r (Zipf). */
function drawer(words: readonly string[]): (random: Random) => string {
  let sum = 0;
  const sums = words.map((_, index) => {
    sum += 1 / (index + 1);
    return sum;
  });
  return (random) => {
    const wanted = random() * sum;
    let [low, high] = [0, words.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return words[low] ?? '';
  };
}

const functionWord = drawer(functionWords);
const contentWord = drawer(contentWords);

/** Makes texts that have the statistics of English and say nothing; the same ones for the same seed. */
export class Prose {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  /** A whole number from `low` to `high`. */
  number(low: number, high: number): number {
    return low + Math.floor(this.#random() * (high - low + 1));
  }

  /** Words that a search may be for, all different. */
  queryWords(count: number): string[] {
    const words = new Set<string>();
    while (words.size < count) words.add(contentWord(this.#random));
    return [...words];
  }

  sentence(): string {
    const words = Array.from({ length: this.number(6, 22) }, () =>
      this.#random() < FUNCTION_WORD_SHARE ? functionWord(this.#random) : contentWord(this.#random),
    ).join(' ');
    return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
  }

  /** Sentences of at least `length` characters together. */
  paragraph(length: number): string {
    let text = this.sentence();
    while (text.length < length) text += ` ${this.sentence()}`;
    return text;
  }
}
