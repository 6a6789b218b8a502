import snowball from 'snowball-stemmers';

const stemmer = snowball.newStemmer('english');
const stems = new Map<string, string>();
/** Stems kept at most; a library's working vocabulary is far smaller. */
const STEMS_KEPT = 200_000;

/** A word, or several in a script without spaces, where it is looked for. */
const wordRun = /[\p{L}\p{N}\p{M}]+/uy;
/** Letters and digits by their ASCII code. */
const asciiLetters = Uint8Array.from({ length: 128 }, (_, code) =>
  /[a-z0-9]/i.test(String.fromCharCode(code)) ? 1 : 0,
);
/** Scripts written without spaces between words, which the index cannot split by itself. */
const unspacedScript =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const unspacedRun = new RegExp(`(?:${unspacedScript.source}|ー)+`, 'gu');
/** A capital inside a word, by which the parts of a camel-case name are told apart. */
const hump = /(\p{Ll})(\p{Lu})/u;
const humps = /(\p{Ll})(\p{Lu})/gu;
const runsOfLetters = /[\p{L}\p{N}]+/gu;
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/** Function words of English, German and French that say nothing about what is asked. */
const stopWords = new Set(
  (
    'a an and are as at be been but by can could did do does for from had has have how i in into is it its may me my no not of on or our shall should ' +
    'so such than that the their them then there these they this those to us was we were what when where which who whom whose why will with would you your about ' +
    'der die das den dem des ein eine einer eines einem einen und oder aber ist sind war waren wird werden hat haben im am zu zum zur von vom mit auf für bei aus nach ' +
    'wie was wer wo wann warum welche welcher welches nicht auch als an in es er sie wir ihr ich ' +
    'le la les un une des du de et ou mais est sont était été a ont dans en sur sous pour par avec sans ce cette ces qui que quoi quand comment pourquoi où quel quelle ' +
    'quels quelles il elle ils elles nous vous je ne pas plus au aux se sa son ses leur leurs y'
  ).split(' '),
);

/** The form in which words are compared: lower case, English stem, no accents; as the index's own analyser has it. */
export function stemOf(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const stem = foldAccents(stemmer.stem(word.toLowerCase()));
  if (stems.size >= STEMS_KEPT) stems.clear();
  stems.set(word, stem);
  return stem;
}

/** Without accents and with ligatures written out: “Köln” → “Koln”. */
export function foldAccents(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .replace(/æ/g, 'ae')
    .replace(/œ/g, 'oe')
    .replace(/ø/g, 'o')
    .replace(/đ/g, 'd')
    .replace(/ł/g, 'l');
}

/** A word of a text: where it stands (UTF-16 units) and its stem. */
export interface WordAt {
  start: number;
  end: number;
  stem: string;
}

/** The words of a text in order, as the index splits them. */
export function wordsOf(text: string): WordAt[] {
  const words: WordAt[] = [];
  eachWord(text, (start, end) => words.push({ start, end, stem: stemOf(text.slice(start, end)) }));
  return words;
}

/**
 * Answers where words with one of these stems stand in a text. Only words that begin as a stem does are stemmed: stemming
 * keeps the first two letters of a word, but for the y in words like “dying”, and the third where it leaves one, but for
 * y and i; what it makes of those beyond ASCII is left to it.
 */
export function wordFinder(wanted: ReadonlySet<string>): (text: string) => WordAt[] {
  const beginnings = beginningsOf(wanted);
  return (text) => {
    const found: WordAt[] = [];
    eachWord(text, (start, end) => {
      if (!mayBegin(beginnings, text, start, end)) return;
      const stem = stemOf(text.slice(start, end));
      if (wanted.has(stem)) found.push({ start, end, stem });
    });
    return found;
  };
}

const ASCII = 128;
const ANY = ~0;

/** For a letter its bit, either case alike; for anything else in ASCII a bit that several share. */
function letterBit(code: number): number {
  return 1 << (code & 31);
}

/**
 * For the pairs of ASCII codes with which a word that has one of these stems may begin, the bits of what may come third;
 * the second code is 0 after one letter.
 */
function beginningsOf(stems: ReadonlySet<string>): Int32Array {
  const beginnings = new Int32Array(ASCII * ASCII);
  const cases = (letter: string) => [letter.toLowerCase(), letter.toUpperCase()].map((either) => either.charCodeAt(0));
  for (const stem of stems) {
    const third = stem.charCodeAt(2) < ASCII ? letterBit(stem.charCodeAt(2)) : ANY;
    const thirds = third & yOrI ? third | yOrI : third;
    for (const first of cases(stem.charAt(0))) {
      if (first >= ASCII) continue;
      // Of a stem of one letter, any letters may have been taken away.
      if (stem.length === 1) beginnings.fill(ANY, first * ASCII, (first + 1) * ASCII);
      for (const second of cases(stem.charAt(1))) {
        const pair = first * ASCII + second;
        if (second < ASCII) beginnings[pair] = (beginnings[pair] ?? 0) | thirds;
      }
      for (const y of cases('y')) beginnings[first * ASCII + y] = ANY;
    }
  }
  return beginnings;
}

const yOrI = letterBit('y'.charCodeAt(0)) | letterBit('i'.charCodeAt(0));

function mayBegin(beginnings: Int32Array, text: string, start: number, end: number): boolean {
  const [first, second] = [text.charCodeAt(start), end - start > 1 ? text.charCodeAt(start + 1) : 0];
  if (first >= ASCII || second >= ASCII) return true;
  const thirds = beginnings[first * ASCII + second] ?? 0;
  if (thirds === ANY || end - start < 3) return thirds !== 0;
  const third = text.charCodeAt(start + 2);
  return third >= ASCII || (thirds & letterBit(third)) !== 0;
}

/** Visits runs of letters, digits and their marks. Those in ASCII are told code by code, much faster than by pattern. */
function eachWord(text: string, visit: (start: number, end: number) => void): void {
  for (let start = 0; start < text.length; ) {
    let end = start;
    while (asciiLetters[text.charCodeAt(end)]) end++;
    if (text.charCodeAt(end) > 127) end = visitSegments(text, start, visit);
    else if (end > start) visit(start, end);
    start = end > start ? end : start + 1;
  }
}

/** Visits the words of a run in any script; answers where the run ends. */
function visitSegments(text: string, start: number, visit: (start: number, end: number) => void): number {
  wordRun.lastIndex = start;
  const run = wordRun.exec(text)?.[0] ?? '';
  const end = start + run.length;
  if (!unspacedScript.test(run)) {
    if (end > start) visit(start, end);
    return end;
  }
  for (const { segment, index } of segmenter.segment(run)) visit(start + index, start + index + segment.length);
  return end;
}

/**
 * The text as the search index stores it: words of scripts without spaces are set apart, and the parts of
 * camel-case names follow at the end, so that phrases keep their order.
 */
export function textForIndex(text: string): string {
  const spaced = unspacedScript.test(text)
    ? text.replace(unspacedRun, (run) => ` ${Array.from(segmenter.segment(run), ({ segment }) => segment).join(' ')} `)
    : text;
  // Word by word: one pattern for a word with a hump would, at each letter of a long word without one, run to its end.
  const names = hump.test(text) ? (text.match(runsOfLetters) ?? []).filter((run) => hump.test(run)) : [];
  return names.length > 0 ? `${spaced}\n${names.map((name) => name.replace(humps, '$1 $2')).join(' ')}` : spaced;
}

/** The words that a query ranks by: without function words, unless it has no others. */
export function meaningfulWords(words: readonly string[]): string[] {
  const kept = words.filter((word) => !stopWords.has(word.toLowerCase()));
  return kept.length > 0 ? kept : [...words];
}
