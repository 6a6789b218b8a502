import { expect, test } from 'vitest';
import { describeMaker, describeParameters } from './describe-parameters.ts';

test('settings are words, and those that change nothing are left out', () => {
  expect(describeParameters('{"languages":["eng","deu"],"rotation":0}')).toEqual(['languages eng + deu']);
  expect(describeParameters('{"maxPixels":2048,"crop":{"x":1}}')).toEqual(['max pixels 2048', 'crop {"x":1}']);
  expect(describeParameters('{"model":"ears","language":"en","notes":[]}')).toEqual(['language en']);
  expect(describeParameters('{"notes":["Page 3 is damaged."]}')).toEqual(['Page 3 is damaged.']);
  expect(describeParameters('{}')).toEqual([]);
  expect(describeParameters('')).toEqual([]);
});

test('a model is called by its name, and its hash is shortened', () => {
  const sha = 'cd'.repeat(32);
  expect(describeMaker({ engine: 'tesseract', engineVersion: '5.3', parameters: '{}' }).name).toBe('tesseract 5.3');
  const heard = { engine: 'cdcdcdcd', engineVersion: sha, parameters: '{"model":"ears"}' };
  expect(describeMaker(heard)).toEqual({ name: 'ears · cdcdcdcd', full: sha });
  expect(describeMaker({ ...heard, parameters: '{}' }).name).toBe('cdcdcdcd · cdcdcdcd');
});
