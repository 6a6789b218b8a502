import { type Alphabet, alphabets, type Characters, eastAsian, signs } from './encoding-models.ts';

/** Bytes of words that an encoding is guessed from: more make it no surer. */
const LOOKED_AT = 4096;
const SPACE = 0x20;

/** What a character adds to the score of a reading, where nothing is known for it. */
const costs = {
  /** No character at all. */
  broken: -3,
  /** A sign that texts hardly have, such as a line of a box. */
  oddity: -0.8,
  /** A letter of another language, or out of use. */
  rareLetter: -0.2,
  /** A letter among those of another script, in one word. */
  mixture: -1.5,
  /** A capital letter inside a word, where the rest are capitals, too. */
  capital: -0.1,
  /** A capital letter after a small one, in one word. */
  lateCapital: -1,
  /** A letter with an accent in a word of nothing else, as no language has them. */
  accentsAlone: -1,
  /** A sign that many texts have, such as a dash or a quotation mark. */
  sign: 0.3,
};

/**
 * The encoding (by the WHATWG's name) in which bytes read most like a text. Each candidate is decoded, and its characters
 * beyond ASCII are weighed: how frequent they are in what is written so, and whether they stand together as in words.
 * @param bytes of a text that is neither UTF-8 nor UTF-16
 */
export function guessEncoding(bytes: Uint8Array): string {
  const sample = telling(bytes);
  let best = { encoding: 'windows-1252', score: Number.NEGATIVE_INFINITY };
  const readings = new Map<string, string>();
  const weigh = (encoding: string, prior: number, weight: (text: string) => number) => {
    const text = readings.get(encoding) ?? new TextDecoder(encoding).decode(sample, { stream: true });
    readings.set(encoding, text);
    const score = weight(text) + prior;
    if (score > best.score) best = { encoding, score };
  };
  for (const alphabet of alphabets)
    for (const [encoding, prior] of alphabet.encodings) weigh(encoding, prior, (text) => weightOfWords(text, alphabet));
  for (const { encoding, characters } of eastAsian)
    weigh(encoding, 0, (text) => weightOfCharacters(text, characters()));
  return best.encoding;
}

/** The words that have bytes beyond ASCII, up to as many as are looked at. A space is no part of a character anywhere. */
function telling(bytes: Uint8Array): Uint8Array {
  const words: number[] = [];
  let start = 0;
  let isTelling = false;
  for (let at = 0; at <= bytes.length && words.length < LOOKED_AT; at++) {
    const byte = bytes[at] ?? SPACE;
    if (byte >= 0x80) isTelling = true;
    if (byte > SPACE && at - start < LOOKED_AT) continue;
    if (isTelling) words.push(...bytes.subarray(start, at), SPACE);
    start = at + 1;
    isTelling = false;
  }
  return Uint8Array.from(words);
}

/** Mean weight of the characters beyond ASCII in a script that has words of letters. */
function weightOfWords(text: string, alphabet: Alphabet): number {
  let sum = 0;
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) < 0x80) continue;
    sum += weightInWord(text, at, alphabet);
    count++;
  }
  return count === 0 ? 0 : sum / count;
}

function weightInWord(text: string, at: number, { weights, isLatin }: Alphabet): number {
  const character = text[at] ?? '';
  const before = traitsOf(text[at - 1] ?? ' ');
  const after = traitsOf(text[at + 1] ?? ' ');
  const { isLetter, isCapital, isBroken, small } = traitsOf(character);
  const isInside = before.isLetter && after.isLetter && character !== '’';
  if (signs.has(character)) return isInside ? costs.oddity : costs.sign;
  if (!isLetter) return isBroken ? costs.broken : costs.oddity;
  if (isCapital && before.isSmall) return costs.lateCapital;
  const weight = (weights.get(small) ?? costs.rareLetter) + (isCapital && before.isLetter ? costs.capital : 0);
  const isBesideAscii = (before.isLetter && before.isAscii) || (after.isLetter && after.isAscii);
  if (!isLatin) return isBesideAscii ? costs.mixture : weight;
  const isBesideAccent = (before.isLetter && !before.isAscii) || (after.isLetter && !after.isAscii);
  return isBesideAccent && !isBesideAscii ? costs.accentsAlone : weight;
}

/** Mean weight of the characters beyond ASCII in a script of syllables or words. */
function weightOfCharacters(text: string, { frequent, common, usual }: Characters): number {
  let sum = 0;
  let count = 0;
  for (const character of text) {
    if (character < '\u0080') continue;
    count++;
    if (frequent.has(character)) sum += 1.3;
    else if (usual.test(character)) sum += 1;
    else if (common.has(character)) sum += 0.7;
    else sum += weightOfOther(character);
  }
  return count === 0 ? 0 : sum / count;
}

function weightOfOther(character: string): number {
  const { isLetter, isBroken } = traitsOf(character);
  if (isBroken) return costs.broken;
  return isLetter && character >= '\u3100' ? 0.1 : costs.oddity;
}

interface Traits {
  isAscii: boolean;
  isLetter: boolean;
  isCapital: boolean;
  isSmall: boolean;
  /** Whether it is no character at all. */
  isBroken: boolean;
  small: string;
}

/** What is known of the characters met so far: asking for it is slow, and texts have few different ones. */
const known = new Map<string, Traits>();

function traitsOf(character: string): Traits {
  const found = known.get(character);
  if (found) return found;
  const small = character.toLowerCase();
  const traits = {
    isAscii: character < '\u0080',
    isLetter: /[\p{L}\p{M}]/u.test(character),
    isCapital: small !== character,
    isSmall: character.toUpperCase() !== character,
    isBroken: /[\uFFFD\p{Cc}\p{Cn}\p{Co}]/u.test(character),
    // That of İ has two characters.
    small: small.charAt(0),
  };
  known.set(character, traits);
  return traits;
}
