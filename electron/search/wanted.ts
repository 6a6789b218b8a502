import { HoldfastError } from '../../shared/errors.ts';
import { parseQuery, type QueryTerm } from '../../shared/query.ts';
import { type AssetCondition, queryConditions } from '../catalog/asset-conditions.ts';
import { type WantedWords, wantedWords } from './snippet.ts';
import { meaningfulWords, wordsOf } from './words.ts';

/** A query as the search carries it out. */
export interface Wanted extends WantedWords {
  text: string;
  words: string[];
  phrases: string[];
  excludedWords: string[];
  excludedPhrases: string[];
  conditions: AssetCondition[];
}

/** @throws HoldfastError QUERY_INVALID where a filter cannot be understood. */
export function understand(text: string): Wanted {
  const { terms, problems } = parseQuery(text);
  const [problem] = problems;
  if (problem !== undefined) throw new HoldfastError('QUERY_INVALID', problem, 'Correct it or leave it out.');
  return toWanted(terms);
}

export function toWanted(terms: readonly QueryTerm[]): Wanted {
  const texts = (type: 'word' | 'phrase', negated: boolean) =>
    terms.flatMap((term: QueryTerm) => (term.type === type && term.negated === negated ? [term.text] : []));
  const words = meaningfulWords(
    texts('word', false).flatMap((word) => wordsOf(word).map(({ start, end }) => word.slice(start, end))),
  );
  const phrases = texts('phrase', false).filter((phrase) => wordsOf(phrase).length > 0);
  const phraseWords = phrases.flatMap((phrase) => wordsOf(phrase).map(({ start, end }) => phrase.slice(start, end)));
  return {
    text: [...texts('word', false), ...phrases].join(' '),
    words,
    phrases,
    excludedWords: texts('word', true),
    excludedPhrases: texts('phrase', true),
    conditions: queryConditions(terms),
    ...wantedWords([...words, ...phraseWords]),
  };
}

/** Letters and digits in lower case, words one space apart: how a phrase is compared. */
export function asWritten(text: string): string {
  return ` ${(
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  ).join(' ')} `;
}
