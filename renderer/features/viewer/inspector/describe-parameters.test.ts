import { expect, test } from 'vitest';
import { describeParameters } from './describe-parameters.ts';

test('settings are words, and those that change nothing are left out', () => {
  expect(describeParameters('{"languages":["eng","deu"],"rotation":0}')).toEqual(['languages eng + deu']);
  expect(describeParameters('{"maxPixels":2048,"crop":{"x":1}}')).toEqual(['max pixels 2048', 'crop {"x":1}']);
  expect(describeParameters('{}')).toEqual([]);
  expect(describeParameters('')).toEqual([]);
});
