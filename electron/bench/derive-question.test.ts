import { expect, it } from 'vitest';
import { countWords, questionFromPassage, questionFromTitle } from './derive-question.ts';

const passage =
  'It rained. The keeper Strang carried nine gallons of paraffin from the landing to the lantern before every storm. Nobody came.';
const others = [
  'The keeper carried the lantern to the landing.',
  'Before the storm the lantern was lit by the keeper.',
  'Every landing was hard; the keeper carried ropes.',
];

it('leaves the commoner half of a telling sentence’s words, in their order', () => {
  const question = questionFromPassage(passage, countWords([passage, ...others]));
  expect(question).toBe('keeper carried landing lantern storm');
});

it('makes none of what tells too little, or is a table', () => {
  const counts = countWords(others);
  expect(questionFromPassage('It rained. Nobody came.', counts)).toBe(null);
  expect(questionFromPassage('', counts)).toBe(null);
  expect(questionFromPassage(Array.from({ length: 60 }, (_, row) => `word${row}`).join(' '), counts)).toBe(null);
});

it('asks by a title that says something, but not by the file’s name', () => {
  expect(questionFromTitle({ title: 'The night the light stood still', name: 'start.md' })).not.toBe(null);
  expect(questionFromTitle({ title: 'start here now', name: 'start here now.md' })).toBe(null);
  expect(questionFromTitle({ title: 'Minutes', name: '1.pdf' })).toBe(null);
});
