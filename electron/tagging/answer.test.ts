import { describe, expect, it } from 'vitest';
import { answerSchema, isLooping, readAnswer } from './answer.ts';
import { noChoices } from './choices.ts';

const ledger = Array.from(
  { length: 60 },
  (_, row) => `${row + 1}. May  wheat  ${(row * 37) % 90} sacks  ${row % 12} s.`,
);

const prose = `The harbour was dredged in 1931 at the cost of 4200 crowns, which the town paid in two parts. The first was due at
Easter, when the pilots came back from their winter quarters; the second was never asked for, as the clerk who kept the ledger
had moved inland with his family and taken the key. Nobody saw him leave. The lamp on the pier was lit again that autumn, by a
keeper who wrote down every ship that passed and, on days without any, the wind.`;

describe('the text of a page', () => {
  it.each([
    ['a sentence again and again', 'The lamp was lit. '.repeat(100), true],
    ['lines that only count on', Array.from({ length: 300 }, () => 'and the and the').join('\n'), true],
    ['a table', ledger.join('\n'), false],
    ['a few words twice', 'Exit Exit', false],
    ['prose', prose, false],
  ])('that is %s goes round in circles, or not', (_, text, looping) => {
    expect(isLooping(text)).toBe(looping);
  });

  it('is refused when there is none, and with a word of why', () => {
    const schema = answerSchema('pages', noChoices);
    expect(readAnswer('{"text":" — \\n"}', schema)).toEqual({ problem: 'text: there is no text in it' });
    expect(readAnswer('{"text":"Exit"}', schema)).toEqual({ answer: { text: 'Exit' } });
  });
});
